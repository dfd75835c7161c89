/**
 * Lists the senses that a word may have in a label of sounds, with scores: what sounds, what its word mostly means, and
 * what the rest of the label says.
 * @module
 */
import type { PartOfSpeech, Synset } from "../wordnet/synset.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { dictionaryForms, isInIng } from "./dictionary_form.ts";
import { AFFINITY, soundAffinity } from "./sound_affinity.ts";

/** A sense that a word may have. */
export interface SenseChoice {
  /** The sense as label sets name it: `dog.n.01`. */
  readonly name: string;
  /** What WordNet says it means. */
  readonly gloss: string;
}

/** A sense with what speaks for it. */
export interface Candidate extends SenseChoice {
  readonly synset: Synset;
  readonly lemma: string;
  /** How well it fits a label of sounds. */
  readonly affinity: number;
  /** Number of commoner senses of its word. */
  readonly commoner: number;
  /** How likely it is; the senses of one word are compared by it. */
  readonly score: number;
}

/** How much a sense loses for commoner ones of the word: 0.8 for the second, 1.3 for the third, 2.8 for the tenth. */
const FOR_COMMONER = 1.2;
/** What a sense gains whose gloss has a word beside it. */
const FOR_BESIDE = 1;
/** What a sense gains that a label's qualifier speaks of. */
const FOR_QUALIFIER = 2;
/** What the verb of a word in -ing gains: "tearing" is what happens, before it is a noun of its own. */
const FOR_ACTION = 0.5;
/** What such a verb's sense gains that WordNet derives the noun in -ing from. */
const FOR_DERIVED = 0.7;
/** What nouns gain, but those of words in -ing: most labels are nouns. */
const FOR_NOUN = 0.6;
/** What a form of a lemma loses against a lemma. */
const FOR_FORM = 0.5;
/** What a sense gains that is one with a sense of another name of the class, or right above or below it. */
const FOR_KIN = 1.5;
/**
 * Senses that are commoner or rarer in captions of sounds than in other texts: winds blow, who cries weeps, birds
 * call and sing, and a television is a set. */
const COMMON_IN_SOUNDS: ReadonlyMap<string, number> = new Map([
  ["cry.v.02", 1],
  ["crying.n.01", 1],
  ["cry.v.01", -3],
  ["cry.n.01", -3],
  ["cry.n.02", -3],
  ["blow.v.02", 2],
  ["call.n.03", -3],
  ["call.v.10", 3],
  ["drone.n.01", -3],
  ["howl.v.01", -3],
  ["rock.n.01", 3],
  ["sing.v.03", 1.5],
  ["speak.v.05", -3],
  ["squawk.v.01", -3],
  ["pipe.v.01", -3],
  ["television.n.03", 1.5],
  ["tone.n.01", -3],
  ["tone.v.01", -3],
  ["tone.v.02", -3],
  ["wail.v.01", -3],
  ["wail.v.02", 1.5],
  ["male.n.02", 3],
  ["female.n.02", 3],
]);
/** What the first sense of a word gains that is a person, such as a baby; a printer and a synthesizer are machines. */
const FOR_PERSON = 1.5;
/** What a sense loses that is written with a capital where the word's other senses are not. */
const FOR_NAME = 3;
/** The lead in score that makes a meaning likely. */
export const CLEAR_LEAD = 0.8;

/** What is known of a word beside itself. */
export interface GuessContext {
  /** Words in brackets behind it: `clothing` in "Zipper (clothing)". */
  readonly qualifiers?: readonly string[];
  /** Other names of the class: `sobbing` in "Crying, sobbing". */
  readonly others?: readonly string[];
  /** Words beside it: `toilet` for the flush in "Toilet flush". */
  readonly beside?: readonly string[];
  /** The word as the label writes it; default in lower case. */
  readonly written?: string;
  /** The parts of speech to consider; default noun and verb. */
  readonly partsOfSpeech?: readonly PartOfSpeech[];
}

/** Returns all senses that a word or an expression may have, the likeliest first. */
export function candidatesOf(
  words: string,
  context: GuessContext,
  wordnet: Dictionary,
): Candidate[] {
  const { partsOfSpeech = ["noun", "verb"] } = context;
  const weights = [forForm(words, wordnet), forContext(context, wordnet)];
  return partsOfSpeech.flatMap((partOfSpeech) => {
    const lemmas = dictionaryForms(words, partOfSpeech, wordnet);
    // WordNet has "hands" for a guardianship; a plural is rather that of its singular.
    const isPlural = partOfSpeech === "noun" && lemmas.length > 1;
    return lemmas.flatMap((lemma, form) => {
      const isOther = isPlural ? form === 0 : form > 0;
      return sensesOf(lemma, partOfSpeech, wordnet).map((sense) => ({
        ...sense,
        score: weights.reduce((sum, weight) => sum + weight(sense), sense.score) -
          (isOther ? FOR_FORM : 0),
      }));
    });
  }).sort((a, b) => b.score - a.score);
}

