/**
 * Loads `src/audit/folder/preview.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { AuditConfiguration } from "../../src/audit/configuration/configuration.ts";
import type { AuditFolderOptions, AuditRunOptions } from "../../src/audit/folder/options.ts";
import type { PlanSummary } from "../../src/audit/folder/plan_summary.ts";

const loading = later<typeof import("../../src/audit/folder/preview.ts")>(
  new URL("../../src/audit/folder/preview.ts", import.meta.url),
);

/**
 * Counts and times what an audit would do in a folder. Nothing is written. The summary names the embeddings that are to
 * be made first, and says how long that takes, from a few items of each backbone.
 *
 * @param asked the configuration, or the path of its file
 * @throws {InputError} when something else than an audit is in the folder, or the audit itself would be refused for its
 * configuration or inputs
 * @throws {DeviceError} when the device is not there
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
 *   evaluation: { items: "items.csv", classFolds: 2 },
 *   audio: [{ name: "sines", evaluation: "items.npy" }],
 *   text: [{ name: "glove-100d", backbone: "glove-100d" }],
 *   conditions: ["dirty", "clean"],
 *   attribution: false,
 *   seeds: [0],
 * };
 * await Deno.writeTextFile(`${folder}/audit.json`, JSON.stringify(configuration));
 * const plan = await previewAudit(`${folder}/audit.json`, `${folder}/out`, { device: "cpu" });
 * assert.deepEqual([plan.classFolds, plan.finished], [2, 0]);
 * assert.ok(plan.trainings >= 4 && plan.seconds > 0);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function previewAudit(
  asked: AuditConfiguration | string,
  folder: string,
  options?: AuditRunOptions & Pick<AuditFolderOptions, "resume">,
): Promise<PlanSummary> {
  return await (await loading()).previewAudit(asked, folder, options);
}
