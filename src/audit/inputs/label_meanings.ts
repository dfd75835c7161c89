/**
 * Decides what the evaluation's labels mean to the leak rules: what the configuration's label set says, else a shipped
 * set or a draft, where a rule looks beyond the labels' words.
 * @module
 */
import { InputError, SurroundingsError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { sha256Of } from "../../basics/sha256.ts";
import type { LeakRule } from "../../leakage/findings.ts";
import { draftLabels } from "../../leakage/labels/draft_labels.ts";
import { formatLabelSet, type LabelEntry, type LabelSet } from "../../leakage/labels/label_set.ts";
import { selectLabels } from "../../leakage/labels/label_spelling.ts";
import { readLabels } from "../../leakage/labels/read_labels.ts";
import { isShipped, SHIPPED_LABEL_SETS, shippedLabelSet } from "../../leakage/labels/shipped.ts";
import { uncheckedNotes } from "../../leakage/labels/unchecked.ts";
import { type Dictionary, NO_WORDS } from "../../leakage/wordnet/dictionary.ts";
import { WordNet } from "../../leakage/wordnet/wordnet.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { ChosenLabelSet } from "../results/label_set.ts";
import type { InputFiles } from "./files.ts";

/** What the evaluation's labels mean to the leak rules. */
export interface LabelMeanings {
  /** The label set. */
  readonly labelSet: LabelSet;
  /** What was chosen where the configuration names no label set, but a rule needs one. */
  readonly chosen?: ChosenLabelSet | undefined;
  /** The dictionary of the senses, where it was opened for the rules that run by default. */
  readonly dictionary?: Dictionary | undefined;
  /** Why WordNet cannot be opened, where no rule that is named needs it. */
  readonly noWordNet?: string | undefined;
}

/** Rules that look beyond the words of a label. */
const NEED_SENSES: readonly LeakRule[] = ["TEXT-SYNONYM", "TEXT-HYPONYM", "TEXT-HYPERNYM"];
/** Most labels without a sense that the note names. */
const MOST_NAMED = 5;

/**
 * Reads or makes the label set of an audit.
 *
 * @param labels the evaluation's labels
 * @param onNote called with what a reader must know of a set that was chosen, or that nobody has checked
 * @throws {InputError} when the configuration's label set is missing, is malformed, or lacks a label
 * @throws {SurroundingsError} when WordNet cannot be fetched and a rule that the configuration names needs it
 */
export async function readMeanings(
  { leakage: { labels: reference, rules }, evaluation }: AuditConfiguration,
  labels: readonly string[],
  files: InputFiles,
  onNote: (note: string) => void,
): Promise<LabelMeanings> {
  const plain = { name: "labels", labels: labels.map((label) => ({ label })) };
  const given = reference === undefined ? undefined : await readSet(files, reference, labels);
  if (given !== undefined) uncheckedNotes(given, reference!).forEach(onNote);
  const needsSenses = rules?.some((rule) => NEED_SENSES.includes(rule)) ?? true;
  if (!needsSenses || (given && rules)) return { labelSet: given ?? plain };
  const opened = await openWordNet(rules === undefined);
  if (!(opened instanceof WordNet)) {
    // Without WordNet's senses, labels mean their words.
    return { labelSet: given ? withoutSenses(given) : plain, ...opened };
  }
  const shipped = given === undefined ? await shippedSetOf(labels) : undefined;
  const labelSet = given ?? shipped ?? draftLabels(labels, "draft", opened).set;
  // Files have hashes of their own. Without WordNet this one is absent, so that other rules are another audit.
  files.hashes["senses of labels"] = sha256Of(formatLabelSet(labelSet));
  if (given !== undefined) return { labelSet, dictionary: opened };
  const chosen = {
    name: labelSet.name,
    drafted: shipped === undefined,
    labels: labelSet.labels.map((entry) => sensesIn(entry, opened)),
  };
  onNote(chosen.drafted ? draftNote(chosen, evaluation) : shippedNote(chosen));
  return { labelSet, chosen, dictionary: opened };
}

/** Opens WordNet; where it cannot be fetched, audits whose configuration names no rules do without. */
async function openWordNet(
  isDispensable: boolean,
): Promise<WordNet | Required<Pick<LabelMeanings, "dictionary" | "noWordNet">>> {
  try {
    return await WordNet.open();
  } catch (thrown) {
    if (!isDispensable || !(thrown instanceof SurroundingsError)) throw thrown;
    return { dictionary: NO_WORDS, noWordNet: thrown.message };
  }
}

/** Reads the label set of a configuration, for the evaluation's labels. */
async function readSet(
  files: InputFiles,
  reference: string,
  labels: readonly string[],
): Promise<LabelSet> {
  if (!isShipped(reference)) await files.read(reference);
  const set = await readLabels(isShipped(reference) ? reference : files.resolve(reference));
  const selection = selectLabels(set, labels);
  if ("set" in selection) return selection.set;
  throw new InputError(
    `"leakage.labels" is "${quotable(reference)}", which lacks the evaluation label ` +
      `"${quotable(selection.missing)}"`,
  );
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
 * Returns the entries of the smallest shipped set that has every label; a set that lacks one says nothing of what it
 * means.
 */
async function shippedSetOf(labels: readonly string[]): Promise<LabelSet | undefined> {
  for (const name of SHIPPED_LABEL_SETS) {
    const selection = selectLabels(await shippedLabelSet(name), labels);
    if ("set" in selection) return selection.set;
  }
  return undefined;
}

function sensesIn(
  { label, senses = [], parts = [] }: LabelEntry,
  wordnet: WordNet,
): ChosenLabelSet["labels"][number] {
  const names = new Set([...parts.flatMap((part) => part.senses ?? []), ...senses]);
  return {
    label,
    senses: Array.from(names, (sense) => ({ sense, gloss: wordnet.sense(sense)!.gloss })),
  };
}

function shippedNote({ name }: ChosenLabelSet): string {
  return `Every label of the evaluation is in the shipped label set "${name}", so the leak rules use ` +
    'its senses, which were checked by hand. "leakage.labels" can name another.';
}

/** Says how many labels got a sense, and how to write the draft for a person to check. */
function draftNote(
  { labels }: ChosenLabelSet,
  { items, labelColumn }: AuditConfiguration["evaluation"],
): string {
  const without = labels.filter(({ senses }) => senses.length === 0);
  const named = without.slice(0, MOST_NAMED).map(({ label }) => `"${quotable(label)}"`);
  const others = without.length - named.length;
  const them = `${named.join(", ")}${others > 0 ? ` and ${others} others` : ""}`;
  const rest = without.length === 0
    ? ""
    : `; ${them} ${without.length === 1 ? "is" : "are"} found by the label's own words alone`;
  return `What the labels mean was guessed from WordNet and is unchecked: ${
    labels.length - without.length
  } of ${labels.length} labels got a sense${rest}. results.json lists the senses under ` +
    `"leakage.label_set". To check them, write them with "earnest labels ${quotable(items)} ` +
    `--label-column ${
      quotable(labelColumn)
    } --out labels.json" and name that file in "leakage.labels".`;
}
