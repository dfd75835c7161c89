/**
 * The rule `BACKBONE-LABEL`: an evaluation label among the labels that a backbone was trained with.
 * @module
 */
import type { BackboneLedger } from "../../backbones/backbone.ts";
import type { Finding } from "../findings.ts";
import type { LabelEntry } from "../labels/label_set.ts";
import type { Synset } from "../wordnet/synset.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { comparable, parseClassName } from "./class_names.ts";
import soundsOfThings from "./class_sounds.json" with { type: "json" };

/** An evaluation label and what it means; without senses, the first sense that WordNet has for its names counts. */
export type EvaluationLabel = Pick<
  LabelEntry,
  "label" | "words" | "senses" | "synonyms" | "narrower" | "exclude"
>;

/** How a class name names a label. */
interface Match {
  readonly path?: string;
  readonly confidence: number;
}

/** A name of a class. */
interface Name {
  /** Words in the singular. */
  readonly words: string;
  /**
   * The noun's first sense, where WordNet has it. Rarer senses are hardly ever meant: a "pop" is not a beverage.
   */
  readonly sense: Synset | undefined;
}

/** A class that a backbone knows. */
interface TrainedClass {
  /** Its label, verbatim. */
  readonly raw: string;
  /** The whole label as words in the singular, parentheses included. */
  readonly whole: string;
  /** The names that the label lists, and those in parentheses. */
  readonly names: readonly Name[];
}

/** Finds how a class names one label. */
interface LabelMatcher {
  readonly label: string;
  find(trained: TrainedClass): Match | undefined;
}

// Confidence of each match: the label or a word for it, a kind of it, its sound, its words among others.
const CONFIDENCE = { same: 1, narrower: 0.9, sound: 0.8, within: 0.7 };

/**
 * Compiles evaluation labels into a function that finds those that a backbone's training labels name: by the same
 * words, a WordNet synonym or narrower thing, or the sound of the thing (`Bark` for dog). Broader training labels
 * (`Animal`) are not findings. A label has one finding; its evidence lists the backbone's labels, the surest first,
 * and its path and confidence are those of the surest. Backbones that declare no labels have no findings.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WordNet } from "../wordnet/wordnet.ts";
 * const find = compileBackboneLabel([{ label: "dog" }], await WordNet.open());
 * const [finding] = find({ name: "tagger", trainingLabels: ["Animal", "Bark", "Dog", "Hot dog"] });
 * assert.equal(finding?.evidence, '"Dog", "Bark"');
 * ```
 */
export function compileBackboneLabel(
  labels: readonly EvaluationLabel[],
  dictionary: Dictionary,
): (ledger: Pick<BackboneLedger, "name" | "trainingLabels">) => Finding[] {
  const matchers = labels.map((label) => compileLabel(label, dictionary));
  return ({ name, trainingLabels }) => {
    if (typeof trainingLabels === "string") return [];
    const classes = [...new Set(trainingLabels)].map((raw) => parseClass(raw, dictionary));
    return matchers.flatMap(({ label, find }) => {
      const found = surestFirst(classes.flatMap((trained) => {
        const match = find(trained);
        return match === undefined ? [] : [{ raw: trained.raw, ...match }];
      }));
      const [surest] = found;
      if (surest === undefined) return [];
      const { confidence, path } = surest;
      return [{
        rule: "BACKBONE-LABEL",
        flagged: true,
        item: name,
        label,
        evidence: found.map(({ raw }) => `"${raw}"`).join(", "),
        matched: surest.raw,
        ...(path === undefined ? {} : { path }),
        confidence,
      }];
    });
  };
}

function surestFirst<Found extends Match>(found: readonly Found[]): Found[] {
  return found.toSorted((a, b) => b.confidence - a.confidence);
}

function parseClass(raw: string, dictionary: Dictionary): TrainedClass {
  const { alternatives, qualifiers } = parseClassName(raw);
  const names = [...alternatives, ...qualifiers].map((words) => ({
    words,
    sense: dictionary.senses(words, "noun")[0],
  }));
  return { raw, whole: comparable(raw), names };
}

function compileLabel(entry: EvaluationLabel, dictionary: Dictionary): LabelMatcher {
  const { label, words = label, synonyms = [], exclude = [] } = entry;
  const whole = comparable(words);
  const { alternatives, qualifiers } = parseClassName(words);
  // "Keyboard (musical)" is another thing than a keyboard, so it is taken whole.
  const own = qualifiers.length > 0 ? [whole] : alternatives;
  const senses = entry.senses?.flatMap((name) => dictionary.sense(name) ?? []) ??
    own.flatMap((name) => dictionary.senses(name, "noun").slice(0, 1));
  const excluded = new Set(exclude.map(comparable));
  const lemmas = senses.flatMap((sense) => sense.lemmas).map(comparable)
    .filter((lemma) => !excluded.has(lemma));
  const same = new Set([...own, ...lemmas, ...synonyms.map(comparable)]);
  const narrower = new Set((entry.narrower ?? []).map(comparable));
  const sounds = new Set([...same].flatMap((name) => SOUNDS.get(name) ?? []));
  const senseIds = new Set(senses.map(({ id }) => id));
  const excludedIds = exclude.flatMap((name) => dictionary.sense(name)?.id ?? []);
  const findName = ({ words, sense }: Name): Match | undefined => {
    const path = `${words} > ${label}`;
    if (same.has(words)) return { confidence: CONFIDENCE.same };
    if (narrower.has(words)) return { path, confidence: CONFIDENCE.narrower };
    if (sounds.has(words)) return { path, confidence: CONFIDENCE.sound };
    if (sense !== undefined) {
      // A name that WordNet has as a whole does not mean what its words mean: a wind instrument, a fire alarm.
      const way = excluded.has(words) ? undefined : wayUp(sense, senseIds, excludedIds, dictionary);
      return way && { path: way.join(" > "), confidence: CONFIDENCE.narrower };
    }
    const isWithin = own.some((name) => ` ${words} `.includes(` ${name} `));
    return isWithin ? { path, confidence: CONFIDENCE.within } : undefined;
  };
  return {
    label,
    find: (trained) =>
      trained.whole === whole
        ? { confidence: CONFIDENCE.same }
        : surestFirst(trained.names.flatMap((name) => findName(name) ?? []))[0],
  };
}

/** Maps a thing to its sounds, and a thing with its sound (`dog bark`) to both; all are words in the singular. */
const SOUNDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(soundsOfThings).flatMap(([thing, raw]): [string, string[]][] => {
    const sounds = raw.map(comparable);
    const together = sounds.map((sound) =>
      [`${thing} ${sound}`, [thing, ...sounds]] satisfies [string, string[]]
    );
    return [[thing, sounds], ...together];
  }),
);

/** Returns the shortest way up from a synset to a target, as first lemmas, around closed synsets; undefined if none. */
function wayUp(
  from: Synset,
  targets: ReadonlySet<string>,
  closed: readonly string[],
  dictionary: Dictionary,
): string[] | undefined {
  if (closed.includes(from.id)) return undefined;
  const queue: { synset: Synset; way: string[] }[] = [{ synset: from, way: [from.lemmas[0]!] }];
  const seen = new Set([from.id, ...closed]);
  for (const { synset, way } of queue) {
    if (targets.has(synset.id)) return way;
    for (const broader of dictionary.broader(synset)) {
      if (seen.has(broader.id)) continue;
      seen.add(broader.id);
      queue.push({ synset: broader, way: [...way, broader.lemmas[0]!] });
    }
  }
  return undefined;
}
