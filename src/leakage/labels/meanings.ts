/**
 * Decides what plain labels mean to the leak rules: a shipped set or a draft, where a rule looks beyond the labels' words.
 * @module
 */
import { InputError, messageOf } from "../../basics/errors.ts";
import { isAbsence } from "../../basics/failure.ts";
import { LEAK_RULES, type LeakRule } from "../findings.ts";
import type { NotRun } from "../not_run.ts";
import { type Dictionary, NO_WORDS } from "../wordnet/dictionary.ts";
import { WordNet } from "../wordnet/wordnet.ts";
import { areCaptions, isCaption } from "./caption_labels.ts";
import type { ChosenLabelSet, LabelSenses } from "./chosen_label_set.ts";
import { draftLabels } from "./draft_labels.ts";
import type { LabelEntry, LabelSet } from "./label_set.ts";
import { selectLabels } from "./label_spelling.ts";
import { SHIPPED_LABEL_SETS, shippedLabelSet } from "./shipped.ts";
import { someOf } from "./some_labels.ts";

/** What labels mean to the leak rules. */
export interface LabelMeanings {
  /** The label set. */
  readonly labelSet: LabelSet;
  /** What was chosen where the labels are plain and a rule needs more. */
  readonly chosen?: ChosenLabelSet | undefined;
  /** The dictionary of the senses, where it was opened. */
  readonly dictionary?: Dictionary | undefined;
  /** Why WordNet cannot be opened, where no rule that is named needs it. */
  readonly noWordNet?: string | undefined;
  /** Rules that are on by default and cannot run, or not for all labels, for want of senses. */
  readonly notRun: readonly NotRun[];
}

/** Rules that look beyond the words of a label. */
export const SENSE_RULES: readonly LeakRule[] = ["TEXT-SYNONYM", "TEXT-HYPONYM", "TEXT-HYPERNYM"];

/** Whether a rule cannot run without WordNet. */
export function needsWordNet(rule: LeakRule): boolean {
  return rule === "BACKBONE-LABEL" ||
    (rule.startsWith("TEXT-") && !PLAIN_TEXT_RULES.includes(rule));
}

/** Rules about texts that need no dictionary. */
const PLAIN_TEXT_RULES: readonly LeakRule[] = ["TEXT-EXACT", "TEXT-COPY"];

/**
 * Gives labels their meaning. A label set that says what its labels mean is taken as it is. Plain labels get the entries
 * of a shipped set that has all of them, else a draft, if a rule that looks beyond words is to run. Captions have no
 * senses. The rules for which there is then nothing to look for are in `notRun`.
 *
 * @param given the labels, plain or with their meaning
 * @param rules the rules that are named; undefined where those run that have what they need
 * @throws {InputError} when a rule that is named looks beyond words, and no label has a sense
 * @throws {SurroundingsError} when WordNet cannot be fetched and a rule that is named needs it
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const plain = { name: "pets", labels: [{ label: "dog" }, { label: "xqzt" }] };
 * const { labelSet, chosen, notRun } = await meaningsOf(plain, undefined);
 * assert.deepEqual(labelSet.labels[0]?.senses, ["dog.n.01"]);
 * assert.equal(chosen?.drafted, true);
 * assert.equal(notRun[0]?.labels, '1 of 2 labels ("xqzt")');
 * ```
 */
export async function meaningsOf(
  given: LabelSet,
  rules: readonly LeakRule[] | undefined,
): Promise<LabelMeanings> {
  const isPlain = given.labels.every((entry) => !saysMore(entry));
  const needsSenses = rules?.some((rule) => SENSE_RULES.includes(rule)) ?? true;
  if (!needsSenses || (!isPlain && rules !== undefined)) return { labelSet: given, notRun: [] };
  const opened = await openWordNet(rules === undefined);
  if (!(opened instanceof WordNet)) {
    // Without WordNet's senses, labels mean their words.
    const { noWordNet } = opened;
    const notRun = LEAK_RULES.filter((rule) => needsWordNet(rule) && rule !== "TEXT-SEMANTIC")
      .map((rule) => ({ rule, reason: noWordNet }));
    return { labelSet: isPlain ? given : withoutSenses(given), ...opened, notRun };
  }
  if (!isPlain) return { labelSet: given, dictionary: opened, notRun: [] };
  const labels = given.labels.map(({ label }) => label);
  const shipped = await shippedSetOf(labels);
  const draft = shipped === undefined ? drafted(given, opened) : { set: shipped, unsure: [] };
  const { set: labelSet, unsure } = draft;
  const meant = labelSet.labels.map((entry) => sensesIn(entry, opened));
  const senseless = labelSet.labels.filter((entry) => !saysMore(entry)).map(({ label }) => label);
  if (senseless.length === labels.length) {
    return { labelSet: given, dictionary: opened, notRun: withoutAnySense(labels, rules) };
  }
  return {
    labelSet,
    chosen: {
      name: labelSet.name,
      drafted: shipped === undefined,
      ...(unsure.length === 0 ? {} : { unsure }),
      labels: meant,
    },
    dictionary: opened,
    notRun: rules === undefined ? withoutSense(senseless, labels) : [],
  };
}

