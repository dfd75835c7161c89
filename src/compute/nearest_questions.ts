/**
 * The known answers about exact search.
 * @module
 */
import { type Metric, NO_ROW, type Tensor } from "./compute.ts";
import type { Question, Sheet } from "./question.ts";

function search(
  { compute, out, outIndices }: Sheet,
  metric: Metric,
  queries: Tensor,
  database: Tensor,
  k: number,
  groups?: { readonly queries: Tensor; readonly database: Tensor },
): void {
  const scores = out(queries.rows, k), rows = outIndices(queries.rows, k);
  compute.nearestRows({ queries, database, metric, scores, rows, ...groups && { groups } });
}

/** The questions by operation. */
export const NEAREST_QUESTIONS: Readonly<Record<"nearestRows", readonly Question[]>> = {
  nearestRows: [{
    ask: (sheet) => {
      const { given, indices } = sheet;
      const database = given(2, 1, 1, NaN, 0, -3, 2, 3, -1, 1, 1, 5, 5);
      const groups = { queries: indices(7, 8), database: indices(1, 2, 3, 8, 4, 7) };
      search(sheet, "inner-product", given(2, 2, 1, -1, 0), database, 6, groups);
    },
    // deno-fmt-ignore
    answer: [
      5, 3, 3, -4, NaN, -Infinity, 3, -1, -1, -5, NaN, -Infinity,
      3, 0, 4, 2, 1, NO_ROW, 2, 0, 4, 5, 1, NO_ROW,
    ],
    tolerance: 0,
  }, {
    ask: (sheet) => {
      const { given } = sheet;
      search(sheet, "cosine", given(2, 3, 4), given(2, 6, 8, 0, 0, -5, 0, 0, 0.1), 4);
    },
    answer: [1, 0.8, 0, -0.6, 0, 3, 1, 2],
    tolerance: 1e-6,
  }, {
    ask: (sheet) => {
      const { given } = sheet;
      const database = given(2, 1003, 1004, 1000, 1000, NaN, 0, 1000.25, 1000);
      search(sheet, "euclidean", given(2, 1000, 1000), database, 4);
    },
    answer: [0, 0.25, 5, NaN, 1, 3, 0, 2],
    tolerance: 1e-6,
  }, {
    ask: (sheet) => {
      const { uneven } = sheet;
      for (const metric of ["cosine", "inner-product", "euclidean"] as const) {
        search(sheet, metric, uneven(13, 19), uneven(131, 19, 1), 7);
      }
    },
    tolerance: 1e-5,
  }],
};
