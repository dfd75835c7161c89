/**
 * Decides whether a text uses a word as a noun or as a verb, where it can be both.
 *
 * This is not a tagger: it reads only words that name a label, and only certain evidence from the words beside them
 * counts. Without such evidence, a word has the part of speech that the label needs.
 * @module
 */
import { ancestry } from "../wordnet/ancestry.ts";
import { formsOf } from "../wordnet/inflection.ts";
import type { PartOfSpeech, Synset } from "../wordnet/synset.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import {
  AUXILIARIES,
  BEFORE_NOUNS,
  BEFORE_TO,
  CONJUNCTIONS,
  DETERMINERS,
  isFunctionWord,
  MODALS,
  OBJECTS,
  PREPOSITIONS,
  SUBJECT_PRONOUNS,
} from "./function_words.ts";
import { isProperName } from "./proper_names.ts";
import { gapBefore, isParted, type Tokens } from "./tokens.ts";

/** Number of words to remember: enough for all words beside labels, but bounded against hostile files. */
const MOST_REMEMBERED = 50_000;
/** Longest word to remember, in characters. */
const LONGEST_REMEMBERED = 60;

interface Nature {
  readonly noun: boolean;
  readonly verb: boolean;
  /** Whether it is more often an adjective than a noun, by its senses: "heavy", not "plane". */
  readonly adjective: boolean;
  /** Whether it has twice as many senses as a noun as it has as a verb: "bells", not "flies". */
  readonly mostlyNoun: boolean;
  /** Whether it is a verb's form in -s, or a plural. */
  readonly endsInS: boolean;
  /** Whether the noun's first sense acts by itself: a person, an animal, a vehicle. */
  readonly acts: boolean;
}

/** Words that begin a plural after "a": "a few flies". */
const MANY = new Set("few dozen hundred thousand couple lot million".split(" "));

/** Verbs that have things for an object far more often than they are nouns. */
const BEFORE_THINGS = new Set("makes hears plays uses has".split(" "));

/** The top senses of things that act. */
const ACTING = new Set(["person", "animal", "vehicle", "people", "social group"]);

/** Decides the part of speech of words from the words beside them. */
export class Reader {
  readonly #dictionary: Dictionary;
  readonly #natures = new Map<string, Nature>();
  readonly #compounds = new Map<string, boolean>();

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  /** Whether words are part of a proper name, such as the crow of "Crow Creek". */
  isInName(tokens: Tokens, first: number, last: number): boolean {
    return isProperName(tokens, first, last, this.#dictionary);
  }

  /** Whether the word at `i` may be a part of speech there. */
  canBe(tokens: Tokens, i: number, wanted: PartOfSpeech): boolean {
    const word = tokens.words[i]!;
    const nature = this.#natureOf(word);
    if (wanted === "noun") {
      if (word === "can") return this.#isContainer(tokens, i);
      return !nature.verb || !this.#isVerb(tokens, i, nature);
    }
    // A form in -ing names the action even where it is a noun ("the crying of a baby").
    return !nature.noun || word.endsWith("ing") || !this.#isNoun(tokens, i, nature);
  }

  /**
   * Whether a word that is an adjective more often than a noun describes the next one ("electric guitar", "young man")
   * or what came before ("it sounds electric"), and is no thing ("a newborn cries", "the husky").
   */
  describes(tokens: Tokens, i: number): boolean {
    const { words } = tokens;
    if (this.#isNearlyAlways(words[i]!)) return true;
    const before = words[i - 1] ?? "";
    const after = i + 1 < words.length && isParted(tokens, i + 1) ? "" : words[i + 1] ?? "";
    const isAtEnd = after === "" || isFunctionWord(after) || after.endsWith("ly");
    const next = this.#natureOf(after);
    if (!isAtEnd && (next.noun || next.adjective) && !(next.verb && next.endsInS)) return true;
    return isAtEnd && !DETERMINERS.has(before) && !OBJECTS.has(before) &&
      !PREPOSITIONS.has(before) &&
      !this.#natureOf(before).adjective;
  }

  /** Whether a word has three times as many senses as an adjective: "electric", not "husky". */
  #isNearlyAlways(word: string): boolean {
    return this.#dictionary.adjectiveSenses(word) >=
      3 * this.#dictionary.senses(word, "noun").length;
  }

  /** Whether "can" is a container: "a can of soda", "the soda can"; not "the dog can bark". */
  #isContainer({ words }: Tokens, i: number): boolean {
    const before = words[i - 1] ?? "";
    const after = words[i + 1] ?? "";
    if (DETERMINERS.has(before) || ["of", "being", "is"].includes(after)) return true;
    if (SUBJECT_PRONOUNS.has(before) || before === "") return false;
    if (this.#natureOf(after).verb && !after.endsWith("ing") && !after.endsWith("s")) return false;
    return !this.#natureOf(before).acts;
  }

  #isNoun(tokens: Tokens, i: number, { endsInS }: Nature): boolean {
    const { words } = tokens;
    const before = words[i - 1] ?? "";
    if (endsInS && this.#hasSingularSubject(tokens, i)) return false;
    if (DETERMINERS.has(before) || before === "of" || BEFORE_NOUNS.has(before)) return true;
    // After an adjective ("a loud grinding type of noise"), unless it is an adverb.
    if (before === "" || before.endsWith("ly") || isFunctionWord(before)) return false;
    const { adjective, verb, acts } = this.#natureOf(before);
    return adjective || (before.endsWith("ing") && verb && !acts);
  }

  #isVerb(tokens: Tokens, i: number, nature: Nature): boolean {
    const { words } = tokens;
    const word = words[i]!;
    if (isShouted(tokens, i) && nature.acts) return true;
    // A word behind a comma or period is no evidence.
    const before = isParted(tokens, i) ? "" : words[i - 1] ?? "";
    const after = i + 1 < words.length && isParted(tokens, i + 1) ? "" : words[i + 1] ?? "";
    if (DETERMINERS.has(before)) return false;
    if (MODALS.has(before) || (before === "t" && i >= 2)) return !nature.endsInS;
    if (before === "to") return !nature.endsInS && !BEFORE_TO.has(words[i - 2] ?? "");
    if (SUBJECT_PRONOUNS.has(before)) return true;
    if (PREPOSITIONS.has(before)) return false;
    if (nature.endsInS && this.#hasSingularSubject(tokens, i)) return true;
    if (this.#isCompound(before, word)) return false;
    const previous = this.#natureOf(before);
    if (OBJECTS.has(after) && !previous.adjective && !before.endsWith("ing")) return true;
    if (!previous.acts || previous.adjective) return false;
    // "a plane flies overhead", "people train hard"; not "house flies buzz", "bicycle bells".
    if (nature.mostlyNoun && nature.endsInS) return false;
    if (nature.endsInS === previous.endsInS) return false;
    return after === "" || !this.#isFinite(after);
  }

  /** Whether "a" begins the subject, whose last word is then no plural: "a plane flies", "a winding river winds". */
  #hasSingularSubject(tokens: Tokens, i: number): boolean {
    const { words } = tokens;
    // "A dog barks, birds chirp", "a baby makes noises": behind a comma or a verb stands no predicate.
    if (isParted(tokens, i) || BEFORE_THINGS.has(words[i - 1] ?? "")) return false;
    const before = words[i - 1] ?? "";
    const { noun, verb, adjective } = this.#natureOf(before);
    // "A person collecting dishes" has an object behind its verb.
    if (before.endsWith("ing") && verb) return false;
    // A word that the dictionary lacks is a name or a misspelled noun.
    if (isFunctionWord(before) || (!noun && (verb || adjective))) return false;
    for (let j = i - 2; j >= Math.max(0, i - 5); j--) {
      const word = words[j]!;
      if (isParted(tokens, j + 1)) return false;
      if (word === "a" || word === "an") return !MANY.has(words[j + 1]!);
      if (isFunctionWord(word)) return false;
    }
    return false;
  }

  #isFinite(word: string): boolean {
    if (AUXILIARIES.has(word) || MODALS.has(word)) return true;
    if (PREPOSITIONS.has(word) || CONJUNCTIONS.has(word)) return false;
    const { noun, verb } = this.#natureOf(word);
    return verb && !(noun && word.endsWith("ing"));
  }

