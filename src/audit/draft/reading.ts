/**
 * How training texts read: the prompts of labels are made like them.
 * @module
 */
import { captionList } from "../../datasets/caption_lists.ts";
import type { Item } from "../../datasets/items.ts";
import { cellOf } from "../../datasets/cells.ts";
import { known } from "../../datasets/placeholders.ts";
import { isFunctionWord } from "../../leakage/text/function_words.ts";
import { isForeign } from "../../leakage/text/language.ts";

/** How texts read: as English sentences, as sentences of another or no known language, as numbers, or as names. */
export type Reading = "English sentences" | "other sentences" | "numbers" | "names";

/** Texts that are looked at, evenly spread: enough for shares. */
const LOOKED_AT = 1000;
/** Fewest words of a sentence. */
const LEAST_WORDS = 3;
/** Least share of texts with an English function word: lists of names have hardly any. */
const LEAST_FUNCTION_WORDS = 0.25;

/** Tells how the texts in a column read. */
export function readingOf(items: readonly Item[], column: string): Reading {
  const texts = items.flatMap((item) => textsIn(cellOf(item, column)));
  const step = Math.max(1, Math.ceil(texts.length / LOOKED_AT));
  const some = texts.filter((_, i) => i % step === 0);
  const share = (is: (text: string) => boolean) => some.filter(is).length / (some.length || 1);
  if (share((text) => Number.isFinite(Number(text))) > 0.5) return "numbers";
  if (share((text) => wordsIn(text).length >= LEAST_WORDS) <= 0.5) {
    // A script without spaces writes sentences as one word.
    return share(isForeign) > 0.5 ? "other sentences" : "names";
  }
  const isEnglish = share(isForeign) < 0.5 && share(hasFunctionWord) >= LEAST_FUNCTION_WORDS;
  return isEnglish ? "English sentences" : "other sentences";
}

function textsIn(cell: string): string[] {
  const list = captionList(cell);
  const texts = list === undefined ? [cell] : list.map(({ text }) => text);
  return texts.flatMap((text) => known(text) ?? []);
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{Script=Latin}']+/gu) ?? [];
}

function hasFunctionWord(text: string): boolean {
  return wordsIn(text).some(isFunctionWord);
}
