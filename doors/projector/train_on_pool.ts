/**
 * Loads `src/projector/files/train_pool.ts` and `places.ts` when they are first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Compute } from "../../src/compute/compute.ts";
import type { OpenMode } from "../../src/embeddings/opening.ts";
import type { TrainingPlaces } from "../../src/projector/files/places.ts";
import type { PoolTraining } from "../../src/projector/files/pool_training.ts";
import type {
  PoolTrainingOptions,
  PoolTrainingSummary,
} from "../../src/projector/files/train_pool.ts";

const loading = later<typeof import("../../src/projector/files/train_pool.ts")>(
  new URL("../../src/projector/files/train_pool.ts", import.meta.url),
);
const loadingPlaces = later<typeof import("../../src/projector/files/places.ts")>(
  new URL("../../src/projector/files/places.ts", import.meta.url),
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

/**
 * Locks the files that a training writes: the projector file, and a checkpoint beside it until that is whole. They are
 * free again where the scope of a `using` ends.
 *
 * @param out the projector file, in a folder that exists; its name ends in `.safetensors`
 * @param mode `create` where there is none, `resume` to continue a training that ended early, `force` to replace one
 * @throws {InputError} when a file exists that the mode does not allow, or another process trains there
 * @throws {SurroundingsError} when the files cannot be written
 */
export async function takeTrainingPlaces(out: string, mode: OpenMode): Promise<TrainingPlaces> {
  return await (await loadingPlaces()).TrainingPlaces.take(out, mode);
}