  #isCompound(before: string, word: string): boolean {
    if (before === "") return false;
    const name = `${before} ${word}`;
    return remembered(
      this.#compounds,
      name,
      () =>
        [name, name.replace(/s$/, "")].some((noun) =>
          this.#dictionary.senses(noun, "noun").length > 0
        ),
    );
  }

  #natureOf(word: string): Nature {
    return remembered(this.#natures, word, () => this.#lookUp(word));
  }

  #lookUp(word: string): Nature {
    const nouns = this.#sensesOf(word, "noun");
    const verbs = this.#sensesOf(word, "verb");
    return {
      noun: nouns.length > 0,
      verb: verbs.length > 0,
      mostlyNoun: nouns.length >= 2 * verbs.length,
      adjective: this.#dictionary.adjectiveSenses(word) > nouns.length,
      // No "bus", "walrus" or "octopus" is a plural or a verb's form.
      endsInS: /[^su]s$/.test(word) || ["people", "men", "women", "children"].includes(word),
      acts: nouns[0] !== undefined && this.#acts(nouns[0]),
    };
  }

  /** Returns the senses of a form's lemma. */
  #sensesOf(form: string, partOfSpeech: PartOfSpeech): readonly Synset[] {
    for (const lemma of lemmasOf(form)) {
      if (!formsOf(lemma, partOfSpeech).includes(form)) continue;
      const senses = this.#dictionary.senses(lemma, partOfSpeech);
      if (senses.length > 0) return senses;
    }
    return [];
  }

  #acts(synset: Synset): boolean {
    return ancestry(synset, this.#dictionary).some(({ lemmas }) => ACTING.has(lemmas[0]!));
  }
}

/** Whether a word is a whole sentence with an exclamation mark, as a command is: "Duck!". */
function isShouted(tokens: Tokens, i: number): boolean {
  const { text, ends, words } = tokens;
  const isFirst = i === 0 || /[.!?"“]/.test(gapBefore(tokens, i));
  return isFirst && text[ends[i]!] === "!" && words[i - 1] !== words[i] &&
    words[i + 1] !== words[i];
}

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["saw", "see"],
  ["wound", "wind"],
  ["men", "man"],
  ["women", "woman"],
  ["children", "child"],
]);

/** Returns the lemmas that a form may belong to. */
export function lemmasOf(form: string): string[] {
  const stems = [
    form,
    form.replace(/s$/, ""),
    form.replace(/es$/, ""),
    form.replace(/ies$/, "y"),
    form.replace(/(?:ed|ing)$/, ""),
    form.replace(/(?:ed|ing)$/, "e"),
    form.replace(/(.)\1(?:ed|ing)$/, "$1"),
  ];
  const irregular = IRREGULAR.get(form);
  return [...new Set(irregular === undefined ? stems : [...stems, irregular])];
}

/** Returns what is known about a word, and finds it the first time. */
function remembered<T>(known: Map<string, T>, word: string, find: () => T): T {
  const old = known.get(word);
  if (old !== undefined) return old;
  const found = find();
  if (word.length > LONGEST_REMEMBERED) return found;
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(word, found);
  return found;
}
