/**
 * Loads `src/projector/files/project_set.ts` and `projector_file.ts` when they are first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { WorkOptions } from "../../src/basics/progress.ts";
import type { Compute } from "../../src/compute/compute.ts";
import type { EmbeddingSet } from "../../src/embeddings/embedding_set.ts";
import type { ProjectedSet } from "../../src/projector/files/project_set.ts";
import type { ProjectorFile } from "../../src/projector/files/projector_file.ts";

const loading = later<typeof import("../../src/projector/files/project_set.ts")>(
  new URL("../../src/projector/files/project_set.ts", import.meta.url),
);
const loadingFile = later<typeof import("../../src/projector/files/projector_file.ts")>(
  new URL("../../src/projector/files/projector_file.ts", import.meta.url),
);

/**
 * Projects a set into the shared space: its rows pass through the side's projector, without dropout, and are scaled
 * to length one, so that the products of sounds and texts are the cosines of the training loss. Items keep their ids
 * and columns.
 *
 * The identity records the projector file by its hash, the set by its identity, and the code that projected it.
 *
 * @throws {InputError} when the rows do not have the width that the projector takes, or the set is of the other
 * modality
 */
export async function projectSet(
  compute: Compute,
  input: ProjectedSet,
  options?: WorkOptions,
): Promise<EmbeddingSet> {
  return await (await loading()).projectSet(compute, input, options);
}

/**
 * Reads a projector file.
 *
 * @param alignment of parameters in the row; see {@link Compute.viewAlignment}
 * @throws {InputError} when the file does not exist, is a checkpoint, or is malformed
 */
export async function readProjectorFile(path: string, alignment: number): Promise<ProjectorFile> {
  return await (await loadingFile()).readProjectorFile(path, alignment);
}
