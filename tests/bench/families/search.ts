/**
 * The most similar items of each query by inner product.
 * @module
 */
import type { Compute, Tensor } from "../../../src/compute/compute.ts";
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

/**
 * Items in a piece of the database. lavapipe binds no more than 128 MiB, and stops an invocation's loops after 65,535
 * rounds in all, which the kernel of topK reaches earlier than a binding's end.
 */
const ITEMS_PER_PIECE = 12_544;

/** A piece of the database on the device, and where its scores and answers go. */
interface Piece {
  readonly first: number;
  readonly items: Tensor;
  readonly scores: Tensor;
  readonly values: Tensor;
  readonly columns: Tensor;
}

/** A search by this repository; the answer is each query's items, best first. */
export function searchOurs(compute: Compute, work: SearchWork): Prepared {
  const inputs = searchInputs(work);
  const queries = compute.tensor(work.queries, work.dim, inputs.queries);
  const pieces: Piece[] = [];
  for (let first = 0; first < work.items; first += ITEMS_PER_PIECE) {
    const count = Math.min(ITEMS_PER_PIECE, work.items - first);
    const part = inputs.database.subarray(first * work.dim, (first + count) * work.dim);
    pieces.push({
      first,
      items: compute.tensor(count, work.dim, part),
      scores: compute.tensor(work.queries, count),
      values: compute.tensor(work.queries, work.k),
      columns: compute.indices(work.queries, work.k, new Uint32Array(work.queries * work.k)),
    });
  }
  return {
    async run(count) {
      for (let i = 0; i < count; i++) {
        for (const { items, scores, values, columns } of pieces) {
          compute.matrixMultiply(queries, items, scores, { transpose: "right" });
          compute.topK(scores, values, columns);
        }
      }
      return await mergedItems(compute, pieces, work);
    },
  };
}

async function mergedItems(
  compute: Compute,
  pieces: readonly Piece[],
  { queries, k }: SearchWork,
): Promise<Uint32Array> {
  const found = await Promise.all(pieces.map(async ({ first, values, columns }) => ({
    first,
    values: await compute.read(values),
    columns: await compute.readIndices(columns),
  })));
  const items = new Uint32Array(queries * k);
  for (let query = 0; query < queries; query++) {
    const candidates = found.flatMap(({ first, values, columns }) =>
      Array.from({ length: k }, (_, i) => ({
        item: first + columns[query * k + i]!,
        value: values[query * k + i]!,
      }))
    );
    candidates.sort((a, b) => b.value - a.value || a.item - b.item);
    items.set(candidates.slice(0, k).map(({ item }) => item), query * k);
  }
  return items;
}
