/**
 * Neighbourhood overlap: whether the same items are neighbours in two spaces, such as audio and text.
 * Tavares, Ayres, Wang and Smaragdis, "On Class Separability Pitfalls in Audio-Text Contrastive Zero-Shot Learning",
 * arXiv 2408.13068.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { RandomStream } from "../basics/random.ts";
import { countVectors, type VectorSet } from "../basics/vector_set.ts";
import type { Compute, Metric } from "../compute/compute.ts";

/** How to compare neighbourhoods. */
export interface OverlapOptions {
  /** Neighbours of an item: at least 1, at most a tenth of the items. */
  readonly k: number;
  /** How near two items are; default cosine similarity. */
  readonly metric?: Metric;
  /** Random correspondences for the p-value, at least 1. */
  readonly permutations: number;
  /** Seed of the permutations. */
  readonly seed: number;
}

/** How far two spaces agree about who is near whom. */
export interface NeighborhoodOverlap {
  /** The mean of `perItem`, 0 to 1. */
  readonly overlap: number;
  /** Its expectation where the spaces have nothing to do with each other: k / (n - 1). */
  readonly chance: number;
  /** Share of random correspondences (the true one counted in) whose overlap is at least as large. */
  readonly pValue: number;
  /** Neighbours of an item. */
  readonly k: number;
  /** |N(first, i) ∩ N(second, i)| / k of each item i, N being its k nearest other items. */
  readonly perItem: Float64Array;
}

/**
 * The overlap of the items' neighbourhoods in two spaces, beside chance and with a permutation test: the items of the
 * second space are exchanged at random, p = (1 + count of overlaps at least as large) / (1 + permutations).
 *
 * Equally near items rank by lower number.
 *
 * @param compute the device for the search
 * @param first the items in one space
 * @param second the same items, in the same order, in the other; its width may differ
 * @throws {InputError} when the numbers of items differ, a value is not finite, or k or permutations is out of range
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const audio = { values: Float32Array.of(1, 0, 1, 0.1, 0, 1, 0.1, 1), dim: 2 };
 * const text = { values: Float32Array.of(1, 2, 8, 9), dim: 1 };
 * const options = { k: 1, metric: "euclidean", permutations: 99, seed: 1 } as const;
 * const { overlap, chance } = await neighborhoodOverlap(compute, audio, text, options);
 * assert.equal(overlap, 1);
 * assert.equal(chance, 1 / 3);
 * compute.close();
 * ```
 */
export async function neighborhoodOverlap(
  compute: Compute,
  first: VectorSet,
  second: VectorSet,
  { k, metric = "cosine", permutations, seed }: OverlapOptions,
): Promise<NeighborhoodOverlap> {
  const count = requireItems(first, second);
  const most = Math.max(1, Math.floor(count / 10));
  requireInteger("k", k, most);
  requireInteger("permutations", permutations);
  const near = await neighborsOf(compute, first, k, metric);
  const otherNear = await neighborsOf(compute, second, k, metric);
  const same = Uint32Array.from({ length: count }, (_, item) => item);
  const shared = sharedNeighbors(near, otherNear, k, same);
  const total = sum(shared);
  const random = new RandomStream(seed, "neighborhood overlap");
  let atLeast = 0;
  for (let permutation = 0; permutation < permutations; permutation++) {
    const partners = Uint32Array.from(random.shuffled([...same]));
    if (sum(sharedNeighbors(near, otherNear, k, partners)) >= total) atLeast++;
  }
  return {
    overlap: total / (count * k),
    chance: k / (count - 1),
    pValue: (1 + atLeast) / (1 + permutations),
    k,
    perItem: Float64Array.from(shared, (number) => number / k),
  };
}

function requireItems(first: VectorSet, second: VectorSet): number {
  const count = countVectors("first", first);
  const others = countVectors("second", second);
  if (count !== others || count < 2) {
    throw new InputError(
      `${count} items in one space and ${others} in the other; expected as many, at least 2`,
    );
  }
  for (const { values, dim } of [first, second]) {
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) continue;
    const place = `Item ${Math.floor(bad / dim)} has ${values[bad]} in column ${bad % dim}`;
    throw new InputError(`${place}; expected finite values`);
  }
  return count;
}

function requireInteger(name: string, value: number, most = Infinity): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  const range = most === Infinity ? "of at least 1" : `from 1 to ${most}, a tenth of the items`;
  throw new InputError(`${name} is ${value}; expected an integer ${range}`);
}

/** Each item's k nearest other items: items × k. */
async function neighborsOf(
  compute: Compute,
  { values, dim }: VectorSet,
  k: number,
  metric: Metric,
): Promise<Uint32Array> {
  const count = values.length / dim;
  const items = compute.tensor(count, dim, values);
  const own = compute.indices(1, count, Uint32Array.from({ length: count }, (_, item) => item));
  const scores = compute.tensor(count, k);
  const rows = compute.indices(count, k, new Uint32Array(count * k));
  const groups = { queries: own, database: own };
  try {
    compute.nearestRows({ queries: items, database: items, metric, scores, rows, groups });
    return await compute.readIndices(rows);
  } finally {
    compute.release(items, own, scores, rows);
  }
}

/** For each item how many of its neighbours have partners that are neighbours of its partner. */
function sharedNeighbors(
  near: Uint32Array,
  otherNear: Uint32Array,
  k: number,
  partners: Uint32Array,
): Uint32Array {
  const shared = new Uint32Array(partners.length);
  // The item that last marked each other item as a neighbour of its partner, counted from 1.
  const markedBy = new Uint32Array(partners.length);
  for (let item = 0; item < partners.length; item++) {
    const partner = partners[item]! * k;
    for (let at = partner; at < partner + k; at++) markedBy[otherNear[at]!] = item + 1;
    for (let at = item * k; at < (item + 1) * k; at++) {
      if (markedBy[partners[near[at]!]!] === item + 1) shared[item]! += 1;
    }
  }
  return shared;
}

function sum(numbers: Uint32Array): number {
  return numbers.reduce((total, number) => total + number, 0);
}
