/**
 * Loads `src/audit/in_memory/audit.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { AuditArrays } from "../../src/audit/in_memory/arrays.ts";
import type { ArrayAudit, ArrayAuditOptions } from "../../src/audit/in_memory/audit.ts";

const loading = later<typeof import("../../src/audit/in_memory/audit.ts")>(
  new URL("../../src/audit/in_memory/audit.ts", import.meta.url),
);

/**
 * Audits arrays. The numbers are those that the command gives for the same arrays in files, with manifests of the same
 * rows; the fingerprint alone differs. {@link writeAuditFolder} writes its folder, with the report.
 *
 * @param asked the keys of a configuration, with arrays in the place of paths
 * @throws {InputError} when arrays do not match in length or shape, a value is not finite, a setting is wrong, or the
 * audit of files would be refused for its data
 * @throws {DeviceError} when the device is not there
 * @throws {SurroundingsError} when something cannot be fetched, such as WordNet for the leak rules
 * @throws the signal's reason when it is aborted
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
 * using compute = openCpu();
 * const labels = ["dog", "hen"].flatMap((label) => [label, label, label]);
 * const texts = ["a dog barks", "rain on a roof", "a door slams"].flatMap((text) => [text, text]);
 * const sines = (seed: number) =>
 *   ({ rows: 6, columns: 3, values: Float32Array.from({ length: 18 }, (_, i) => Math.sin(seed + i * i)) });
 * const { results } = await audit({
 *   evaluation: { labels },
 *   training: { texts },
 *   audio: [{ name: "sines", training: sines(0), evaluation: sines(1) }],
 *   text: [{ name: "glove-100d", backbone: "glove-100d" }],
 *   optimizer: { steps: 5 },
 *   conditions: ["dirty", "clean"],
 *   attribution: false,
 *   seeds: [0],
 *   bootstrap: 100,
 * }, { compute });
 * assert.deepEqual(results.conditions.map(({ condition, pairs }) => [condition, pairs]), [
 *   ["dirty", 6],
 *   ["clean", 4],
 * ]);
 * ```
 */
export async function audit(asked: AuditArrays, options?: ArrayAuditOptions): Promise<ArrayAudit> {
  return await (await loading()).audit(asked, options);
}
