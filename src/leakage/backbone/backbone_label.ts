/**
 * The rule `BACKBONE-LABEL`: an evaluation label among the labels that a backbone was trained with.
 * @module
 */
import type { BackboneLedger } from "../../backbones/backbone.ts";
import type { Finding } from "../findings.ts";
import type { LabelEntry } from "../labels/label_set.ts";
import type { Synset } from "../wordnet/synset.ts";
import type { WordNet } from "../wordnet/wordnet.ts";
import { comparable, parseClassName } from "./class_names.ts";
import soundsOfThings from "./class_sounds.json" with { type: "json" };

/** An evaluation label and what it means; without senses, the first that WordNet has of its names. */
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
   * The noun's first sense, where WordNet has it. Rarer ones are hardly ever what is meant: a "pop" is no beverage.
   */
  readonly sense: Synset | undefined;
}

/** A class that a backbone knows. */
interface TrainedClass {
  /** Its label, verbatim. */
  readonly raw: string;
  /** The whole label as words in the singular, with what stands in parentheses. */
  readonly whole: string;
  /** The names that it lists, and what stands in parentheses. */
  readonly names: readonly Name[];
}

/** Finds how a class names one label. */
interface LabelMatcher {
  readonly label: string;
  find(trained: TrainedClass): Match | undefined;
}

// How sure each way is: the label itself or a word for it, a kind of it, its sound, its words beside others.
const CONFIDENCE = { same: 1, narrower: 0.9, sound: 0.8, within: 0.7 };

/**
 * Compiles evaluation labels into a function that finds those that a backbone's training labels name: by the same
 * words, a WordNet synonym or narrower thing, or the sound of the thing (`Bark` for dog). Broader training labels
 * (`Animal`) are no findings. A label has one finding; its evidence lists the backbone's labels, the surest first,
 * and path and confidence are the surest one's. Backbones that declare no labels have none.
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
  wordnet: WordNet,
): (ledger: Pick<BackboneLedger, "name" | "trainingLabels">) => Finding[] {
  const matchers = labels.map((label) => compileLabel(label, wordnet));
  return ({ name, trainingLabels }) => {
    if (typeof trainingLabels === "string") return [];
    const classes = [...new Set(trainingLabels)].map((raw) => parseClass(raw, wordnet));
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

function parseClass(raw: string, wordnet: WordNet): TrainedClass {
  const { alternatives, qualifiers } = parseClassName(raw);
  const names = [...alternatives, ...qualifiers].map((words) => ({
    words,
    sense: wordnet.senses(words, "noun")[0],
  }));
  return { raw, whole: comparable(raw), names };
}

function compileLabel(entry: EvaluationLabel, wordnet: WordNet): LabelMatcher {
  const { label, words = label, synonyms = [], exclude = [] } = entry;
  const whole = comparable(words);
  const { alternatives, qualifiers } = parseClassName(words);
  // "Keyboard (musical)" is another thing than a keyboard, so it is taken whole.
  const own = qualifiers.length > 0 ? [whole] : alternatives;
  const senses = entry.senses?.flatMap((name) => wordnet.sense(name) ?? []) ??
    own.flatMap((name) => wordnet.senses(name, "noun").slice(0, 1));
  const excluded = new Set(exclude.map(comparable));
  const lemmas = senses.flatMap((sense) => sense.lemmas).map(comparable)
    .filter((lemma) => !excluded.has(lemma));
  const same = new Set([...own, ...lemmas, ...synonyms.map(comparable)]);
  const narrower = new Set((entry.narrower ?? []).map(comparable));
  const sounds = new Set([...same].flatMap((name) => SOUNDS.get(name) ?? []));
  const senseIds = new Set(senses.map(({ id }) => id));
  const excludedIds = exclude.flatMap((name) => wordnet.sense(name)?.id ?? []);
  const findName = ({ words, sense }: Name): Match | undefined => {
    const path = `${words} > ${label}`;
    if (same.has(words)) return { confidence: CONFIDENCE.same };
    if (narrower.has(words)) return { path, confidence: CONFIDENCE.narrower };
    if (sounds.has(words)) return { path, confidence: CONFIDENCE.sound };
    if (sense !== undefined) {
      // What WordNet knows as a whole is not what its words are: a wind instrument, a fire alarm.
      const way = excluded.has(words) ? undefined : wayUp(sense, senseIds, excludedIds, wordnet);
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

/** Thing to its sounds, and thing with sound (`dog bark`) to both; all as words in the singular. */
const SOUNDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(soundsOfThings).flatMap(([thing, raw]): [string, string[]][] => {
    const sounds = raw.map(comparable);
    const together = sounds.map((sound) =>
      [`${thing} ${sound}`, [thing, ...sounds]] satisfies [string, string[]]
    );
    return [[thing, sounds], ...together];
  }),
);

/** The shortest way from a synset up to a target, by first lemmas, around closed synsets; undefined without one. */
function wayUp(
  from: Synset,
  targets: ReadonlySet<string>,
  closed: readonly string[],
  wordnet: WordNet,
): string[] | undefined {
  if (closed.includes(from.id)) return undefined;
  const queue: { synset: Synset; way: string[] }[] = [{ synset: from, way: [from.lemmas[0]!] }];
  const seen = new Set([from.id, ...closed]);
  for (const { synset, way } of queue) {
    if (targets.has(synset.id)) return way;
    for (const broader of wordnet.broader(synset)) {
      if (seen.has(broader.id)) continue;
      seen.add(broader.id);
      queue.push({ synset: broader, way: [...way, broader.lemmas[0]!] });
    }
  }
  return undefined;
}
