/**
 * Loads `src/audit/trainings/finished_trainings.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type {
  FinishedTrainings,
  FinishedTrainingsOptions,
} from "../../src/audit/trainings/finished_trainings.ts";
import type { TrainingGroup } from "../../src/audit/trainings/training_group.ts";

const loading = later<typeof import("../../src/audit/trainings/finished_trainings.ts")>(
  new URL("../../src/audit/trainings/finished_trainings.ts", import.meta.url),
);

/**
 * Finds which outcomes of trainings are in a folder, for {@link FinishedTrainings.around}.
 *
 * @param folder the folder of finished trainings; it need not exist
 * @param options the device and the code; notes are about damaged files, whose outcomes count as not there
 * @throws {SurroundingsError} when a file exists but cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
 * import { codeHashes } from "../../src/basics/code_hashes.ts";
 * using compute = openCpu();
 * const surroundings = { device: compute.device, code: (await codeHashes()).trainings };
 * const finished = await openFinishedTrainings("nowhere", [], surroundings);
 * assert.deepEqual(finished.unfinished([]), []);
 * ```
 */
export async function openFinishedTrainings(
  folder: string,
  groups: readonly TrainingGroup[],
  options: FinishedTrainingsOptions,
): Promise<FinishedTrainings> {
  return await (await loading()).FinishedTrainings.open(folder, groups, options);
}
