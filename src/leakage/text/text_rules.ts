/**
 * The rules that look at words: `TEXT-EXACT`, `TEXT-LEMMA`, `TEXT-SYNONYM`, `TEXT-HYPONYM` and `TEXT-HYPERNYM`.
 * @module
 */
import type { LabelSet } from "../labels/label_set.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { withBroader } from "./hierarchy.ts";
import { compileLexicon, type Lexicon } from "./lexicon.ts";
import { LEVEL, TEXT_RULES, type TextRule, WHOLE } from "./meaning.ts";
import { findPhrases, type Phrase } from "./phrases.ts";
import { findTogether } from "./together.ts";
import { isNegated } from "./negation.ts";
import { Reader } from "./reading.ts";
import { tokenize, type Tokens } from "./tokens.ts";

/** A mention of a label in a text. */
export interface Mention {
  /** The strongest rule that finds it. */
  readonly rule: TextRule;
  /** The label, verbatim. */
  readonly label: string;
  /** The first UTF-16 unit. */
  readonly start: number;
  /** One past the last UTF-16 unit. */
  readonly end: number;
  /** What was matched, raw. */
  readonly matched: string;
  /** How it leads to the label, where it is not one of the label's own words. */
  readonly path?: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** False where the words mean something else or deny the label; such a mention is reported, not flagged. */
  readonly certain: boolean;
}

/** Finds mentions of labels in texts. */
export interface TextMatcher {
  /** Returns the mentions in a text, by label and rule; each rule names a label once, at its first place. */
  find(text: string): readonly Mention[];
}

/** Confidence by level, before it is reduced. */
const CONFIDENCE = [1, 0.98, 0.95, 0.9, 0.6];
/** How much each step of a path reduces the confidence. */
const STEP = 0.02;
/** Confidence where the words mean something else, or are denied. */
const DOUBTFUL = 0.2;

const NOTHING: readonly Mention[] = [];

/** Implements {@link compileTextRules}, which `doors/leakage/text_rules.ts` documents. */
export function compileTextRules(
  labels: LabelSet,
  dictionary: Dictionary,
  rules: readonly TextRule[],
): TextMatcher {
  const weakest = Math.max(...rules.map((rule) => TEXT_RULES.indexOf(rule)));
  const lexicon = compileLexicon(labels, dictionary, weakest);
  const { hierarchy } = lexicon;
  const reader = new Reader(dictionary);
  const wanted = TEXT_RULES.map((rule) => rules.includes(rule));
  return {
    find(text) {
      const tokens = tokenize(text);
      const { phrases, others } = findPhrases(lexicon.phrases, tokens, reader);
      if (phrases.length === 0) return NOTHING;
      const whole = [...phrases, ...findTogether(phrases, lexicon.compositions, tokens)]
        .filter(({ meaning }) => meaning.part === WHOLE)
        .map((phrase) => phrase.certain ? unlessDenied(phrase, tokens) : phrase);
      const all = hierarchy === undefined
        ? whole
        : withBroader(withoutBridges(whole), others, hierarchy);
      return strongest(all).filter(({ level }) => wanted[level])
        .map((phrase) => mentionOf(phrase, tokens, lexicon));
    },
  };
}

function unlessDenied(phrase: Phrase, tokens: Tokens): Phrase {
  return isNegated(tokens, phrase.first, phrase.last) ? { ...phrase, certain: false } : phrase;
}

/**
 * Keeps the strongest of the mentions of one label that share words, then each rule's first. Mentions that share words
 * with a third one count as one mention: in "jet plane" the jet is not a mention of its own.
 */
function strongest(phrases: Phrase[]): readonly Phrase[] {
  if (phrases.length < 2) return phrases;
  const sorted = withoutBridges(phrases)
    .sort((a, b) => a.meaning.label - b.meaning.label || a.first - b.first || a.last - b.last);
  const together: { best: Phrase; last: number }[] = [];
  for (const phrase of sorted) {
    const before = together.at(-1);
    if (before?.best.meaning.label !== phrase.meaning.label || before.last < phrase.first) {
      together.push({ best: phrase, last: phrase.last });
      continue;
    }
    before.last = Math.max(before.last, phrase.last);
    if (isStronger(phrase, before.best)) before.best = phrase;
  }
  return firstOfEachRule(together.map(({ best }) => best));
}

