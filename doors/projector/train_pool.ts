/**
 * Loads `src/projector/files/train_pool.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Compute } from "../../src/compute/compute.ts";
import type { PoolTraining } from "../../src/projector/files/pool_training.ts";
import type {
  PoolTrainingOptions,
  PoolTrainingSummary,
} from "../../src/projector/files/train_pool.ts";

const loading = later<typeof import("../../src/projector/files/train_pool.ts")>(
  new URL("../../src/projector/files/train_pool.ts", import.meta.url),
);

/**
 * Trains on a pool.
 *
 * @throws {InputError} when the condition does not exist, a pair has no row, the sets are of other manifests, the
 * file exists, the training to resume is another one, or the loss becomes infinite
 * @throws {SurroundingsError} when the device fails, or the file cannot be written
 */
export async function trainOnPool(
  compute: Compute,
  training: PoolTraining,
  options: PoolTrainingOptions,
): Promise<PoolTrainingSummary> {
  return await (await loading()).trainOnPool(compute, training, options);
}
