/**
 * What is counted of training pairs while they are scanned, whatever is found in them.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { sourceOf } from "./audio/source.ts";
import type { LeakRule, TrainingPair } from "./findings.ts";
import { isForeign } from "./text/language.ts";
import { TEXT_RULES } from "./text/meaning.ts";

/** The counts, as plain data. */
export interface PairCounts {
  /** Number of pairs. */
  readonly pairs: number;
  /** Whether any of them has a source; false where sources were not looked at. */
  readonly hasSources: boolean;
  /** Number of captions that are not English; 0 where texts were not looked at. */
  readonly notEnglish: number;
  /** The first of these, at most as long as it is quoted. */
  readonly firstNotEnglish?: string | undefined;
}

/**
 * Counts pairs.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const tally = new PairTally(["TEXT-EXACT"]);
 * for (const text of ["a dog barks", "ein Hund bellt"]) tally.add({ id: text, text });
 * const { pairs, notEnglish, firstNotEnglish } = tally.counts();
 * assert.deepEqual([pairs, notEnglish, firstNotEnglish], [2, 1, "ein Hund bellt"]);
 * ```
 */
export class PairTally {
  readonly #readsTexts: boolean;
  readonly #readsSources: boolean;
  #pairs = 0;
  #hasSources = false;
  #notEnglish = 0;
  #firstNotEnglish: string | undefined;

  /** @param rules those that run: the language matters to rules about words, sources to `AUDIO-SOURCE` */
  constructor(rules: readonly LeakRule[]) {
    this.#readsTexts = TEXT_RULES.some((rule) => rules.includes(rule));
    this.#readsSources = rules.includes("AUDIO-SOURCE");
  }

  /** Counts a pair. */
  add(pair: TrainingPair): void {
    this.#pairs++;
    if (this.#readsSources) this.#hasSources ||= sourceOf(pair) !== undefined;
    if (!this.#readsTexts || !isForeign(pair.text)) return;
    this.#notEnglish++;
    this.#firstNotEnglish ??= quotable(pair.text);
  }

  /** Adds what another tally has counted of later pairs. */
  merge({ pairs, hasSources, notEnglish, firstNotEnglish }: PairCounts): void {
    this.#pairs += pairs;
    this.#hasSources ||= hasSources;
    this.#notEnglish += notEnglish;
    this.#firstNotEnglish ??= firstNotEnglish;
  }

  /** The counts so far. */
  counts(): PairCounts {
    return {
      pairs: this.#pairs,
      hasSources: this.#hasSources,
      notEnglish: this.#notEnglish,
      firstNotEnglish: this.#firstNotEnglish,
    };
  }
}

/** Notes captions that the rules about words cannot read. */
export function languageNotes({ pairs, notEnglish, firstNotEnglish = "" }: PairCounts): string[] {
  if (notEnglish === 0) return [];
  const share = 100 * notEnglish / pairs;
  const percent = share < 0.1 ? "under 0.1" : share.toFixed(1);
  return [
    `${notEnglish} of ${pairs} captions (${percent} %) are not English, as their function words or ` +
    `script tell, the first "${firstNotEnglish}". The rules about words do not speak of these.`,
  ];
}
