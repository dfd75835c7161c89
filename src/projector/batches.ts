/**
 * Which pairs each training step takes.
 * @module
 */
import { RandomStream } from "../basics/random.ts";

/** How many pairs of one class a batch may hold: class-aware batches. */
export interface ClassLimit {
  /** The class of each pair. */
  readonly classes: Uint32Array;
  /** Pairs of one class in a batch, at most; at least 1. */
  readonly most: number;
}

/**
 * The number of pairs in each batch: what is asked for, but never more than there are; with a limit, than there are
 * when each class counts for no more than that.
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
 * The pairs of each step: the pool in random order again and again, cut into whole batches. What is left of a
 * round is dropped, so that no batch holds a pair twice.
 *
 * With a limit, a pair whose class a batch has enough of is passed over, and is the first to be asked for the next
 * batch. A round ends when what is left of it fills no batch, so pairs of classes that are larger than others come less
 * often than theirs: batches are nearer to balanced than the pool is.
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
      // A whole round holds a batch: that is what its size is bounded by.
      taken = round.take(size)!;
    }
    drawn.set(taken, step * size);
  }
  return drawn;
}

/** The pool in one random order, and how much of it batches have taken. */
class Round {
  #passedOver: readonly number[] = [];
  #next = 0;

  constructor(readonly order: readonly number[], readonly limit: ClassLimit | undefined) {}

  /** The next batch; undefined where what is left fills none. */
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