/** Returns the senses of a lemma with the scores that they have by themselves. */
function sensesOf(lemma: string, partOfSpeech: PartOfSpeech, wordnet: Dictionary): Candidate[] {
  const senses = wordnet.senses(lemma, partOfSpeech);
  const isAmongWords = senses.some((sense) => !isName(sense, lemma));
  return senses.map((synset, commoner) => {
    const affinity = soundAffinity(synset, wordnet);
    const name = senseName(lemma, partOfSpeech, commoner);
    const isNamed = isName(synset, lemma);
    const isPerson = synset.kind === "person" && commoner === 0 && !isNamed &&
      !/(?:er|or)$/.test(lemma);
    const score = affinity - FOR_COMMONER * Math.log(1 + commoner) +
      (COMMON_IN_SOUNDS.get(name) ?? 0) + (isPerson ? FOR_PERSON : 0) -
      (isAmongWords && isNamed ? FOR_NAME : 0);
    return { name, gloss: synset.gloss, synset, lemma, affinity, commoner, score };
  });
}

/** Makes a function that says what the form of a word adds: one in -ing is an action, others are nouns. */
function forForm(words: string, wordnet: Dictionary): (sense: Candidate) => number {
  if (!isInIng(words, wordnet)) {
    return ({ synset }) => synset.partOfSpeech === "noun" ? FOR_NOUN : 0;
  }
  const nouns = wordnet.senses(words, "noun").filter((noun) =>
    soundAffinity(noun, wordnet) >= AFFINITY.event || noun.kind === "communication"
  );
  return ({ synset, lemma, affinity }) => {
    if (synset.partOfSpeech === "noun" || lemma === words) return 0;
    const isDerived = affinity >= AFFINITY.action &&
      wordnet.derived(synset).some((noun) => nouns.includes(noun));
    return FOR_ACTION + (isDerived ? FOR_DERIVED : 0);
  };
}

/** Makes a function that says what the rest of the label adds to a sense. */
function forContext(
  { qualifiers = [], others = [], beside = [] }: GuessContext,
  wordnet: Dictionary,
): (sense: Candidate) => number {
  const kin = new Set(others.flatMap((other) => nearSenses(other, wordnet)));
  const words = beside.map((word) =>
    new RegExp(`\\b${RegExp.escape(word.replace(/s$/, ""))}`, "i")
  );
  return ({ synset }) => {
    const isKin = [synset, ...wordnet.broader(synset)].some((near) => kin.has(near));
    return (isKin ? FOR_KIN : 0) +
      (words.some((word) => word.test(synset.gloss)) ? FOR_BESIDE : 0) +
      (qualifiers.length > 0 && speaksOf(synset, qualifiers, wordnet) ? FOR_QUALIFIER : 0);
  };
}

/** Returns the senses of a word with those right above them and those that are derived from them. */
function nearSenses(word: string, wordnet: Dictionary): Synset[] {
  return (["noun", "verb"] as const).flatMap((partOfSpeech) =>
    dictionaryForms(word, partOfSpeech, wordnet)
      .flatMap((lemma) => wordnet.senses(lemma, partOfSpeech))
      .flatMap((sense) => [sense, ...wordnet.broader(sense), ...wordnet.derived(sense)])
  );
}

/** Returns the name of a lemma's sense as label sets have it; `commoner` is the number of senses before it. */
export function senseName(lemma: string, partOfSpeech: PartOfSpeech, commoner: number): string {
  return `${lemma.replaceAll(" ", "_")}.${partOfSpeech[0]}.${
    String(commoner + 1).padStart(2, "0")
  }`;
}

/** Whether a sense is a name or a symbol: WordNet writes it with a capital. */
export function isName({ lemmas, isInstance }: Synset, lemma: string): boolean {
  return isInstance || !lemmas.some((written) => written === lemma);
}

/** Whether a sense, or one above it, has a qualifier of the label among its words or in its gloss. */
export function speaksOf(
  synset: Synset,
  qualifiers: readonly string[],
  wordnet: Dictionary,
): boolean {
  const texts = [
    synset,
    ...wordnet.broader(synset),
    ...wordnet.broader(synset).flatMap((above) => wordnet.broader(above)),
  ]
    .flatMap(({ lemmas, gloss }, i) => [...lemmas, ...(i === 0 ? [gloss] : [])])
    .join(" ").toLowerCase();
  return qualifiers.some((word) => new RegExp(`\\b${RegExp.escape(word)}`).test(texts));
}
