/**
 * Loads `src/projector/files/places.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { OpenMode } from "../../src/embeddings/open_mode.ts";
import type { TrainingPlaces } from "../../src/projector/files/places.ts";

const loading = later<typeof import("../../src/projector/files/places.ts")>(
  new URL("../../src/projector/files/places.ts", import.meta.url),
);

/**
 * Locks the files of a training, which {@link trainOnPool} writes.
 *
 * @param out the projector file
 * @throws {InputError} when a file exists that the mode does not allow, or another process trains there
 * @throws {SurroundingsError} when the files cannot be written
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * {
 *   using places = await takeTrainingPlaces(`${folder}/clean.safetensors`, "create");
 *   assert.equal(places.checkpoint, `${folder}/clean.checkpoint.safetensors`);
 * }
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function takeTrainingPlaces(out: string, mode: OpenMode): Promise<TrainingPlaces> {
  return await (await loading()).TrainingPlaces.take(out, mode);
}