/** Whether an entry says more than how the label is written. */
function saysMore({ senses, synonyms, narrower, parts, broader }: LabelEntry): boolean {
  return [senses, synonyms, narrower, parts?.flatMap((part) => part.senses ?? []), broader]
    .some((list) => list !== undefined && list.length > 0);
}

/** Opens WordNet; where it cannot be fetched, scans whose rules are not named do without. */
async function openWordNet(
  isDispensable: boolean,
): Promise<WordNet | Required<Pick<LabelMeanings, "dictionary">> & { readonly noWordNet: string }> {
  try {
    return await WordNet.open();
  } catch (thrown) {
    if (!isDispensable || !isAbsence(thrown)) throw thrown;
    return { dictionary: NO_WORDS, noWordNet: messageOf(thrown) };
  }
}

/** Drafts what labels mean; a caption names no class, so it stays as it is. */
function drafted({ labels }: LabelSet, wordnet: WordNet): { set: LabelSet; unsure: string[] } {
  const names = labels.map(({ label }) => label).filter((label) => !isCaption(label));
  const { set, guesses } = draftLabels(names, "draft", wordnet);
  const byLabel = new Map(set.labels.map((entry) => [entry.label, entry]));
  const unsure = guesses.filter(({ isUnsure }) => isUnsure);
  return {
    set: { ...set, labels: labels.map((entry) => byLabel.get(entry.label) ?? entry) },
    unsure: unsure.map(({ label }) => label),
  };
}

function withoutSenses({ name, labels }: LabelSet): LabelSet {
  return {
    name,
    labels: labels.map(({ label, words }) => ({
      label,
      ...(words === undefined ? {} : { words }),
    })),
  };
}

/**
 * Sets whose labels are everyday words that mean something of their own there: "dog" in Speech Commands is the word, not
 * the animal. They are chosen only where the evaluation has all of their labels.
 */
const CHOSEN_WHOLE: ReadonlySet<string> = new Set(["gtzan", "speech_commands"]);

/**
 * Returns the entries of the smallest shipped set that has every label; a set that lacks one says nothing of what it
 * means.
 */
async function shippedSetOf(labels: readonly string[]): Promise<LabelSet | undefined> {
  for (const name of SHIPPED_LABEL_SETS) {
    const set = await shippedLabelSet(name);
    if (CHOSEN_WHOLE.has(name) && labels.length < set.labels.length) continue;
    const selection = selectLabels(set, labels);
    if ("set" in selection) return selection.set;
  }
  return undefined;
}

function sensesIn(
  { label, senses = [], parts = [] }: LabelEntry,
  wordnet: WordNet,
): LabelSenses {
  const names = new Set([...parts.flatMap((part) => part.senses ?? []), ...senses]);
  return {
    label,
    senses: Array.from(names, (sense) => ({ sense, gloss: wordnet.sense(sense)!.gloss })),
  };
}

/** The rules that cannot run where no label has a sense. Captions are for `TEXT-COPY`, so nothing is missing of them. */
function withoutAnySense(
  labels: readonly string[],
  rules: readonly LeakRule[] | undefined,
): NotRun[] {
  if (rules !== undefined) {
    const rule = rules.find((rule) => SENSE_RULES.includes(rule));
    throw new InputError(`${rule} cannot run: WordNet has none of the labels, ${someOf(labels)}`);
  }
  if (areCaptions(labels)) return [];
  const reason = "WordNet has none of the labels; a label set can say what they mean";
  return SENSE_RULES.map((rule) => ({ rule, reason }));
}

function withoutSense(senseless: readonly string[], labels: readonly string[]): NotRun[] {
  if (senseless.length === 0) return [];
  const those = `${senseless.length} of ${labels.length} labels (${someOf(senseless)})`;
  const reason = "WordNet has no sense of that; a label set can say what is meant";
  return SENSE_RULES.map((rule) => ({ rule, labels: those, reason }));
}

/** Says that a shipped set was chosen. */
export function shippedNote({ name }: ChosenLabelSet, option: string): string {
  return `Every label of the evaluation is in the shipped label set "${name}", so the leak rules use ` +
    `its senses, which were checked by hand. ${option} can name another.`;
}

/**
 * Says how many labels got a guessed sense.
 *
 * @param how where the senses are listed and how they are checked: sentences
 */
export function draftNote({ labels, unsure = [] }: ChosenLabelSet, how: string): string {
  const without = labels.filter(({ senses }) => senses.length === 0).map(({ label }) => label);
  const rest = without.length === 0
    ? ""
    : `; ${someOf(without)} ${
      without.length === 1 ? "is" : "are"
    } found by the label's own words alone`;
  const doubt = unsure.length === 0 ? "" : `; unsure: ${someOf(unsure)}`;
  return `What the labels mean was guessed from WordNet and is unchecked: ${
    labels.length - without.length
  } of ${labels.length} labels got a sense${rest}${doubt}. ${how}`;
}
