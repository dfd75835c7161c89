/**
 * Loads `src/audit/trainings/finished_trainings.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type {
  FinishedTrainings,
  Surroundings,
} from "../../src/audit/trainings/finished_trainings.ts";
import type { TrainingGroup } from "../../src/audit/trainings/training_group.ts";

const loading = later<typeof import("../../src/audit/trainings/finished_trainings.ts")>(
  new URL("../../src/audit/trainings/finished_trainings.ts", import.meta.url),
);

/**
 * Finds which outcomes of trainings are there.
 *
 * @param folder the folder of finished trainings; it need not exist
 * @param surroundings the device and the code; `onNote` is called with a note about each damaged file, whose outcome
 * counts as not there
 * @throws {SurroundingsError} when a file exists but cannot be read
 */
export async function openFinishedTrainings(
  folder: string,
  groups: readonly TrainingGroup[],
  surroundings: Surroundings & { readonly onNote?: ((note: string) => void) | undefined },
): Promise<FinishedTrainings> {
  return await (await loading()).FinishedTrainings.open(folder, groups, surroundings);
}
