/**
 * The most similar items of each query by inner product.
 * @module
 */
import type { Compute } from "../../../src/compute/compute.ts";
import { NpyRows, oneAhead } from "../../../src/embeddings/npy_rows.ts";
import { searchRows } from "../../../src/measures/retrieval/search_nearest.ts";
import { unitRowsOf } from "../values.ts";
import type { InputPaths, LargeSearchWork, Prepared, SearchWork } from "../work.ts";

/** The database and queries that are timed. */
export const SEARCH: SearchWork = {
  family: "search",
  queries: 64,
  items: 100_352,
  dim: 512,
  k: 10,
};

/** The database and queries of the large search. */
export const LARGE_SEARCH: LargeSearchWork = {
  family: "large-search",
  queries: 1000,
  items: 1_000_000,
  dim: 128,
  k: 10,
};

/** Database and queries, of unit length. */
export function searchInputs({ queries, items, dim }: SearchWork | LargeSearchWork) {
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

/** A search by this repository through a database in a file, which is read each time; the answer is as above. */
export async function largeSearchOurs(
  compute: Compute,
  work: LargeSearchWork,
  inputs: InputPaths,
): Promise<Prepared> {
  const { queries: rows, dim: columns, k } = work;
  const queries = { rows, columns, values: unitRowsOf("queries", rows, columns) };
  const file = (await NpyRows.open(inputs["database"]!))!;
  const database = {
    name: file.name,
    rows: file.rows,
    blocks: (from: number, to: number) => oneAhead(file.blocks(from, to)),
  };
  const search = () =>
    searchRows(compute, { queries, database }, { k, metric: "inner-product" as const });
  return {
    async run(count) {
      for (let i = 1; i < count; i++) await search();
      return (await search()).rows;
    },
  };
}
