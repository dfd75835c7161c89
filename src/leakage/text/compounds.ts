/**
 * Finds names of several words in which a label's word means something else: a hot dog is not a dog, but a train
 * station is about trains.
 * @module
 */
import { ancestry } from "../wordnet/ancestry.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { formsOf } from "../wordnet/inflection.ts";
import type { Synset } from "../wordnet/synset.ts";
import { narrowerThan } from "./kinship.ts";

/** Kinds of things that are often named after others: the dog rose, the cat shark, pig iron, the Dog Star. */
const NAMED_AFTER = new Set(["plant", "animal", "substance", "celestial body"]);

/**
 * Returns the names in WordNet that contain a word but mean another thing, with their plurals. All of this must hold
 * for such a name:
 *
 * - None of its senses is narrower than the word's, shares the synset right above with it (a dairy cow), or mentions
 *   the word in its gloss (a train station).
 * - Where the word comes last, the first is not an adjective, since people write "black cat" about cats, unless the
 *   word alone means the same thing (a dog, for a hot dog). Where it does not come last, the name is of a kind that
 *   is often named after others, since people write "airplane landing" about airplanes.
 * - It is not a proper name ("Little Dog", a constellation): texts are compared without regard to capitals.
 *
 * @param word a label of one word
 * @param senses what it means; without any, no sense is known to be another
 */
export function otherSenses(
  word: string,
  senses: readonly Synset[],
  dictionary: Dictionary,
): string[] {
  if (senses.length === 0) return [];
  const own = new Set(senses.flatMap((sense) => [
    sense,
    ...narrowerThan(sense, dictionary, new Set()).map(({ synset }) => synset),
  ]));
  const above = new Set(senses.flatMap((sense) => dictionary.broader(sense)));
  const forms = [...formsOf(word, "noun"), ...formsOf(word, "verb")];
  const mentions = new RegExp(`\\b(?:${forms.map(RegExp.escape).join("|")})\\b`, "i");
  const isOther = (name: string) => {
    const [first = ""] = name.split(" ");
    const isLast = name.endsWith(` ${word}`);
    const isDescribed = isLast && dictionary.adjectiveSenses(first) > 0;
    const others = dictionary.senses(name, "noun");
    if (isDescribed && !others.some(({ lemmas }) => lemmas.includes(word))) return false;
    return others.every((sense) =>
      !own.has(sense) && !mentions.test(sense.gloss) &&
      !dictionary.broader(sense).some((broader) => above.has(broader)) &&
      sense.lemmas.includes(name) &&
      (isLast || isNamedAfter(sense, dictionary))
    );
  };
  return dictionary.namesWith(word).filter(isOther).flatMap((name) => formsOf(name, "noun"));
}

function isNamedAfter(synset: Synset, dictionary: Dictionary): boolean {
  return ancestry(synset, dictionary).some(({ lemmas }) =>
    lemmas.some((lemma) => NAMED_AFTER.has(lemma))
  );
}
