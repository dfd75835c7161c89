/**
 * Loads `src/report/folder/audit_into_folder.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { AuditConfiguration } from "../../src/audit/configuration/configuration.ts";
import type { AuditFolderOptions } from "../../src/audit/folder/options.ts";
import type { AuditInFolder } from "../../src/audit/folder/run_in_folder.ts";

const loading = later<typeof import("../../src/report/folder/audit_into_folder.ts")>(
  new URL("../../src/report/folder/audit_into_folder.ts", import.meta.url),
);

/**
 * Runs an audit and writes its folder, as the command `audit` does: `run.json` first, each finished training in `cells/`,
 * embeddings that it makes in `embeddings/`, and at the end `cells.jsonl`, `maps.json`, `report.html`, `charts/` and
 * `results.json`. Only one process at a time works in a folder.
 *
 * However an audit ends (an error, the signal, a killed process), what is finished stays. The same call with `resume`
 * continues it and ends in the same bytes; a folder in which nothing is finished is removed. `resume` also allows that
 * nothing is there yet, and reads the results of an audit that is finished.
 *
 * @param configuration or the path of its file
 * @param folder to write, in a folder that exists
 * @throws {InputError} when something is in the folder that neither `resume` nor `force` allows, another process works in
 * it, a file is missing or malformed, or a training diverges
 * @throws {DeviceError} when the device is not there
 * @throws {SurroundingsError} when the folder cannot be written, or something cannot be fetched
 * @throws the signal's reason when it is aborted
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { writeNpy } from "../../src/formats/npy.ts";
 * const folder = await Deno.makeTempDir();
 * const rows = ["cat", "dog", "hen", "pig"].flatMap((label) =>
 *   [0, 1, 2, 3].map((i) => `${label}${i},${label}`)
 * );
 * await Deno.writeTextFile(`${folder}/items.csv`, ["id,label", ...rows, ""].join("\n"));
 * const sounds = Float32Array.from({ length: 16 * 3 }, (_, i) => Math.sin(i * i));
 * await Deno.writeFile(`${folder}/items.npy`, writeNpy([16, 3], sounds));
 * const configuration = {
 *   evaluation: { items: "items.csv" },
 *   training: { items: "items.csv" },
 *   audio: [{ name: "sines", training: "items.npy", evaluation: "items.npy" }],
 *   text: [{ name: "glove-100d", backbone: "glove-100d" }],
 *   projector: { dim: 4 },
 *   optimizer: { steps: 5 },
 *   conditions: ["dirty"],
 *   attribution: false,
 *   leakDose: [],
 *   diversity: [],
 *   seeds: [0],
 *   bootstrap: 100,
 * };
 * await Deno.writeTextFile(`${folder}/audit.json`, JSON.stringify(configuration));
 * const { results, plan } = await auditIntoFolder(`${folder}/audit.json`, `${folder}/out`, {
 *   device: "cpu",
 * });
 * assert.equal(results.chance, 0.25);
 * assert.equal(plan.trainings.length, 1);
 * assert.match(await Deno.readTextFile(`${folder}/out/report.html`), /^<!DOCTYPE html>/i);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function auditIntoFolder(
  configuration: AuditConfiguration | string,
  folder: string,
  options?: AuditFolderOptions,
): Promise<AuditInFolder> {
  return await (await loading()).auditIntoFolder(configuration, folder, options);
}
