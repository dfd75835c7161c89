/**
 * Labels that are captions, as retrieval evaluations have them: sentences, not names of classes.
 * @module
 */
import { wordsOf } from "../text/words.ts";

/** Fewest words of a caption: "A man speaks" names a class as well as it tells what happens. */
const FEWEST_WORDS = 4;
/** A label of as many words is a caption, whatever these are: the longest of AudioSet's 527 names has six. */
const MOST_WORDS_OF_NAME = 6;
/** Words of sentences, which names of classes do without. */
const SENTENCE_WORDS = new Set(
  "a an the is are was were while then followed someone something it its his her their with by as at"
    .split(" "),
);

/** Whether labels are captions: whether more than half of them are. */
export function areCaptions(labels: readonly string[]): boolean {
  return 2 * labels.filter(isCaption).length > labels.length;
}

/**
 * Whether a label is a caption: it has at least four words, one of them an article, an auxiliary or the like, or seven
 * words of any kind. Of the 787 names of ESC-50, UrbanSound8K, FSD50K and AudioSet none is; of 6,921 distinct captions of
 * AudioCaps 92 % are, of 19,664 of Clotho all. The commas of a caption part no names of a class.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert(isCaption("A man speaks, and a goat bleats"));
 * assert(!isCaption("Livestock, farm animals, working animals"));
 * ```
 */
export function isCaption(label: string): boolean {
  const count = wordsOf(label).length;
  if (count > MOST_WORDS_OF_NAME) return true;
  // Whole words: "cock-a-doodle-doo" has no article.
  const isSentence = label.toLowerCase().split(/[\s,.;]+/).some((word) => SENTENCE_WORDS.has(word));
  return count >= FEWEST_WORDS && isSentence;
}
