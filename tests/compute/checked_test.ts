import assert from "node:assert/strict";
import { InputError } from "../../src/basics/errors.ts";
import type { Compute } from "../../src/compute/compute.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { testOnEveryDevice } from "./devices.ts";

/** Calls that are refused, by the line that says why. */
const REFUSED: Record<string, (compute: Compute) => void | Promise<unknown>> = {
  "Cannot make a tensor: rows is 0; expected an integer, at least 1": (c) => {
    c.tensor(0, 3);
  },
  "Cannot make a tensor: columns is 1.5; expected an integer, at least 1": (c) => {
    c.tensor(1, 1.5);
  },
  "Cannot make a tensor: 3 values were given; expected 2×2": (c) => {
    c.tensor(2, 2, new Float32Array(3));
  },
  "Cannot make indices: 1 values were given; expected 1×2": (c) => {
    c.indices(1, 2, new Uint32Array(1));
  },
  "Cannot write: 3 values were given; expected 2×2": (c) => {
    c.write(c.tensor(2, 2), new Float32Array(3));
  },
  "Cannot read: tensor holds uint32; expected float32": (c) => {
    return c.read(c.indices(1, 1, Uint32Array.of(1)));
  },
  "Cannot read into an array: 3 values were given; expected 2×2": (c) => {
    return c.read(c.tensor(2, 2), new Float32Array(3));
  },
  "Cannot read indices: tensor holds float32; expected uint32": (c) => {
    return c.readIndices(c.tensor(1, 1));
  },
  "Cannot view 3×3 at 192 of 1×200: it ends outside the row": (c) => {
    c.view(c.tensor(1, 200), 192, 3, 3);
  },
  "Cannot view 1×1 at 0 of 2×2: only a row can be viewed": (c) => {
    c.view(c.tensor(2, 2), 0, 1, 1);
  },
  "Cannot multiply 3×4 by 5×2: inner sizes differ": (c) => {
    c.matrixMultiply(c.tensor(3, 4), c.tensor(5, 2), c.tensor(3, 2));
  },
  "Cannot multiply (4×3)ᵀ by 5×2: inner sizes differ": (c) => {
    c.matrixMultiply(c.tensor(4, 3), c.tensor(5, 2), c.tensor(3, 2), { transpose: "left" });
  },
  "Cannot multiply 3×4 by (2×5)ᵀ: inner sizes differ": (c) => {
    c.matrixMultiply(c.tensor(3, 4), c.tensor(2, 5), c.tensor(3, 2), { transpose: "right" });
  },
  "Cannot multiply 3×4 by 4×2: product is 3×3; expected 3×2": (c) => {
    c.matrixMultiply(c.tensor(3, 4), c.tensor(4, 2), c.tensor(3, 3));
  },
  "Cannot multiply 3×4 by 4×2: bias is 1×3; expected 1×2": (c) => {
    const bias = c.tensor(1, 3);
    c.matrixMultiply(c.tensor(3, 4), c.tensor(4, 2), c.tensor(3, 2), { bias });
  },
  "Cannot multiply 3×4 by 4×2: activation.output is 2×2; expected 3×2": (c) => {
    const activation = { kind: "relu", output: c.tensor(2, 2) } as const;
    c.matrixMultiply(c.tensor(3, 4), c.tensor(4, 2), c.tensor(3, 2), { activation });
  },
  "Cannot multiply 3×4 by 4×2: activation.output shares the memory of product": (c) => {
    const product = c.tensor(3, 2), activation = { kind: "gelu", output: product } as const;
    c.matrixMultiply(c.tensor(3, 4), c.tensor(4, 2), product, { activation });
  },
  "Cannot run columnSums: sums is 1×2; expected 1×3": (c) => {
    c.columnSums(c.tensor(2, 3), c.tensor(1, 2));
  },
  "Cannot run add: b is 2×2; expected 2×3": (c) => {
    c.add(c.tensor(2, 3), c.tensor(2, 2), c.tensor(2, 3));
  },
  "Cannot run add: y shares the memory of b": (c) => {
    const [a, b] = [c.tensor(2, 3), c.tensor(2, 3)];
    c.add(a, b, b);
  },
  "Cannot run relu: y shares the memory of x": (c) => {
    const x = c.tensor(1, 100);
    c.relu(c.view(x, 0, 1, 3), c.view(x, 64, 1, 3));
  },
  "Cannot run gelu: y holds uint32; expected float32": (c) => {
    c.gelu(c.tensor(1, 1), c.indices(1, 1, Uint32Array.of(0)));
  },
  "Cannot run geluBackward: yGradient is 1×2; expected 1×3": (c) => {
    c.geluBackward(c.tensor(1, 3), c.tensor(1, 2), c.tensor(1, 3));
  },
  "Cannot run dropout: rate is 1; expected 0 up to, not including, 1": (c) => {
    c.dropout(c.tensor(1, 1), c.tensor(1, 1), 1, { seed: 0, layer: 0, step: 0 });
  },
  "Cannot run geluBackward: otherGradient is 2×3; expected 1×3": (c) => {
    const x = c.tensor(1, 3);
    c.geluBackward(x, x, c.tensor(1, 3), c.tensor(2, 3));
  },
  "Cannot run dropoutAdd: residual is 1×2; expected 1×1": (c) => {
    const x = c.tensor(1, 1);
    c.dropoutAdd(x, c.tensor(1, 2), c.tensor(1, 1), 0.5, { seed: 0, layer: 0, step: 0 });
  },
  "Cannot run dropoutAdd: rate is NaN; expected 0 up to, not including, 1": (c) => {
    const x = c.tensor(1, 1);
    c.dropoutAdd(x, x, c.tensor(1, 1), NaN, { seed: 0, layer: 0, step: 0 });
  },
  "Cannot run layerNorm: statistics is 4×1; expected 4×2": (c) => {
    const row = c.tensor(1, 3);
    c.layerNorm(c.tensor(4, 3), row, row, c.tensor(4, 3), c.tensor(4, 1));
  },
  "Cannot run layerNormBackward: gain is 1×2; expected 1×3": (c) => {
    const [x, row] = [c.tensor(4, 3), c.tensor(1, 3)];
    c.layerNormBackward(x, c.tensor(1, 2), c.tensor(4, 2), x, c.tensor(4, 3), row, row);
  },
  "Cannot run normalizeRows: norms is 1×4; expected 4×1": (c) => {
    c.normalizeRows(c.tensor(4, 3), c.tensor(4, 3), c.tensor(1, 4));
  },
  "Cannot run gatherRows: indices holds 5; expected row numbers below 5": (c) => {
    c.gatherRows(c.tensor(5, 2), c.indices(1, 2, Uint32Array.of(0, 5)), 0, c.tensor(2, 2));
  },
  "Cannot run gatherRows: rows 1 to 2 of 2 indices were asked for": (c) => {
    c.gatherRows(c.tensor(5, 2), c.indices(1, 2, Uint32Array.of(0, 4)), 1, c.tensor(2, 2));
  },
  "Cannot run gatherRowsBackward: indices holds float32; expected uint32": (c) => {
    c.gatherRowsBackward(c.tensor(2, 2), c.tensor(1, 2), 0, c.tensor(5, 2));
  },
  "Cannot run contrastiveLoss: text is 3×2; expected 4×2": (c) => lossOf(c, 3, 0),
  "Cannot run contrastiveLoss: lossIndex is 5; expected an integer, 0 to 4": (c) => {
    lossOf(c, 4, 5);
  },
  "Cannot run globalNorm: norm is 1×2; expected 1×1": (c) => {
    c.globalNorm(c.tensor(2, 2), c.tensor(1, 2));
  },
  "Cannot run adamW: clamp.index is 3; expected an integer, 0 to 2": (c) => stepOf(c, 1, 3),
  "Cannot run adamW: step is 0; expected an integer, at least 1": (c) => stepOf(c, 0, 0),
  "Cannot run nearestRows: database is 5×2; expected 5×3": (c) => nearestOf(c, 2, 1),
  "Cannot run nearestRows: toBeat has 2 numbers; expected 1": (c) => {
    const [x, scores] = [c.tensor(1, 3), c.tensor(1, 1)];
    const rows = c.indices(1, 1, Uint32Array.of(0));
    const toBeat = new Float32Array(2);
    c.nearestRows({ queries: x, database: x, metric: "cosine", scores, rows, toBeat });
  },
  "Cannot run nearestRows: k is 1025; expected an integer, 1 to 1024": (c) => nearestOf(c, 3, 1025),
  "Cannot run nearestRows: groups.database is 1×4; expected 1×5": (c) => nearestOf(c, 3, 1, 4),
  "Cannot run gatherRows: indices holds 4294967295; expected row numbers below 5": (c) => {
    const [database, rows] = [c.tensor(5, 3), c.indices(1, 6, new Uint32Array(6))];
    const scores = c.tensor(1, 6);
    c.nearestRows({ queries: c.tensor(1, 3), database, metric: "cosine", scores, rows });
    c.gatherRows(database, rows, 0, c.tensor(6, 3));
  },
  "Cannot run distanceSums: starts is 1×2; expected 1×4": (c) => {
    const starts = c.indices(1, 2, Uint32Array.of(0, 5));
    c.distanceSums({ x: c.tensor(5, 2), starts, sums: c.tensor(5, 3) });
  },
  "Cannot run distanceSums: starts goes from 0 to 6; expected to rise from 0 to 5": (c) => {
    sumsOf(c, 0, 6);
  },
  "Cannot run distanceSums: starts goes from 1 to 5; expected to rise from 0 to 5": (c) => {
    sumsOf(c, 1, 5);
  },
  "Cannot run distanceSums: starts does not always rise; expected to rise from 0 to 5": (c) => {
    sumsOf(c, 0, 3, 2, 5);
  },
  "Cannot run tsneGradient: probabilities is 3×4; expected 4×4": (c) => {
    const [probabilities, map] = [c.tensor(3, 4), c.tensor(2, 4)];
    c.tsneGradient({ probabilities, map, exaggeration: 1, gradient: c.tensor(2, 4) });
  },
  "Cannot run tsneDivergence: map is 3×4; expected 2×4": (c) => {
    const [probabilities, map] = [c.tensor(4, 4), c.tensor(3, 4)];
    c.tsneDivergence({ probabilities, map, divergence: c.tensor(1, 1) });
  },
  "Cannot run tsneUpdate: velocity shares the memory of gradient": (c) => {
    const [gradient, map, gains] = [c.tensor(2, 4), c.tensor(2, 4), c.tensor(2, 4)];
    c.tsneUpdate({ gradient, map, velocity: gradient, gains, momentum: 0.5, learningRate: 1 });
  },
};

