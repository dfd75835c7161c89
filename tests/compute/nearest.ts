/**
 * Searches matrices on a device.
 * @module
 */
import type { Compute, Metric } from "../../src/compute/compute.ts";
import { upload } from "./matrices.ts";
import type { Matrix } from "./oracle.ts";

/** Every metric. */
export const METRICS: readonly Metric[] = ["cosine", "inner-product", "euclidean"];

/** The groups of queries and of rows. */
export interface Groups {
  readonly queries: readonly number[];
  readonly database: readonly number[];
}

/** Results of a search, k values per query. */
export interface Answer {
  readonly scores: Float32Array;
  readonly rows: Uint32Array;
}

/** Uploads the matrices, searches and reads the results. */
export async function search(
  compute: Compute,
  metric: Metric,
  queries: Matrix,
  database: Matrix,
  k: number,
  groups?: Groups,
  toBeat?: Float32Array,
): Promise<Answer> {
  const ids = (of: readonly number[]) => compute.indices(1, of.length, Uint32Array.from(of));
  const operands = {
    queries: upload(compute, queries),
    database: upload(compute, database),
    scores: compute.tensor(queries.length, k),
    rows: compute.indices(queries.length, k, new Uint32Array(queries.length * k)),
  };
  const given = groups &&
    { queries: ids(groups.queries), database: ids(groups.database) };
  compute.nearestRows({
    ...operands,
    metric,
    ...given && { groups: given },
    ...toBeat && { toBeat },
  });
  const answer = {
    scores: await compute.read(operands.scores),
    rows: await compute.readIndices(operands.rows),
  };
  compute.release(...Object.values(operands), ...Object.values(given ?? {}));
  return answer;
}
