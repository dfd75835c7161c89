/**
 * The most similar items of each query by inner product.
 * @module
 */
import type { Compute } from "../../../src/compute/compute.ts";
import { unitRowsOf } from "../values.ts";
import type { Prepared, SearchWork } from "../work.ts";

/** The database and queries that are timed. */
export const SEARCH: SearchWork = {
  family: "search",
  queries: 64,
  items: 100_352,
  dim: 512,
  k: 10,
};

/** Database and queries, of unit length. */
export function searchInputs({ queries, items, dim }: SearchWork) {
  return {
    database: unitRowsOf("database", items, dim),
    queries: unitRowsOf("queries", queries, dim),
  };
}

/** A search by this repository; the answer is each query's items, best first. */
export function searchOurs(compute: Compute, work: SearchWork): Prepared {
  const inputs = searchInputs(work);
  const answers = new Uint32Array(work.queries * work.k);
  const operands = {
    queries: compute.tensor(work.queries, work.dim, inputs.queries),
    database: compute.tensor(work.items, work.dim, inputs.database),
    metric: "inner-product" as const,
    scores: compute.tensor(work.queries, work.k),
    rows: compute.indices(work.queries, work.k, answers),
  };
  return {
    run(count) {
      for (let i = 0; i < count; i++) compute.nearestRows(operands);
      return compute.readIndices(operands.rows);
    },
  };
}