function lossOf(compute: Compute, textRows: number, lossIndex: number): void {
  compute.contrastiveLoss({
    audio: compute.tensor(4, 2),
    text: compute.tensor(textRows, 2),
    logScale: compute.tensor(1, 1),
    loss: compute.tensor(1, 5),
    lossIndex,
    audioGradient: compute.tensor(4, 2),
    textGradient: compute.tensor(4, 2),
    logScaleGradient: compute.tensor(1, 1),
  });
}

function sumsOf(compute: Compute, ...starts: number[]): void {
  compute.distanceSums({
    x: compute.tensor(5, 2),
    starts: compute.indices(1, starts.length, Uint32Array.from(starts)),
    sums: compute.tensor(5, starts.length - 1),
  });
}

function nearestOf(compute: Compute, width: number, k: number, groups?: number): void {
  const row = (count: number) => compute.indices(1, count, new Uint32Array(count));
  compute.nearestRows({
    queries: compute.tensor(2, 3),
    database: compute.tensor(5, width),
    metric: "cosine",
    scores: compute.tensor(2, k),
    rows: compute.indices(2, k, new Uint32Array(2 * k)),
    ...groups && { groups: { queries: row(2), database: row(groups) } },
  });
}

function stepOf(compute: Compute, step: number, index: number): void {
  compute.adamW({
    parameters: compute.tensor(1, 3),
    gradients: compute.tensor(1, 3),
    firstMoment: compute.tensor(1, 3),
    secondMoment: compute.tensor(1, 3),
    gradientNorm: compute.tensor(1, 1),
    clipNorm: 1,
    step,
    learningRate: 0.1,
    betas: [0.9, 0.999],
    epsilon: 1e-8,
    weightDecay: 0,
    clamp: { index, low: 0, high: 1 },
  });
}

