/**
 * Keeps the captions most similar to each label, and finds how deep into them a threshold may reach for all labels.
 * @module
 */
import { SIMILARITY_STEPS } from "./similarities.ts";

/** The least difference of two similarities. */
const LEAST = 1 / SIMILARITY_STEPS;

/** A caption's similarity to the label of a tail. */
interface Entry {
  readonly caption: number;
  readonly similarity: number;
}

/** The `depth` + 1 captions most similar to one label; ties at the end are broken arbitrarily. */
export class Tail {
  readonly #depth: number;
  #entries: Entry[] = [];
  #floor = -Infinity;

  /** @param depth the deepest rank that can be asked for, at least 1 */
  constructor(depth: number) {
    this.#depth = depth;
  }

  /** Offers a caption. */
  add(caption: number, similarity: number): void {
    if (similarity <= this.#floor) return;
    this.#entries.push({ caption, similarity });
    if (this.#entries.length >= 2 * (this.#depth + 1)) this.#cut();
  }

  /**
   * Returns the least similarity that no more than `rank` captions reach; where ties leave none, one above all. Where
   * the label has no more than `depth` captions in all, returns that of the most similar, and 1 where it has none.
   */
  thresholdAt(rank: number): number {
    this.#cut();
    const most = this.#entries[0]?.similarity ?? 1;
    if (this.#entries.length <= this.#depth) return most;
    const reached = this.ranks().filter((entry) => entry.rank <= rank);
    return reached.length === 0 ? most + LEAST : this.#entries[reached.length - 1]!.similarity;
  }

  /**
   * Returns the captions with their ranks, most similar first. A caption's rank is the number of captions that are at
   * least as similar, itself included. Captions that rank below `depth`, and ties that reach below it, are left out.
   */
  ranks(): { readonly caption: number; readonly rank: number }[] {
    this.#cut();
    const ranks: { caption: number; rank: number }[] = [];
    let rank = this.#entries.length;
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      const { caption, similarity } = this.#entries[i]!;
      if (similarity !== this.#entries[i + 1]?.similarity) rank = i + 1;
      if (rank <= this.#depth) ranks.push({ caption, rank });
    }
    return ranks.reverse();
  }

  /** Keeps one more than `depth`, which shows whether ties at `depth` reach below it. */
  #cut(): void {
    this.#entries.sort((a, b) => b.similarity - a.similarity);
    if (this.#entries.length <= this.#depth) return;
    this.#entries.length = Math.min(this.#entries.length, this.#depth + 1);
    this.#floor = this.#entries[this.#depth]!.similarity;
  }
}

/**
 * Returns the deepest rank k that no more than `most` captions in all reach in any tail; 0 where the first ranks of
 * the tails already hold more captions.
 *
 * @param depth the deepest rank that the tails know
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const tails = [new Tail(3), new Tail(3)];
 * [0.9, 0.8, 0.7, 0.6].forEach((similarity, caption) => tails[0]!.add(caption, similarity));
 * [0.1, 0.3, 0.2, 0.0].forEach((similarity, caption) => tails[1]!.add(caption, similarity));
 * // Captions 0 and 1 come first, 1 and 2 second.
 * assert.deepEqual([1, 2, 3].map((most) => jointRank(tails, 3, most)), [0, 1, 3]);
 * ```
 */
export function jointRank(tails: readonly Tail[], depth: number, most: number): number {
  const reached = tails.flatMap((tail) => tail.ranks()).sort((a, b) => a.rank - b.rank);
  const captions = new Set<number>();
  for (const { caption, rank } of reached) {
    captions.add(caption);
    if (captions.size > most) return rank - 1;
  }
  return depth;
}
