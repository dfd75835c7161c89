/**
 * Exact t-SNE: a picture of which items are near each other. It is for looking at, never for a number: distances
 * between groups and sizes of groups in it mean nothing.
 * van der Maaten and Hinton, "Visualizing Data using t-SNE" (2008), with the schedule of scikit-learn's `TSNE`.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { type Matrix, requireMatrix } from "../../basics/matrix.ts";
import { breathe, breather, type WorkOptions } from "../../basics/progress.ts";
import { RandomStream } from "../../basics/random.ts";
import type { Compute, Tensor } from "../../compute/compute.ts";
import { jointProbabilities } from "./affinities.ts";
import { leadingComponents } from "./principal_components.ts";

/** A picture of items. */
export interface TsneMap {
  /** The position of each item: items × 2, row by row. */
  readonly positions: Float32Array;
  /** Divergence of the map's neighborhoods from the items', at least 0: the minimized quantity. */
  readonly divergence: number;
  /** Effective number of neighbors: 30, or a third of the items if fewer, at least 1. */
  readonly perplexity: number;
}

/** The n × n probabilities of this many items take 400 MB, and the iterations minutes on a software adapter. */
const MOST_ITEMS = 10_000;
const STAGE = "t-SNE";
/** Units of progress before the iterations, which count one unit each: the work on the host. */
const PREPARATION = 100;
const ITERATIONS = 1000;
const TOTAL = PREPARATION + ITERATIONS;
const EXAGGERATED_ITERATIONS = 250;
const EXAGGERATION = 12;
/** Iterations between reports: each report reads the divergence, which costs over 10 ms regardless of its size. */
const REPORT_EVERY = 50;
/** Initial standard deviation of the first coordinate. */
const INITIAL_DEVIATION = 1e-4;

/**
 * Maps items to the plane so that neighbors stay neighbors, by Euclidean distance.
 *
 * The map begins at the two leading principal components, so the same items give the same picture on the same device;
 * a component without variance begins with random numbers from a fixed seed.
 *
 * @param compute the device
 * @param items items × dim
 * @param options progress counts units of 1,100: 100 for the preparation, a tenth at a time, and the iterations, every
 * 50, where the signal ends the work, too
 * @throws {InputError} when the values are not finite rows of that width, or there are fewer than 2 or more than
 * 10,000 items
 *
 * @example Two groups stay apart:
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const values = Float32Array.of(0, 0, 0, 1, 1, 0, 9, 9, 9, 8, 8, 9);
 * const { positions } = await tsne(compute, { rows: 6, columns: 2, values });
 * const distance = (a: number, b: number) =>
 *   Math.hypot(positions[2 * a]! - positions[2 * b]!, positions[2 * a + 1]! - positions[2 * b + 1]!);
 * assert(Math.max(distance(0, 1), distance(0, 2)) < Math.min(distance(0, 3), distance(0, 4)));
 * compute.close();
 * ```
 */
export async function tsne(
  compute: Compute,
  items: Matrix,
  options: WorkOptions = {},
): Promise<TsneMap> {
  const { values, columns: dim } = items;
  const { onProgress, signal } = options;
  const n = countItems(items);
  onProgress?.({ stage: STAGE, done: 0, total: TOTAL });
  const perplexity = Math.max(1, Math.min(30, n / 3));
  const rows = scaledRows(values, dim);
  const start = await initialMap(rows, dim, breather(signal));
  const joint = await jointProbabilities(rows, dim, perplexity, preparation(options));
  const state = {
    probabilities: compute.tensor(n, n, joint),
    map: compute.tensor(2, n, start),
    gradient: compute.tensor(2, n),
    velocity: compute.tensor(2, n),
    gains: compute.tensor(2, n),
    divergence: compute.tensor(1, 1),
  };
  try {
    const divergence = await descend(compute, state, options);
    const map = await compute.read(state.map);
    const positions = Float32Array.from(map, (_, at) => map[(at % 2) * n + (at >> 1)]!);
    return { positions, divergence, perplexity };
  } finally {
    compute.release(...Object.values(state));
  }
}

