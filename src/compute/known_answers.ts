/**
 * Questions with known answers. Each operation has one whose answer was derived in float64 by other means and is
 * written here, and further ones of odd shapes that the CPU device answers. NaN and infinity are among the values.
 * @module
 */
import type { Compute } from "./compute.ts";
import { LOSS_QUESTIONS } from "./loss_questions.ts";
import { NEAREST_QUESTIONS } from "./nearest_questions.ts";
import type { Question } from "./question.ts";
import { SEPARABILITY_QUESTIONS } from "./separability_questions.ts";

/** The subjects of questions: every operation of {@link Compute}, and all operations that move tensors as `memory`. */
export type Operation =
  | "memory"
  | Exclude<
    keyof Compute,
    | ("device" | "viewAlignment" | "tensor" | "indices" | "view" | "write")
    | ("read" | "readIndices" | "release" | "submit" | "close" | typeof Symbol.dispose)
  >;

/** The questions about each operation. */
export const QUESTIONS: Readonly<Record<Operation, readonly Question[]>> = {
  ...LOSS_QUESTIONS,
  ...NEAREST_QUESTIONS,
  ...SEPARABILITY_QUESTIONS,
  memory: [{
    ask: ({ compute, given, output }) => {
      const row = given(compute.viewAlignment + 2, ...new Array(compute.viewAlignment + 2).fill(5));
      const view = output(compute.view(row, compute.viewAlignment, 2, 1));
      compute.write(view, Float32Array.of(-1.5, NaN));
      output(given(2, Infinity, 0.25));
    },
    answer: [-1.5, NaN, Infinity, 0.25],
    tolerance: 0,
  }],
  matrixMultiply: [{
    ask: ({ compute, given, out }) => {
      const left = given(3, 1, 2, 3, 4, 5, 6), right = given(2, 7, 8, 9, 10, 11, 12);
      compute.matrixMultiply(left, right, out(2, 2), { bias: given(2, 1, -1) });
    },
    answer: [59, 63, 140, 153],
    tolerance: 1e-6,
  }, {
    ask: ({ compute, uneven, out }) => {
      const a = uneven(17, 13), b = uneven(17, 13, 1);
      compute.matrixMultiply(a, b, out(13, 13), { transpose: "left" });
      compute.matrixMultiply(a, b, out(17, 17), { transpose: "right" });
      compute.matrixMultiply(a, uneven(13, 67), out(17, 67), { bias: uneven(1, 67, 2) });
    },
    tolerance: 1e-5,
  }, {
    ask: ({ compute, given, out }) => {
      const left = given(1, -1, 0.5, 2, NaN), right = given(4, 1, 0, 0, 0);
      for (const kind of ["gelu", "relu"] as const) {
        compute.matrixMultiply(left, right, out(4, 4), { activation: { kind, output: out(4, 4) } });
      }
    },
    // deno-fmt-ignore
    answer: [
      -1, 0, 0, 0, 0.5, 0, 0, 0, 2, 0, 0, 0, NaN, NaN, NaN, NaN,
      -0.158655253931, 0, 0, 0, 0.345731230637, 0, 0, 0, 1.954499736104, 0, 0, 0, NaN, NaN, NaN, NaN,
      -1, 0, 0, 0, 0.5, 0, 0, 0, 2, 0, 0, 0, NaN, NaN, NaN, NaN,
      0, 0, 0, 0, 0.5, 0, 0, 0, 2, 0, 0, 0, NaN, NaN, NaN, NaN,
    ],
    tolerance: 1e-6,
  }, {
    ask: ({ compute, uneven, out }) => {
      const a = uneven(19, 64), b = uneven(64, 68), bias = uneven(1, 68, 2);
      for (const kind of ["gelu", "relu"] as const) {
        const activation = { kind, output: out(19, 68) };
        compute.matrixMultiply(a, b, out(19, 68), { bias, activation });
      }
    },
    tolerance: 1e-5,
  }, {
    ask: ({ compute, given, out }) => {
      const left = given(2, 1, NaN, Infinity, 1, 1, 1), right = given(3, 1, 1, -1, 1, 1, 1);
      compute.matrixMultiply(left, right, out(3, 3));
    },
    answer: [NaN, NaN, NaN, Infinity, Infinity, -Infinity, 2, 2, 0],
    tolerance: 1e-6,
  }],
  columnSums: [{
    ask: ({ compute, given, out }) =>
      compute.columnSums(given(3, 1, 2, NaN, 3, 4, 0, 5, 6, 0), out(1, 3)),
    answer: [9, 12, NaN],
    tolerance: 0,
  }, {
    ask: ({ compute, uneven, out }) => compute.columnSums(uneven(131, 7), out(1, 7)),
    tolerance: 1e-5,
  }, {
    // Drivers may end long loops silently.
    ask: ({ compute, given, out }) =>
      compute.columnSums(given(1, ...new Array(70_000).fill(1)), out(1, 1)),
    answer: [70_000],
    tolerance: 0,
  }],
  add: [{
    ask: ({ compute, given, out }) => {
      const a = given(5, 1, -2.5, NaN, Infinity, Infinity);
      compute.add(a, given(5, 2, 1, 1, 1, -Infinity), out(1, 5));
    },
    answer: [3, -1.5, NaN, Infinity, NaN],
    tolerance: 0,
  }],
  relu: [{
    ask: ({ compute, given, out }) =>
      compute.relu(given(5, -1, 2.5, NaN, Infinity, -Infinity), out(1, 5)),
    answer: [0, 2.5, NaN, Infinity, 0],
    tolerance: 0,
  }],
  reluBackward: [{
    ask: ({ compute, given, out }) =>
      compute.reluBackward(given(4, -1, 2, NaN, 3), given(4, 5, 6, 7, NaN), out(1, 4)),
    answer: [0, 6, 0, NaN],
    tolerance: 0,
  }],
  gelu: [{
    ask: ({ compute, given, out }) =>
      compute.gelu(given(6, -1, 0.5, 2, -9, NaN, Infinity), out(1, 6)),
    answer: [-0.158655253931, 0.345731230637, 1.954499736104, 0, NaN, Infinity],
    tolerance: 1e-6,
  }, {
    ask: ({ compute, uneven, out }) => compute.gelu(uneven(13, 7), out(13, 7)),
    tolerance: 1e-6,
  }],
  geluBackward: [{
    ask: ({ compute, given, out }) =>
      compute.geluBackward(given(4, -1, 0.5, 2, NaN), given(4, 1, 2, -1, 1), out(1, 4)),
    answer: [-0.083315470588, 1.734990249312, -1.085231801078, NaN],
    tolerance: 2e-6,
  }, {
    ask: ({ compute, given, out }) => {
      const x = given(3, -1, 0.5, 2), yGradient = given(3, 1, 2, -1);
      compute.geluBackward(x, yGradient, out(1, 3), given(3, 1, NaN, 0.5));
    },
    answer: [0.916684529412, NaN, -0.585231801078],
    tolerance: 2e-6,
  }, {
    ask: ({ compute, uneven, out }) =>
      compute.geluBackward(uneven(13, 7), uneven(13, 7, 1), out(13, 7)),
    tolerance: 2e-6,
  }],
  dropout: [{
    ask: ({ compute, given, out }) => {
      const x = given(8, 1, 1, 1, 1, NaN, NaN, 1, 1);
      compute.dropout(x, out(1, 8), 0.5, { seed: 7, layer: 1, step: 3 });
    },
    answer: [0, 0, 2, 2, NaN, 0, 0, 2],
    tolerance: 0,
  }, {
    ask: ({ compute, uneven, out }) => {
      const key = { seed: 0x89abcdef, layer: 2, step: 70_000 };
      compute.dropout(uneven(37, 19), out(37, 19), 0.2, key);
    },
    tolerance: 1e-7,
  }],
  dropoutAdd: [{
    ask: ({ compute, given, out }) => {
      const x = given(8, 1, 1, 1, 1, NaN, NaN, 1, 1), residual = given(8, 1, 2, 3, 4, 5, 6, 7, 8);
      compute.dropoutAdd(x, residual, out(1, 8), 0.5, { seed: 7, layer: 1, step: 3 });
    },
    answer: [1, 2, 5, 6, NaN, 6, 7, 10],
    tolerance: 0,
  }, {
    ask: ({ compute, uneven, out }) => {
      const key = { seed: 0x89abcdef, layer: 2, step: 70_000 };
      compute.dropoutAdd(uneven(37, 19), uneven(37, 19, 1), out(37, 19), 0.2, key);
    },
    tolerance: 1e-6,
  }],
  layerNorm: [{
    ask: ({ compute, given, out }) => {
      const x = given(3, 1, 2, 4, 0, -1, 3, NaN, 1, 2);
      compute.layerNorm(x, given(3, 1, 0.5, 2), given(3, 0, 1, -1), out(3, 3), out(3, 2));
    },
    // deno-fmt-ignore
    answer: [
      -1.06904153, 0.86636981, 1.67260383, -0.39223159, 0.50971051, 1.74562114, NaN, NaN, NaN,
      2.33333333, 0.80178115, 0.66666667, 0.58834739, NaN, NaN,
    ],
    tolerance: 1e-6,
  }, {
    ask: ({ compute, uneven, out }) =>
      compute.layerNorm(
        uneven(19, 67),
        uneven(1, 67, 1),
        uneven(1, 67, 2),
        out(19, 67),
        out(19, 2),
      ),
    tolerance: 1e-5,
  }],
  layerNormBackward: [{
    ask: ({ compute, given, out }) => {
      const x = given(3, 1, 2, 4, 0, -1, 3), gain = given(3, 1, 0.5, 2);
      const statistics = given(2, 2.33333333, 0.80178115, 0.66666667, 0.58834739);
      const yGradient = given(3, 1, 0, 2, -1, 1, 0.5);
      compute.layerNormBackward(x, gain, statistics, yGradient, out(2, 3), out(1, 3), out(1, 3));
    },
    // deno-fmt-ignore
    answer: [
      0.68723313, -1.03086344, 0.34363031, -0.58834773, 0.44125969, 0.14708803,
      -0.67680994, -0.98057898, 3.35900911, 0, 1, 2.5,
    ],
    tolerance: 2e-6,
  }, {
    ask: ({ compute, uneven, out }) => {
      const [x, gain, statistics] = [uneven(19, 67), uneven(1, 67, 1), uneven(19, 2, 2)];
      const yGradient = uneven(19, 67, 3);
      compute.layerNormBackward(
        x,
        gain,
        statistics,
        yGradient,
        out(19, 67),
        out(1, 67),
        out(1, 67),
      );
    },
    tolerance: 1e-5,
  }],
  normalizeRows: [{
    ask: ({ compute, given, out }) =>
      compute.normalizeRows(given(2, 3, 4, 0, 0, NaN, 1), out(3, 2), out(3, 1)),
    answer: [0.6, 0.8, 0, 0, NaN, NaN, 5, 1e-12, NaN],
    tolerance: 1e-6,
  }, {
    ask: ({ compute, uneven, out }) =>
      compute.normalizeRows(uneven(19, 67), out(19, 67), out(19, 1)),
    tolerance: 1e-5,
  }],
  normalizeRowsBackward: [{
    ask: ({ compute, given, out }) =>
      compute.normalizeRowsBackward(
        given(2, 0.6, 0.8, NaN, 0),
        given(1, 5, 1),
        given(2, 1, 0, 1, 1),
        out(2, 2),
      ),
    answer: [0.128, -0.096, NaN, NaN],
    tolerance: 1e-6,
  }, {
    ask: ({ compute, given, out }) =>
      compute.normalizeRowsBackward(
        given(2, 0, 0),
        given(1, 1e-12),
        given(2, 1, -2),
        out(1, 2),
      ),
    answer: [1e12, -2e12],
    tolerance: 1e-6,
  }],
  gatherRows: [{
    ask: ({ compute, given, indices, out }) => {
      const source = given(2, 1, 2, 3, NaN, 5, 6, 7, 8);
      compute.gatherRows(source, indices(2, 3, 0, 1), 1, out(3, 2));
    },
    answer: [7, 8, 1, 2, 3, NaN],
    tolerance: 0,
  }],
  gatherRowsBackward: [{
    ask: ({ compute, given, indices, output }) => {
      const rowsGradient = given(2, 1, 2, 3, NaN, 5, 6);
      const sourceGradient = output(given(2, 9, 9, 9, 9, 9, 9, 9, 9));
      compute.gatherRowsBackward(rowsGradient, indices(2, 3, 0, 3), 1, sourceGradient);
    },
    answer: [3, NaN, 0, 0, 0, 0, 6, 8],
    tolerance: 0,
  }],
};