testOnEveryDevice("invalid operands are refused in one line", async (compute) => {
  for (const [line, action] of Object.entries(REFUSED)) {
    await assert.rejects(async () => await action(compute), new InputError(line));
  }
});

testOnEveryDevice("a view off the alignment is refused", (compute) => {
  const row = compute.tensor(1, 100);
  const line =
    `Cannot view 1×1 at 3 of 1×100: offset is not a multiple of ${compute.viewAlignment}`;
  assert.throws(() => compute.view(row, 3, 1, 1), new InputError(line));
  return Promise.resolve();
});

testOnEveryDevice("a tensor cannot be used after its release, nor its views", async (compute) => {
  const row = compute.tensor(1, 100), y = compute.tensor(1, 2);
  const view = compute.view(row, 0, 1, 2);
  compute.release(view);
  compute.relu(view, y);
  compute.release(row);
  const gone = (operand: string) =>
    new InputError(`Cannot ${operand} was released, or belongs to another device`);
  assert.throws(() => compute.relu(view, y), gone("run relu: x"));
  assert.throws(() => compute.release(row), gone("release: tensor"));
  await assert.rejects(() => compute.read(row), gone("read: tensor"));
});

testOnEveryDevice("a tensor of another device is refused", (compute) => {
  const other = openCpu();
  const foreign = other.tensor(1, 2);
  const line = "Cannot run relu: x was released, or belongs to another device";
  assert.throws(() => compute.relu(foreign, compute.tensor(1, 2)), new InputError(line));
  other.close();
  const closed = "Cannot run relu: y was released, or belongs to another device";
  assert.throws(() => other.relu(foreign, foreign), new InputError(closed));
  return Promise.resolve();
});