/** Reports each tenth of the preparation, and lets other tasks run in between. */
function preparation({ onProgress, signal }: WorkOptions): (share: number) => Promise<void> {
  const pause = breather(signal);
  let tenths = 0;
  return async (share) => {
    if (Math.floor(10 * share) > tenths) {
      tenths = Math.floor(10 * share);
      onProgress?.({ stage: STAGE, done: tenths * PREPARATION / 10, total: TOTAL });
    }
    await pause();
  };
}

type State = Readonly<
  Record<"probabilities" | "map" | "gradient" | "velocity" | "gains" | "divergence", Tensor>
>;

/** Runs all iterations and returns the final divergence. */
async function descend(
  compute: Compute,
  state: State,
  { onProgress, signal }: WorkOptions,
): Promise<number> {
  const { columns: n } = state.map;
  // This is scikit-learn's value from 50 items on. With 50, a map of fewer than about 12 items flies apart during
  // early exaggeration, and gradients at such distances are too small to bring items together again.
  const learningRate = Math.max(n / EXAGGERATION / 4, Math.min(n, 50));
  let divergence = NaN;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const isEarly = iteration < EXAGGERATED_ITERATIONS;
    if (iteration === 0 || iteration === EXAGGERATED_ITERATIONS) {
      compute.write(state.velocity, new Float32Array(2 * n));
      compute.write(state.gains, new Float32Array(2 * n).fill(1));
    }
    compute.tsneGradient({ ...state, exaggeration: isEarly ? EXAGGERATION : 1 });
    compute.tsneUpdate({ ...state, momentum: isEarly ? 0.5 : 0.8, learningRate });
    if ((iteration + 1) % REPORT_EVERY > 0) continue;
    compute.tsneDivergence(state);
    divergence = (await compute.read(state.divergence))[0]!;
    const note = `divergence ${divergence.toFixed(3)}`;
    const done = PREPARATION + iteration + 1;
    onProgress?.({ stage: STAGE, done, total: TOTAL, note });
    await breathe();
    signal?.throwIfAborted();
  }
  return divergence;
}

function countItems(items: Matrix): number {
  requireMatrix("items", items);
  const { rows: n, columns: dim, values } = items;
  if (n < 2 || n > MOST_ITEMS) {
    throw new InputError(
      `The number of items for t-SNE is ${n}; expected 2 to ${MOST_ITEMS}, as it takes memory for all pairs`,
    );
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const [item, column] = [Math.floor(bad / dim), bad % dim];
    throw new InputError(
      `Item ${item} has ${values[bad]} in column ${column}; expected finite values`,
    );
  }
  return n;
}

/** Centers the rows and scales them to entries from -1 to 1: the map does not depend on the scale. */
function scaledRows(values: Float32Array, dim: number): Float64Array {
  // The first row is subtracted first: if all rows are equal, the result must be exactly zero.
  const rows = Float64Array.from(values, (value, at) => value - values[at % dim]!);
  const center = new Float64Array(dim);
  rows.forEach((value, at) => center[at % dim]! += value * dim / rows.length);
  rows.forEach((value, at) => rows[at] = value - center[at % dim]!);
  const largest = rows.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest > 0 ? rows.map((value) => value / largest) : rows;
}

/** Computes the two leading principal components, 2 × items, scaled by the first one's deviation. */
async function initialMap(
  rows: Float64Array,
  dim: number,
  onRound: () => Promise<void>,
): Promise<Float32Array> {
  const n = rows.length / dim;
  const random = new RandomStream(0, "t-SNE");
  const noise = () => Float64Array.from({ length: n }, () => random.normal());
  const [first = noise(), second] = await leadingComponents(rows, dim, onRound);
  const squares = first.reduce((sum, value) => sum + value * value, 0);
  const scale = INITIAL_DEVIATION / Math.sqrt(squares / n);
  const map = new Float32Array(2 * n);
  map.set(first.map((value) => value * scale));
  map.set(
    second?.map((value) => value * scale) ?? noise().map((value) => value * INITIAL_DEVIATION),
    n,
  );
  return map;
}
