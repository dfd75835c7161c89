/**
 * Recognizes words of a label that are part of a proper name: the crow in "Recorded at Crow Creek".
 * @module
 */
import { ancestry } from "../wordnet/ancestry.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { isFunctionWord } from "./function_words.ts";
import { gapBefore, isParted, type Tokens } from "./tokens.ts";

/** Words that end the names of places, firms and the like. */
const ENDS = new Set(
  ("academy avenue bay beach books bridge canyon cemetery center centre church city cliffs club coast college company " +
    "corner county creek deck drive falls farm festival forest foundation gallery gardens gorge grove hall harbor " +
    "harbour heights hill hills hospital hotel inc inlet inn institute island islands lab labs lake lane library ltd " +
    "meadows mountain mountains museum park peninsula pines place plaza point pub ranch records ridge river road school " +
    "shore springs square station street studio studios theater theatre tower town trail university valley village")
    .split(" "),
);
/** Words that begin the names of places, people and bands. */
const BEGINNINGS = new Set(
  ("alexander alice andy anna anne ben bob cafe camp captain castle charlie chris club daniel david doctor dr emily " +
    "emma frank fort george hotel jack james jane jim john kate king lady lake laura mary michael mike miss mount mr " +
    "mrs ms nick paul peter philip port prince princess prof professor queen richard robert russell saint sam sarah " +
    "sheryl sir st steve susan the tom tony william").split(" "),
);
/** Titles that are written with a period. */
const TITLES = new Set("mr mrs ms dr st prof".split(" "));
/** A caption that begins with one of these says where it was made. */
const MADE = new Set("recorded taped filmed captured live".split(" "));

/** What people do, and no animal: who does it without an article has a name ("Robin reads the news"). */
const HUMAN = new Set(
  ("reads explains interviews announces introduces narrates writes asks tells teaches hosts presents reviews discusses")
    .split(" "),
);

/**
 * Whether a word with a capital that stands alone is a name: an animal's word that has no article and does what people do,
 * or one that an animal or a person explains ("Harley the guinea pig").
 */
function isNameOfSomeone(tokens: Tokens, i: number, dictionary: Dictionary): boolean {
  const { words } = tokens;
  if (i > 0 && !isParted(tokens, i)) return false;
  const next = words[i + 1] ?? "";
  if (HUMAN.has(next)) return isA("animal", words[i]!, dictionary);
  if (next !== "the" || isParted(tokens, i + 1)) return false;
  const described = words.slice(i + 2, i + 4);
  return described.some((word) =>
    isA("animal", word, dictionary) || isA("person", word, dictionary)
  );
}

/** Words behind which a place stands. */
const BEFORE_PLACES = new Set("in to from at near across around outside through via".split(" "));

/** Whether a word with a capital is the name of a place or a person: "recorded in Turkey", "a siren test, Geneva". */
function isPlace(tokens: Tokens, i: number, dictionary: Dictionary): boolean {
  if (i === 0 || !isAmongSmall(tokens, i, i)) return false;
  const { words, text, starts, ends } = tokens;
  const isLast = i === words.length - 1 || isParted(tokens, i + 1);
  const isBehind = isParted(tokens, i) ? isLast : BEFORE_PLACES.has(words[i - 1]!);
  const written = text.slice(starts[i], ends[i]);
  return isBehind &&
    dictionary.senses(words[i]!, "noun").some(({ lemmas, isInstance }) =>
      isInstance && lemmas.includes(written)
    );
}

/** Words that end the names of streets, also where most words of the text have capitals. */
const STREETS = new Set("street avenue lane road boulevard terrace crescent".split(" "));

/** Whether a caption begins with a street's name, or has it behind a comma: "Bird Street, Lichfield". */
function isStreet(tokens: Tokens, last: number): boolean {
  const { words } = tokens;
  if (!STREETS.has(words[last + 1] ?? "") || gapBefore(tokens, last + 1) !== " ") return false;
  if (!hasCapital(tokens, last + 1)) return false;
  return last + 2 < words.length && isParted(tokens, last + 2);
}

/** Whether the first sense of a noun that is no name is below another: a jay is a bird, and John Jay a name. */
function isA(kind: string, word: string, dictionary: Dictionary): boolean {
  const first = dictionary.senses(word, "noun").find(({ lemmas }) => lemmas.includes(word));
  return first !== undefined &&
    ancestry(first, dictionary).some(({ lemmas }) => lemmas.includes(kind));
}

