/**
 * Loads `src/projector/files/project_set.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { WorkOptions } from "../../src/basics/progress.ts";
import type { Compute } from "../../src/compute/compute.ts";
import type { EmbeddingSet } from "../../src/embeddings/embedding_set.ts";
import type { ProjectedSet } from "../../src/projector/files/project_set.ts";

const loading = later<typeof import("../../src/projector/files/project_set.ts")>(
  new URL("../../src/projector/files/project_set.ts", import.meta.url),
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
  what: ProjectedSet,
  options?: WorkOptions,
): Promise<EmbeddingSet> {
  return await (await loading()).projectSet(compute, what, options);
}
