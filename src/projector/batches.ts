/**
 * Draws the pairs of each training step.
 * @module
 */
import { RandomStream } from "../basics/random.ts";
import { numberRows } from "../basics/row_numbers.ts";

/** A limit on the pairs of one class in a batch: class-aware batches. */
export interface ClassLimit {
  /** The class of each pair. */
  readonly classes: Uint32Array;
  /** Largest number of pairs of one class in a batch; at least 1. */
  readonly most: number;
}

/**
 * Returns the number of pairs in each batch: the requested number, but at most the number of pairs; with a limit, at
 * most the number of pairs that counts each class up to its limit.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(batchSize(5, 128), 5);
 * const classes = Uint32Array.of(0, 0, 0, 1, 2);
 * assert.equal(batchSize(5, 128, { classes, most: 2 }), 4);
 * ```
 */
export function batchSize(pairs: number, batch: number, limit?: ClassLimit): number {
  if (limit === undefined) return Math.min(batch, pairs);
  const counts = new Map<number, number>();
  for (const one of limit.classes) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts.values().reduce(
    (sum, count) => Math.min(batch, sum + Math.min(count, limit.most)),
    0,
  );
}

/**
 * Draws the pairs of each step: the pool in random order, repeatedly, cut into whole batches. The remainder of a
 * round is dropped, so that no batch holds a pair twice.
 *
 * With a limit, a pair whose class is full in a batch is postponed, and is considered first for the next batch. A
 * round ends when its remainder fills no batch, so pairs of large classes are drawn less often than those of small
 * ones: batches are more balanced than the pool.
 *
 * @returns indices of pairs, steps × {@link batchSize}
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const batches = drawBatches(5, 2, 3, 0);
 * assert.equal(batches.length, 2 * 3);
 * assert.equal(new Set(batches.subarray(0, 4)).size, 4);
 * ```
 */
export function drawBatches(
  pairs: number,
  batch: number,
  steps: number,
  seed: number,
  limit?: ClassLimit,
): Uint32Array {
  const size = batchSize(pairs, batch, limit);
  const random = new RandomStream(seed, "batches");
  const drawn = new Uint32Array(steps * size);
  const all = Array.from({ length: pairs }, (_, pair) => pair);
  let round = new Round([], limit);
  for (let step = 0; step < steps; step++) {
    let taken = round.take(size);
    if (taken === undefined) {
      round = new Round(random.shuffled(all), limit);
      // A whole round fills at least one batch, because the batch size is bounded by the round.
      taken = round.take(size)!;
    }
    drawn.set(taken, step * size);
  }
  return drawn;
}

/** The pairs of every step, one step after the other. */
export interface DrawnPairs {
  /** Number of pairs in each step. */
  readonly batch: number;
  /** Indices of pairs, steps × `batch`. */
  readonly pairs: Uint32Array;
}

/**
 * Draws the sounds of each step as {@link drawBatches} does, and for each of them one of its captions at random. So no
 * batch holds a sound twice, and a sound with five captions is drawn no more often than one with a single caption.
 *
 * @param sounds the sound of each pair
 * @param limit the class of a sound is that of its first pair
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const sounds = Uint32Array.of(7, 7, 7, 4);
 * const { batch, pairs } = drawPairs(sounds, { batch: 3, steps: 20 }, 0);
 * assert.equal(batch, 2);
 * assert.equal(pairs.filter((pair) => pair === 3).length, 20);
 * assert.deepEqual([...new Set(pairs)].sort(), [0, 1, 2, 3]);
 * ```
 */
export function drawPairs(
  sounds: Uint32Array,
  { batch: most, steps }: { readonly batch: number; readonly steps: number },
  seed: number,
  limit?: ClassLimit,
): DrawnPairs {
  const { starts, pairs } = captionsOf(sounds);
  const count = starts.length - 1;
  const ofSounds = limit && {
    ...limit,
    classes: starts.slice(0, count).map((start) => limit.classes[pairs[start]!]!),
  };
  const random = new RandomStream(seed, "captions");
  const oneOf = (sound: number) => {
    const [start, end] = [starts[sound]!, starts[sound + 1]!];
    return pairs[end - start === 1 ? start : start + random.below(end - start)]!;
  };
  return {
    batch: batchSize(count, most, ofSounds),
    pairs: drawBatches(count, most, steps, seed, ofSounds).map(oneOf),
  };
}

/** The pairs sound by sound, in their order: those of a sound are from its start up to the start of the next one. */
function captionsOf(sounds: Uint32Array): { starts: Uint32Array; pairs: Uint32Array } {
  const { numbers, distinct } = numberRows(sounds);
  const starts = new Uint32Array(distinct.length + 1);
  for (const sound of numbers) starts[sound + 1]!++;
  for (let sound = 0; sound < distinct.length; sound++) starts[sound + 1]! += starts[sound]!;
  const next = starts.slice();
  const pairs = new Uint32Array(sounds.length);
  numbers.forEach((sound, pair) => pairs[next[sound]!++] = pair);
  return { starts, pairs };
}

/** The pool in one random order, and how much of it batches have taken. */
class Round {
  #passedOver: readonly number[] = [];
  #next = 0;

  constructor(readonly order: readonly number[], readonly limit: ClassLimit | undefined) {}

  /** Draws the next batch; undefined if the remainder fills none. */
  take(size: number): number[] | undefined {
    const taken: number[] = [];
    const passedOver: number[] = [];
    const counts = new Map<number, number>();
    const offer = (pair: number) => {
      const one = this.limit?.classes[pair];
      if (one === undefined) return taken.push(pair);
      const count = counts.get(one) ?? 0;
      if (count >= this.limit!.most) return passedOver.push(pair);
      counts.set(one, count + 1);
      return taken.push(pair);
    };
    let asked = 0;
    while (taken.length < size && asked < this.#passedOver.length) {
      offer(this.#passedOver[asked++]!);
    }
    const notAsked = this.#passedOver.slice(asked);
    while (taken.length < size && this.#next < this.order.length) offer(this.order[this.#next++]!);
    this.#passedOver = [...passedOver, ...notAsked];
    return taken.length === size ? taken : undefined;
  }
}
