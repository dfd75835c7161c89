/**
 * Labels that are captions, as retrieval evaluations have them: sentences, not names of classes.
 * @module
 */
import { AUXILIARIES, CLAUSE_WORDS, DETERMINERS, OBJECTS } from "../text/function_words.ts";
import { wordsOf } from "../text/words.ts";
import { withoutBrackets } from "./brackets.ts";

/** Fewest words of a caption: "A man speaks" names a class as well as it tells what happens. */
const FEWEST_WORDS = 4;
/** A label of more words is a caption, whatever these are: the longest of AudioSet's 527 names has six. */
const MOST_WORDS_OF_NAME = 6;
/** Longest article, pronoun or number that is looked for: "several", "multiple" and the like are in names, too. */
const LONGEST_DETERMINER = 5;
/** Words of sentences, which names of classes do without. */
const SENTENCE_WORDS = new Set([
  ...[...OBJECTS, ...DETERMINERS].filter((word) => word.length <= LONGEST_DETERMINER),
  ...AUXILIARIES,
  ...CLAUSE_WORDS,
  ..."someone something it their with by at over nearby into onto through during near behind"
    .split(" "),
]);

/** Whether labels are captions: whether more than half of them are. */
export function areCaptions(labels: readonly string[]): boolean {
  return 2 * labels.filter(isCaption).length > labels.length;
}

/**
 * Whether a label is a caption: it has at least four words, one of them an article, an auxiliary or the like, or seven
 * words of any kind. "And" is no word of these: it joins the names of one class, as in FSD50K's
 * `Hubbub_and_speech_noise_and_speech_babble`. Of the 787 names of ESC-50, UrbanSound8K, FSD50K and AudioSet none is a
 * caption; of 6,921 distinct captions of AudioCaps 92 % are, of 19,664 of Clotho 99.9 %. The commas of a caption part no
 * names of a class.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert(isCaption("A man speaks, and a goat bleats"));
 * assert(!isCaption("Livestock, farm animals, working animals"));
 * assert(!isCaption("Livestock_and_farm_animals_and_working_animals"));
 * ```
 */
export function isCaption(label: string): boolean {
  const text = withoutBrackets(label);
  const words = wordsOf(text).filter(({ key }) => key !== "and");
  if (words.length > MOST_WORDS_OF_NAME) return true;
  // Whole words: "cock-a-doodle-doo" has no article.
  const isSentence = text.toLowerCase().split(/[^\p{L}\p{M}\p{N}'’-]+/u).some((word) =>
    SENTENCE_WORDS.has(word)
  );
  return wordsOf(text).length >= FEWEST_WORDS && isSentence;
}
