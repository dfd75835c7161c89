/**
 * Projects embedding sets into the shared space.
 * @module
 */
import type { Matrix } from "../../basics/matrix.ts";
import { codeHashes } from "../../basics/code_hashes.ts";
import type { WorkOptions } from "../../basics/progress.ts";
import { VERSION } from "../../basics/version.ts";
import type { Compute } from "../../compute/compute.ts";
import type { EmbeddingSet } from "../../embeddings/embedding_set.ts";
import { fingerprintOf, type JsonObject } from "../../embeddings/identity.ts";
import type { Side } from "../parameters.ts";
import { placeProjectors, projectRows, type TrainedProjectors } from "../training.ts";
import { projectorInput, requireWidth } from "./inputs.ts";
import type { NamedEmbeddings } from "./pairing.ts";
import type { ProjectorFile } from "./projector_file.ts";
import { requireModality } from "./provenance.ts";

/** Rows on the device at once: few enough for the memory of any device. */
const ROWS_AT_ONCE = 4096;

/** What is projected. */
export interface ProjectedSet {
  /** The set. */
  readonly embeddings: NamedEmbeddings;
  /** The projector file. */
  readonly file: ProjectorFile;
  /** The set's modality. */
  readonly side: Side;
}

/** Implements {@link projectSet}, which `doors/projector/project_set.ts` documents. */
export async function projectSet(
  compute: Compute,
  { embeddings: { name, set }, file, side }: ProjectedSet,
  { onProgress, signal }: WorkOptions = {},
): Promise<EmbeddingSet> {
  requireModality({ name, set }, side);
  requireWidth({ name, columns: set.columns }, file.name, side, file.inputs[side]);
  const { dim } = file.projector;
  const values = new Float32Array(set.rows * dim);
  const projectors = placeProjectors(compute, file);
  try {
    for (let start = 0; start < set.rows; start += ROWS_AT_ONCE) {
      const end = Math.min(set.rows, start + ROWS_AT_ONCE);
      const some = set.values.subarray(start * set.columns, end * set.columns);
      const rows = { rows: end - start, columns: set.columns, values: some };
      const projected = await projectMatrix(compute, projectors, file, side, rows);
      values.set(projected, start * dim);
      onProgress?.({ stage: "projecting", done: end, total: set.rows });
      signal?.throwIfAborted();
    }
  } finally {
    projectors.release();
  }
  const { items, unreadable, unusual } = set;
  const identity: JsonObject = {
    earnest: VERSION,
    code: { trainings: (await codeHashes()).trainings },
    projector: { sha256: file.sha256, side },
    projectedFrom: { fingerprint: set.fingerprint, identity: set.identity },
  };
  const fingerprint = fingerprintOf(identity);
  return {
    rows: set.rows,
    columns: dim,
    values,
    items,
    unreadable,
    ...(unusual === undefined ? {} : { unusual }),
    identity,
    fingerprint,
  };
}

/**
 * Passes backbone embeddings through a side's projector.
 *
 * @param projectors the file's projectors, on the device
 * @returns rows of length one, rows × dim
 */
export async function projectMatrix(
  compute: Compute,
  projectors: TrainedProjectors,
  { standardization, projector: { dim } }: Pick<ProjectorFile, "standardization" | "projector">,
  side: Side,
  embeddings: Matrix,
): Promise<Float32Array> {
  const { rows, columns, values } = projectorInput(side, embeddings, standardization);
  const input = compute.tensor(rows, columns, values);
  const projected = projectRows(compute, { projectors, side, embeddings: input });
  const unit = compute.tensor(rows, dim);
  const norms = compute.tensor(rows, 1);
  compute.normalizeRows(projected, unit, norms);
  const result = await compute.read(unit);
  compute.release(input, projected, unit, norms);
  return result;
}
