/**
 * The known answers about sums of distances and t-SNE.
 * @module
 */
import type { Question } from "./question.ts";

/** The questions by operation. */
export const SEPARABILITY_QUESTIONS: Readonly<
  Record<"distanceSums" | "tsneGradient" | "tsneDivergence" | "tsneUpdate", readonly Question[]>
> = {
  distanceSums: [{
    // The first two rows are nearer to each other than the digits of their products can resolve; class 1 is empty.
    ask: ({ compute, given, indices, out }) => {
      const x = given(2, 300, 1, 300, 1.5, 0, 0, -3, 4, 6, 8, NaN, 0, 1, 1);
      const starts = indices(0, 2, 2, 5, 7);
      compute.distanceSums({ x, starts, sums: out(7, 4) });
    },
    // deno-fmt-ignore
    answer: [
      0.5, 0, 897.09983931, NaN, 0.5, 0, 897.0859083, NaN, 600.00541664, 0, 15, NaN,
      606.02516448, 0, 14.8488578, NaN, 588.15516649, 0, 19.8488578, NaN, NaN, 0, NaN, NaN,
      598.00041806, 0, 15.01653883, NaN,
    ],
    tolerance: 1e-6,
  }, {
    ask: ({ compute, uneven, indices, out }) => {
      const sums = out(67, 3);
      compute.distanceSums({ x: uneven(67, 13), starts: indices(0, 5, 40, 67), sums });
    },
    tolerance: 1e-5,
  }, {
    // The second query is nearer to the first row than the digits of their products can resolve.
    ask: ({ compute, given, indices, out }) => {
      const x = given(2, 300, 1, 0, 0, -3, 4, 6, 8), queries = given(2, 3, 4, 300, 1.5);
      compute.distanceSums({ x, starts: indices(0, 1, 1, 4), queries, sums: out(2, 3) });
    },
    // deno-fmt-ignore
    answer: [297.01515114, 0, 16, 0.5, 0, 897.0859083],
    tolerance: 1e-6,
  }],
  tsneGradient: [{
    ask: ({ compute, given, out }) => {
      const probabilities = given(3, 0, 0.25, 0.125, 0.25, 0, 0.125, 0.125, 0.125, 0);
      const map = given(3, 0, 1, 3, 0, 2, -1);
      compute.tsneGradient({ probabilities, map, exaggeration: 2, gradient: out(2, 3) });
    },
    // deno-fmt-ignore
    answer: [
      -0.286483253589, 0.083646616541, 0.202836637047,
      -0.288277511962, 0.450187969925, -0.161910457963,
    ],
    tolerance: 2e-6,
  }, {
    ask: ({ compute, uneven, given, out }) => {
      const map = uneven(2, 12);
      const probabilities = given(
        12,
        ...Array.from({ length: 144 }, (_, at) => {
          const [i, j] = [Math.floor(at / 12), at % 12];
          return i === j ? 0 : (1 + (i * j) % 5) / 344;
        }),
      );
      compute.tsneGradient({ probabilities, map, exaggeration: 1, gradient: out(2, 12) });
    },
    tolerance: 1e-5,
  }],
  tsneDivergence: [{
    ask: ({ compute, given, out }) => {
      const probabilities = given(3, 0, 0.25, 0.125, 0.25, 0, 0.125, 0.125, 0.125, 0);
      compute.tsneDivergence({
        probabilities,
        map: given(3, 0, 5, 1, 0, 2, -1),
        divergence: out(1, 1),
      });
    },
    answer: [0.846503420567],
    tolerance: 2e-6,
  }],
  tsneUpdate: [{
    // Signs that agree and that differ, a gain at its minimum, a gradient of 0, NaN.
    ask: ({ compute, given, output }) =>
      compute.tsneUpdate({
        gradient: given(3, 0.5, -1, 2, 0, NaN, 1),
        map: output(given(3, 1, 2, 3, 4, 5, 6)),
        velocity: output(given(3, 1, 1, -0.5, 3, 1, 0)),
        gains: output(given(3, 1, 1, 1, 1, 1, 0.0112)),
        momentum: 0.5,
        learningRate: 10,
      }),
    // deno-fmt-ignore
    answer: [
      -2.5, 14.5, -21.25, 5.5, NaN, 5.9,
      -3.5, 12.5, -24.25, 1.5, NaN, -0.1,
      0.8, 1.2, 1.2, 0.8, 0.8, 0.01,
    ],
    tolerance: 1e-6,
  }],
};
