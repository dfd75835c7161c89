/**
 * Loads `src/audit/run.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Audit, AuditOptions } from "../../src/audit/run.ts";
import type { AuditPlan } from "../../src/audit/trainings/plan_audit.ts";
import type { Compute } from "../../src/compute/compute.ts";

const loading = later<typeof import("../../src/audit/run.ts")>(
  new URL("../../src/audit/run.ts", import.meta.url),
);

/**
 * Runs an audit on a device.
 *
 * @throws {InputError} when its items do not separate into classes and sources, or a training diverges
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
 * import { writeNpy } from "../../src/formats/npy.ts";
 * import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
 * import { readInputs } from "../../src/audit/inputs/read_inputs.ts";
 * import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
 * const folder = await Deno.makeTempDir();
 * const rows = ["cat", "dog", "hen", "pig"].flatMap((label) =>
 *   [0, 1, 2, 3].map((i) => `${label}${i},${label}`)
 * );
 * await Deno.writeTextFile(`${folder}/items.csv`, ["id,label", ...rows, ""].join("\n"));
 * const sounds = Float32Array.from({ length: 16 * 3 }, (_, i) => Math.sin(i * i));
 * await Deno.writeFile(`${folder}/items.npy`, writeNpy([16, 3], sounds));
 * const settings = {
 *   evaluation: { items: "items.csv", classFolds: 2 },
 *   audio: [{ name: "sines", evaluation: "items.npy" }],
 *   text: [{ name: "glove-100d", backbone: "glove-100d" }],
 *   projector: { dim: 4 },
 *   optimizer: { steps: 5 },
 *   conditions: ["dirty", "clean"],
 *   seeds: [0],
 *   bootstrap: 100,
 * };
 * const configuration = parseConfiguration(JSON.stringify(settings), "audit.json");
 * const plan = await planAudit(configuration, await readInputs(configuration, folder));
 * const { results } = await runAudit(plan, openCpu());
 * assert.equal(results.chance, 0.5);
 * assert.deepEqual(results.conditions.map(({ condition }) => condition), ["dirty", "clean"]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function runAudit(
  plan: AuditPlan,
  compute: Compute,
  options?: AuditOptions,
): Promise<Audit> {
  return await (await loading()).runAudit(plan, compute, options);
}