/**
 * Whether words are part of a proper name: they have capitals, a word beside them has one, too, and most other words of
 * the text have none. A band is one at the beginning, too ("The Doors"). A title ("Dog Barking In The Park"), a first word ("Dogs bark in Bavaria"), a thing after a word
 * that describes it or a maker ("American Crow", "Boston Terrier") and a name that the dictionary has are no such names.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WordNet } from "../wordnet/wordnet.ts";
 * import { tokenize } from "./tokens.ts";
 * const dictionary = await WordNet.open();
 * assert(isProperName(tokenize("birds by Crow Creek at night"), 2, 2, dictionary));
 * assert(!isProperName(tokenize("Crow Calling In The Park"), 0, 0, dictionary));
 * ```
 */
export function isProperName(
  tokens: Tokens,
  first: number,
  last: number,
  dictionary: Dictionary,
): boolean {
  for (let i = first; i <= last; i++) if (!hasCapital(tokens, i)) return false;
  if (first === last && isNameOfSomeone(tokens, first, dictionary)) return true;
  if (first === last && isPlace(tokens, first, dictionary)) return true;
  if (isStreet(tokens, last)) return true;
  const [from, to] = runAround(tokens, first, last);
  if ((from === first && to === last) || !isAmongSmall(tokens, from, to)) return false;
  const { words } = tokens;
  const before = first > from ? words[first - 1]! : undefined;
  const after = last < to ? words[last + 1]! : undefined;
  const run = words.slice(from, to + 1).join(" ");
  if (dictionary.senses(run, "noun").some(({ lemmas }) => lemmas.includes(run))) return false;
  if (after !== undefined && (ENDS.has(words[to]!) || isProper(after, dictionary))) return true;
  if (before === undefined) return from > 0 && after !== undefined && !after.endsWith("ing");
  // A sentence may begin with "The", so there it shows no name ("The Siamese meows").
  const isBeginning = BEGINNINGS.has(before) &&
    (before !== "the" || !beginsSentence(tokens, first - 1));
  return isBeginning ||
    (words[last]!.endsWith("s") &&
      (isProper(before, dictionary) || (before === "the" && !isProper(words[last]!, dictionary))));
}

function hasCapital({ text, starts }: Tokens, i: number): boolean {
  return /^\p{Lu}/u.test(text.slice(starts[i], starts[i]! + 2));
}

function beginsSentence(tokens: Tokens, i: number): boolean {
  return i === 0 || isParted(tokens, i);
}

/** Returns the first and last word with a capital in a row around some words. */
function runAround(tokens: Tokens, first: number, last: number): readonly [number, number] {
  const isJoined = (i: number) =>
    /^[ -]$/.test(gapBefore(tokens, i)) ||
    (gapBefore(tokens, i) === ". " && TITLES.has(tokens.words[i - 1]!));
  while (first > 0 && isJoined(first) && hasCapital(tokens, first - 1)) first--;
  while (last + 1 < tokens.words.length && isJoined(last + 1) && hasCapital(tokens, last + 1)) {
    last++;
  }
  return [first, last];
}

/** Whether most words with a meaning outside a name have no capital; the first word of the text shows nothing. */
function isAmongSmall(tokens: Tokens, from: number, to: number): boolean {
  const { words } = tokens;
  // No title begins with a small letter.
  if (/^\p{Ll}/u.test(tokens.text)) return true;
  if (from > 0 && MADE.has(words[0]!) && isFunctionWord(words[1] ?? "")) return true;
  let small = 0;
  let capital = 0;
  for (let i = 1; i < words.length; i++) {
    if ((i >= from && i <= to) || isFunctionWord(words[i]!)) continue;
    if (hasCapital(tokens, i)) capital++;
    else if (/^\p{Ll}/u.test(words[i]!)) small++;
  }
  return small > capital;
}

/** Whether a word is a name alone: the dictionary has it with a capital only, or not at all. */
function isProper(word: string, dictionary: Dictionary): boolean {
  if (isFunctionWord(word) || dictionary.adjectiveSenses(word) > 0) return false;
  const stem = word.replace(/s$/, "");
  return ![word, stem].some((form) =>
    [...dictionary.senses(form, "noun"), ...dictionary.senses(form.replace(/ing$/, ""), "verb")]
      .some(({ lemmas }) =>
        lemmas.some((lemma) => lemma === form || lemma === form.replace(/ing$/, ""))
      )
  );
}
