/**
 * Loads `src/report/folder/write_audit_folder.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { FolderMode } from "../../src/audit/folder/content.ts";
import type { ArrayAudit } from "../../src/audit/in_memory/audit.ts";

const loading = later<typeof import("../../src/report/folder/write_audit_folder.ts")>(
  new URL("../../src/report/folder/write_audit_folder.ts", import.meta.url),
);

/**
 * Writes the folder of an audit of arrays, as the command `audit` does: `run.json`, `cells.jsonl`, `maps.json`,
 * `report.html`, `charts/` and `results.json`. `rewriteReport`, `compareAudits` and the commands `report` and `compare`
 * read it; it cannot be resumed, since it does not hold the arrays.
 *
 * @param folder to write, in a folder that exists
 * @param audited what {@link audit} gave
 * @param mode with `force`, an audit in the folder is replaced
 * @throws {InputError} when the folder holds what may not be replaced, or another process works in the folder
 * @throws {SurroundingsError} when it cannot be written
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { audit } from "../../src/audit/in_memory/audit.ts";
 * const labels = ["cat", "dog", "hen", "pig"].flatMap((label) => [label, label, label]);
 * const values = Float32Array.from({ length: 36 }, (_, i) => Math.sin(i * i));
 * const sounds = { rows: 12, columns: 3, values };
 * const audited = await audit({
 *   evaluation: { labels },
 *   training: { labels },
 *   audio: [{ name: "sines", training: sounds, evaluation: sounds }],
 *   text: [{ name: "glove-100d", backbone: "glove-100d" }],
 *   projector: { dim: 4 },
 *   optimizer: { steps: 5 },
 *   conditions: ["dirty"],
 *   attribution: false,
 *   leakDose: [],
 *   diversity: [],
 *   seeds: [0],
 *   bootstrap: 100,
 * }, { device: "cpu" });
 * const folder = await Deno.makeTempDir();
 * await writeAuditFolder(`${folder}/findings`, audited);
 * assert.match(await Deno.readTextFile(`${folder}/findings/report.html`), /^<!DOCTYPE html>/i);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function writeAuditFolder(
  folder: string,
  audited: ArrayAudit,
  mode?: Pick<FolderMode, "force">,
): Promise<void> {
  await (await loading()).writeAuditFolder(folder, audited, mode);
}
