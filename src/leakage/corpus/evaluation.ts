/**
 * The evaluation of a corpus's scan: its labels, its items, and what its data set is called.
 * @module
 */
import { basename } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { sha256Of } from "../../basics/sha256.ts";
import { alikeNotes } from "../../datasets/alike_labels.ts";
import { FILE_COLUMN } from "../../datasets/audio_names.ts";
import { cellOf } from "../../datasets/cells.ts";
import { knownSeparator, labelsIn } from "../../datasets/label_lists.ts";
import { missingLabelNotes, type UnlabeledRow } from "../../datasets/missing_labels.ts";
import { AUDIO_FOLDER } from "../../datasets/layouts/audio_folder.ts";
import { distinctSounds } from "../../datasets/sounds.ts";
import { type DatasetItem, openDataset } from "../../datasets/open.ts";
import { keptRows } from "../../datasets/where.ts";
import { SOUND_RULES } from "../rule_groups.ts";
import type { EvaluationCaption, EvaluationItem } from "../findings.ts";
import { areCaptions } from "../labels/caption_labels.ts";
import type { LabelSet } from "../labels/label_set.ts";
import { spelledIn } from "../labels/label_spelling.ts";
import { type LabelMeanings, meaningsOf } from "../labels/meanings.ts";
import { readLabels } from "../labels/read_labels.ts";
import type { Evaluation } from "../scan.ts";
import { wordsOf } from "../text/words.ts";
import type { HashedInput } from "./scan_inputs.ts";
import { readEvaluationCaptions } from "./evaluation_captions.ts";
import type { CorpusScanOptions } from "./options.ts";

/** What was read of an evaluation. */
export interface ReadEvaluation {
  /** The labels and what they mean. */
  readonly meanings: LabelMeanings;
  /** The captions of an evaluation by captions; none of any other. */
  readonly captions: readonly EvaluationCaption[];
  /** The items. */
  readonly items: Evaluation["items"];
  /** Names of its data set. */
  readonly evaluationSets: readonly string[];
  /** What must be said of how it was read, and of rows and items without a label, a sentence each. */
  readonly notes: readonly string[];
  /** What was read, by what it is. */
  readonly hashes: Readonly<Record<string, HashedInput>>;
}

/**
 * Reads the evaluation.
 * @throws {InputError} when something is missing or malformed, or no item has a label
 */
export async function readEvaluation(options: CorpusScanOptions): Promise<ReadEvaluation> {
  const { itemColumns = {}, items: path, rules = [], evaluationSets: named } = options;
  const { labelColumn } = itemColumns;
  const { labelSeparator } = options;
  const labelColumnOption = "--items-label-column";
  const notes: string[] = [];
  const onNote = (note: string) => void notes.push(note);
  const { evaluationCaptions, allowOutside = false } = options;
  const own = evaluationCaptions === undefined
    ? undefined
    : await readEvaluationCaptions(evaluationCaptions, allowOutside, onNote);
  const given = options.labels === undefined
    ? captionLabels(own?.captions ?? [], options.evaluationCaptions!)
    : await readLabels(options.labels, { labelColumn, labelColumnOption, labelSeparator, onNote });
  const meanings = options.labels === undefined
    ? { labelSet: given, notRun: [] }
    : await meaningsOf(given, options.rules);
  const { labelSet: labels } = meanings;
  const captions = own?.captions ?? captionsAmong(labels);
  const hashes = {
    // Of the label set as it was understood: a shipped one has no file.
    ...(options.labels === undefined
      ? {}
      : { labels: { path: options.labels, sha256: sha256Of(JSON.stringify(labels)) } }),
    ...(own === undefined ? {} : { evaluationCaptions: own.hash }),
  };
  if (path === undefined) {
    return { meanings, captions, items: [], notes, evaluationSets: named ?? [given.name], hashes };
  }
  const ofTable: string[] = [];
  const { name, items, sha256, notes: ofItems = [] } = await openDataset(path, {
    ...itemColumns,
    onNote: (note) => void ofTable.push(note),
    modality: SOUND_RULES.some((rule) => rules.includes(rule)) ? "audio" : "neither",
    allowOutside: options.allowOutside ?? false,
  });
  // Forms of manifests and folders, and no data sets.
  const isNamed = !["manifest", AUDIO_FOLDER.name].includes(name);
  const labeled = evaluationItems(
    keptRows(items, options.itemsWhere, path, "--items-where"),
    path,
    options,
    spelledIn(labels),
  );
  return {
    meanings,
    captions,
    items: labeled.items,
    evaluationSets: named ?? [given.name, ...(isNamed ? [name] : [])],
    notes: [
      // Of one table, rows without a label are named once.
      ...(options.labels === path ? [] : notes),
      ...ofTable,
      ...labeled.notes,
      ...ofItems.map((note) => `"${quotable(path)}": ${note}`),
    ],
    hashes: { ...hashes, items: { path, sha256 } },
  };
}

/** Captions as labels, each text once. */
function captionLabels(captions: readonly EvaluationCaption[], path: string): LabelSet {
  const texts = new Set(
    captions.map(({ text }) => text.trim()).filter((text) => wordsOf(text).length > 0),
  );
  return { name: basename(path), labels: Array.from(texts, (label) => ({ label })) };
}

/** Labels that are captions, which training captions must not copy; none where labels are names. */
function captionsAmong({ labels }: LabelSet): EvaluationCaption[] {
  const texts = labels.map(({ label }) => label);
  return areCaptions(texts) ? texts.map((text) => ({ id: text, text })) : [];
}

/** Items with their labels, and what must be said of those that have none. */
interface LabeledItems {
  readonly items: readonly EvaluationItem[];
  readonly notes: readonly string[];
}

/**
 * An entry for each item and label, since every rule that compares sounds speaks of one label at a time.
 *
 * @param spelled spells a label as the label set does
 */
function evaluationItems(
  all: readonly DatasetItem[],
  path: string,
  options: CorpusScanOptions,
  spelled: (label: string) => string,
): LabeledItems {
  const { itemColumns: { labelColumn = "label", fileColumn = FILE_COLUMN } = {} } = options;
  const separator = options.labelSeparator ?? knownSeparator(all, labelColumn);
  const unlabeled: UnlabeledRow[] = [];
  const otherwise = new Set<string>();
  const items = distinctSounds(all).flatMap((item) => {
    const { id, row, label = "", source } = item;
    const labels = label === "" ? [] : labelsIn(label, separator);
    if (labels.length === 0) unlabeled.push({ at: row, cell: cellOf(item, labelColumn) });
    // Its name can tell the recording where nothing is to be listened to.
    const file = item.file ?? cellOf(item, fileColumn);
    for (const one of labels) if (spelled(one) !== one) otherwise.add(one);
    return labels.map((one) => ({
      id,
      label: spelled(one),
      ...(source === undefined ? {} : { source }),
      ...(file === "" ? {} : { file }),
    }));
  });
  if (items.length === 0) {
    throw new InputError(
      `"${path}" row ${unlabeled[0]!.at} has no "${quotable(labelColumn)}"; ` +
        "name the column of labels with --items-label-column",
    );
  }
  const what = `evaluation items of "${quotable(path)}"`;
  return {
    items,
    notes: [
      ...missingLabelNotes(unlabeled, all.length, what, "row"),
      ...alikeNotes([...otherwise].flatMap((one) => [spelled(one), one])),
    ],
  };
}
