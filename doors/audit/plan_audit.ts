/**
 * Loads `src/audit/trainings/plan_audit.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { WorkOptions } from "../../src/basics/progress.ts";
import type { AuditConfiguration } from "../../src/audit/configuration/configuration.ts";
import type { AuditInputs } from "../../src/audit/inputs/shape.ts";
import type { AuditPlan } from "../../src/audit/trainings/plan_audit.ts";

const loading = later<typeof import("../../src/audit/trainings/plan_audit.ts")>(
  new URL("../../src/audit/trainings/plan_audit.ts", import.meta.url),
);

/**
 * Plans an audit. Comparing the topics of large corpora with the evaluation's classes takes seconds to minutes.
 *
 * @throws {InputError} when a required pool has too few texts
 */
export async function planAudit(
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  { onProgress, signal }: WorkOptions = {},
): Promise<AuditPlan> {
  return await (await loading()).planAudit(configuration, inputs, { onProgress, signal });
}
