/**
 * The nouns of all captions among training pairs, which are the topics that control pools are matched in.
 * @module
 */
import type { TrainingPair } from "./findings.ts";
import type { CaptionNouns } from "./pools/sounds_and_topics.ts";
import { isAbsence } from "../basics/failure.ts";
import { contentWords } from "./text/content_words.ts";
import { nounFinder } from "./text/nouns.ts";
import { type Dictionary, NO_WORDS } from "./wordnet/dictionary.ts";
import { WordNet } from "./wordnet/wordnet.ts";

/** Implements {@link captionNouns}, which `doors/leakage/caption_nouns.ts` documents. */
export async function captionNouns(
  pairs: readonly TrainingPair[],
  dictionary: Dictionary = NO_WORDS,
  onNote: (note: string) => void = () => {},
): Promise<CaptionNouns> {
  const captions = pairs.filter(({ label }) => label === undefined);
  if (captions.length === 0) return new Map();
  const nounsOf = dictionary === NO_WORDS
    ? await WordNet.open().then(nounFinder, (thrown) => withoutWordNet(thrown, onNote))
    : nounFinder(dictionary);
  return new Map(captions.map(({ id, text }) => [id, nounsOf(text)]));
}

function withoutWordNet(thrown: unknown, onNote: (note: string) => void) {
  if (!isAbsence(thrown)) throw thrown;
  onNote(
    "The topics of captions are their content words, not their nouns alone, since WordNet cannot be opened.",
  );
  return contentWords;
}
