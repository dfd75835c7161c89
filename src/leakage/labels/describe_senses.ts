/**
 * Lists the senses of a label with those of their words that would mislead.
 * @module
 */
import type { Dictionary } from "../wordnet/dictionary.ts";
import type { Synset } from "../wordnet/synset.ts";
import { likeliestSense } from "./guess_sense.ts";
import type { Meaning } from "./label_set.ts";

/**
 * Lists senses, and excludes words that more often mean something else: a car horn is a "horn", few horns are.
 *
 * @param names the senses
 * @param own names of the label, which are never excluded
 * @param isOther whether a word is a name of another label of the list
 */
export function describeSenses(
  names: readonly string[],
  own: ReadonlySet<string>,
  wordnet: Dictionary,
  isOther: (word: string) => boolean = () => false,
): Pick<Meaning, "senses" | "exclude"> {
  if (names.length === 0) return {};
  const looked = new Set(
    names.map((name) => name.slice(0, name.indexOf(".")).replaceAll("_", " ").toLowerCase()),
  );
  const chosen = new Set(names.map((name) => wordnet.sense(name)));
  const kept = new Set<string>();
  const left = new Set<string>();
  for (const name of names) {
    const sense = wordnet.sense(name)!;
    for (const lemma of sense.lemmas) {
      const folded = lemma.toLowerCase();
      if (looked.has(folded) || own.has(folded)) continue;
      const { meant, best } = likeliestSense(folded, sense.partOfSpeech, wordnet);
      const isLeft = MEANT_OTHERWISE.has(folded) || isOther(folded) || isSideSense(name, sense) ||
        (best !== undefined && !chosen.has(meant ?? best));
      (isLeft ? left : kept).add(lemma);
    }
  }
  const exclude = [...left.difference(kept)];
  return { senses: names, ...(exclude.length > 0 ? { exclude } : {}) };
}

/**
 * Words that captions use in another sense: machines beep, and WordNet's verb is only to honk; a mouth is a thing, though
 * to mouth is to speak.
 */
const MEANT_OTHERWISE = new Set(["beep", "mouth"]);
/** Place of a word among those of a sense from which on the sense is rather that of the others. */
const SIDE = 2;

/** Whether a sense of a sound is rather that of its other words: "whizz, whiz, whirr, whir, birr, purr". */
function isSideSense(name: string, { lemmas, partOfSpeech, kind }: Synset): boolean {
  const lemma = name.slice(0, name.indexOf(".")).replaceAll("_", " ");
  return (partOfSpeech === "verb" || kind === "event") && lemmas.indexOf(lemma) >= SIDE;
}
