/**
 * An index of captions by their character n-grams, which finds the ones that are nearly equal to a text.
 * @module
 */
import { tokenize } from "./tokens.ts";

/** Characters of an n-gram. */
const GRAM = 4;

const NOWHERE: readonly number[] = [];

/** A caption of the index that is near a text. */
export interface NearCaption {
  /** Its number in the index. */
  readonly caption: number;
  /** Twice the n-grams that both have over the n-grams of both (Dice's coefficient): 1 where all are the same. */
  readonly similarity: number;
}

/** Returns a text as it is compared: its words, folded, with one space between them. */
export function foldedCaption(text: string): string {
  return tokenize(text).words.join(" ");
}

/** Returns the distinct n-grams of a folded text, padded with a space at either end. */
export function gramsOf(folded: string): Set<string> {
  const padded = ` ${folded} `;
  const grams = new Set<string>();
  for (let at = 0; at + GRAM <= padded.length; at++) grams.add(padded.slice(at, at + GRAM));
  if (grams.size === 0) grams.add(padded);
  return grams;
}

/**
 * Finds captions whose Dice coefficient with a text, over character 4-grams, reaches a threshold. Two sets of grams that
 * are as near have one of their rarest grams in common (prefix filtering: C. Xiao and others, "Efficient similarity joins
 * for near duplicate detection", WWW 2008), so only captions that share one are compared.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const index = new CaptionIndex(["a man speaks while a dog barks", "rain falls"].map(foldedCaption), 0.8);
 * assert.equal(index.nearest(foldedCaption("A man speaks while the dog barks"))?.caption, 0);
 * assert.equal(index.nearest("wind blows"), undefined);
 * ```
 */
export class CaptionIndex {
  readonly #least: number;
  /** The rank of each gram, the rarest first. */
  readonly #ranks: ReadonlyMap<string, number>;
  /** The ranks of each caption's grams, ascending. */
  readonly #captions: readonly Int32Array[];
  /** Where grams are among the rarest of captions, by rank: number of the caption, place among its grams. */
  readonly #postings = new Map<number, number[]>();
  /** The last text for which a caption was compared, by caption. */
  readonly #compared: Int32Array;
  #text = 0;

  /**
   * @param captions folded
   * @param least the threshold, above 0 and at most 1
   */
  constructor(captions: readonly string[], least: number) {
    this.#least = least;
    const counts = new Map<string, number>();
    const sets = captions.map(gramsOf);
    for (const grams of sets) {
      for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
    const byRarity = [...counts].sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1));
    this.#ranks = new Map(byRarity.map(([gram], rank) => [gram, rank]));
    this.#captions = sets.map((grams) => this.#rankedOf(grams));
    this.#compared = new Int32Array(captions.length);
    this.#captions.forEach((ranks, caption) => {
      ranks.subarray(0, this.#prefix(ranks.length)).forEach((rank, place) => {
        const known = this.#postings.get(rank);
        if (known === undefined) this.#postings.set(rank, [caption, place]);
        else known.push(caption, place);
      });
    });
  }

  /** Returns the nearest caption that reaches the threshold, the first of equals. */
  nearest(folded: string): NearCaption | undefined {
    const grams = gramsOf(folded);
    const ranks = this.#rankedOf(grams);
    // Grams that no caption has are rarer than any.
    const prefix = this.#prefix(grams.size) - (grams.size - ranks.length);
    let best: NearCaption | undefined;
    this.#text++;
    for (let at = 0; at < Math.min(prefix, ranks.length); at++) {
      const postings = this.#postings.get(ranks[at]!) ?? NOWHERE;
      for (let i = 0; i < postings.length; i += 2) {
        const caption = postings[i]!;
        if (this.#compared[caption] === this.#text) continue;
        this.#compared[caption] = this.#text;
        const own = this.#captions[caption]!;
        // Rarer grams are not shared, or the caption would have been compared before.
        const most = Math.min(ranks.length - at, own.length - postings[i + 1]!);
        if (2 * most < this.#least * (grams.size + own.length)) continue;
        const similarity = 2 * shared(ranks, own) / (grams.size + own.length);
        if (similarity < this.#least || similarity < (best?.similarity ?? 0)) continue;
        if (similarity === best?.similarity && caption > best.caption) continue;
        best = { caption, similarity };
      }
    }
    return best;
  }

  #rankedOf(grams: ReadonlySet<string>): Int32Array {
    const ranks = [];
    for (const gram of grams) {
      const rank = this.#ranks.get(gram);
      if (rank !== undefined) ranks.push(rank);
    }
    return Int32Array.from(ranks).sort();
  }

  /** The number of rarest grams of which a near set has one. */
  #prefix(grams: number): number {
    // Rounding must not lose a pair that reaches the threshold exactly.
    return grams - Math.ceil(grams * this.#least / (2 - this.#least) - 1e-9) + 1;
  }
}

/** Counts what two ascending lists have in common. */
function shared(one: Int32Array, other: Int32Array): number {
  let count = 0;
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    const difference = one[i]! - other[j]!;
    if (difference === 0) count++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return count;
}
