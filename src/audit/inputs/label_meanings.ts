/**
 * Decides what the evaluation's labels mean to the leak rules of an audit: what the configuration's label set says, else
 * what is chosen for plain labels.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { sha256Of } from "../../basics/sha256.ts";
import { draftCommand } from "../../leakage/labels/draft_command.ts";
import { formatLabelSet, type LabelSet } from "../../leakage/labels/label_set.ts";
import {
  draftNote,
  type LabelMeanings,
  meaningsOf,
  shippedNote,
} from "../../leakage/labels/meanings.ts";
import { selectLabels } from "../../leakage/labels/label_spelling.ts";
import { readLabels } from "../../leakage/labels/read_labels.ts";
import { isShipped } from "../../leakage/labels/shipped.ts";
import { uncheckedNotes } from "../../leakage/labels/unchecked.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { pathsOf } from "../configuration/corpora.ts";
import type { InputFiles } from "./files.ts";

/**
 * Reads or makes the label set of an audit.
 *
 * @param labels the evaluation's labels
 * @param onNote called with what a reader must know of a set that was chosen
 * @throws {InputError} when the configuration's label set is missing, is malformed, or lacks a label
 * @throws {SurroundingsError} when WordNet cannot be fetched and a rule that the configuration names needs it
 */
export async function readMeanings(
  { leakage: { labels: reference, rules }, evaluation }: AuditConfiguration,
  labels: readonly string[],
  files: InputFiles,
  onNote: (note: string) => void,
): Promise<LabelMeanings> {
  const given = reference === undefined
    ? { name: "labels", labels: labels.map((label) => ({ label })) }
    : await readSet(files, reference, labels);
  if (reference !== undefined) uncheckedNotes(given, reference).forEach(onNote);
  const meanings = await meaningsOf(given, rules);
  const { labelSet, chosen, noWordNet } = meanings;
  if (chosen !== undefined) onNote(noteOf(chosen, evaluation));
  // Files have hashes of their own. Without WordNet this one is absent, so that other rules are another audit.
  if (meanings.dictionary !== undefined && noWordNet === undefined) {
    files.hashes["senses of labels"] = sha256Of(formatLabelSet(labelSet));
  }
  return meanings;
}

function noteOf(
  chosen: NonNullable<LabelMeanings["chosen"]>,
  { items, labelColumn, labelSeparator }: AuditConfiguration["evaluation"],
): string {
  if (!chosen.drafted) return shippedNote(chosen, '"leakage.labels"');
  return draftNote(
    chosen,
    'results.json lists the senses under "leakage.label_set". To check them, write them with ' +
      `"${draftCommand(pathsOf(items)[0]!, { labelColumn, labelSeparator })}" ` +
      'and name that file in "leakage.labels".',
  );
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