/**
 * Leaves out what names a label by parts that are apart, and has words that name it better. Else it would join what are
 * two mentions: of a bird in "a bird chirps", the bird and its chirp, where a narrower name has parts of both; or of a
 * synthesizer in "a speech synthesizer, a robot voice", where a part comes from either.
 */
function withoutBridges(phrases: readonly Phrase[]): Phrase[] {
  if (!phrases.some(({ meaning }) => meaning.together === true)) return phrases.slice();
  const own = phrases.filter(({ certain, meaning }) => certain && meaning.inherited !== true);
  // A text can hold too many mentions to compare each with all others.
  const places = Map.groupBy(own, ({ meaning, last }) => `${meaning.label} ${last}`);
  const longest = own.reduce((most, { first, last }) => Math.max(most, last - first), 0);
  return phrases.filter((phrase) => {
    if (phrase.meaning.together !== true) return true;
    for (let last = phrase.first; last <= phrase.last + longest; last++) {
      const here = places.get(`${phrase.meaning.label} ${last}`);
      if (here?.some((one) => isStronger(one, phrase) && partsBetter(one, phrase))) return false;
    }
    return true;
  });
}

/**
 * Whether a better phrase shows that another joins two mentions: it is inside of a narrower name, or is one piece that the
 * other has only a part of. (Of two phrases of parts, each could go for another, until none is left.)
 */
function partsBetter(better: Phrase, phrase: Phrase): boolean {
  if (phrase.meaning.inherited === true) return contains(phrase, better);
  return better.meaning.together !== true && better.first <= phrase.last &&
    better.last >= phrase.first && !contains(phrase, better);
}

/**
 * Certain mentions come before uncertain ones, then stronger rules, then longer phrases. But a label's own phrase that
 * contains a synonym, such as "coping saw", comes before the synonym. The name of a narrower label does not: the
 * instrument in "a woodwind instrument" is named by a synonym, as the guitar in "an electric guitar" is by its name.
 */
function isStronger(phrase: Phrase, than: Phrase): boolean {
  const length = ({ first, last }: Phrase) => last - first;
  const areWeak = Math.min(phrase.level, than.level) >= LEVEL.synonym;
  if (phrase.certain && than.certain && areWeak && isContest(phrase, than)) {
    if (contains(phrase, than)) return phrase.level <= LEVEL.hyponym;
    if (contains(than, phrase)) return than.level > LEVEL.hyponym;
  }
  return (Number(phrase.certain) - Number(than.certain) || than.level - phrase.level ||
    length(phrase) - length(than)) > 0;
}

/** Whether the longer of two phrases can come before the other: both are the label's own. */
function isContest(one: Phrase, other: Phrase): boolean {
  return one.meaning.inherited !== true && other.meaning.inherited !== true;
}

/** Whether a phrase has all words of another and at least one more. */
function contains(phrase: Phrase, other: Phrase): boolean {
  return phrase.first <= other.first && phrase.last >= other.last &&
    phrase.last - phrase.first > other.last - other.first;
}

/** Keeps, for each rule, a label's first certain mention, else its first. */
function firstOfEachRule(phrases: readonly Phrase[]): Phrase[] {
  const kept = new Map<number, Phrase>();
  for (const phrase of phrases) {
    const key = phrase.meaning.label * TEXT_RULES.length + phrase.level;
    const known = kept.get(key);
    if (known === undefined || (phrase.certain && !known.certain)) kept.set(key, phrase);
  }
  return [...kept.values()];
}

function mentionOf(phrase: Phrase, tokens: Tokens, { labels }: Lexicon): Mention {
  const { level, meaning: { label, path, steps } } = phrase;
  const start = tokens.starts[phrase.first]!;
  const end = tokens.ends[phrase.last]!;
  const confidence = phrase.certain ? CONFIDENCE[level]! - STEP * Math.min(steps, 10) : DOUBTFUL;
  return {
    rule: TEXT_RULES[level]!,
    label: labels[label]!,
    start,
    end,
    matched: tokens.text.slice(start, end),
    ...(path === undefined || level <= LEVEL.lemma ? {} : { path }),
    confidence: Math.round(confidence * 100) / 100,
    certain: phrase.certain,
  };
}
