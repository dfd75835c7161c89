/**
 * What a reader must know of the scan of a corpus, in sentences.
 * @module
 */
import { quotable } from "../../basics/printable.ts";
import { listNotes } from "../../datasets/label_lists.ts";
import { alikeNotes } from "../../datasets/alike_labels.ts";
import {
  emptyRowNote,
  missingTextNote,
  otherEncodingNote,
  strayQuoteNote,
} from "../../datasets/table_text.ts";
import { placeholderNotes } from "../../datasets/missing_labels.ts";
import type { ReadFile } from "../../datasets/stream_text.ts";
import type { EvaluationItem } from "../findings.ts";
import type { ChosenLabelSet } from "../labels/chosen_label_set.ts";
import type { LabelSet } from "../labels/label_set.ts";
import { draftCommand, type LabelsRead } from "../labels/draft_command.ts";
import { draftNote, shippedNote } from "../labels/meanings.ts";

/** Says what plain labels were taken to mean. */
export function meaningNote(
  chosen: ChosenLabelSet,
  reference: string,
  read: LabelsRead,
): string {
  if (!chosen.drafted) return shippedNote(chosen, "--labels");
  return draftNote(
    chosen,
    'scan.json lists the senses under "labelSet". To check them, write them with ' +
      `"${draftCommand(reference, read)}" and use that file as --labels.`,
  );
}

/** Items of other labels hint that items and labels do not belong together. */
export function labelNotes({ labels }: LabelSet, items: readonly EvaluationItem[]): string[] {
  const names = labels.map(({ label }) => label);
  const known = new Set(names);
  const others = items.filter(({ label }) => !known.has(label));
  const count = (some: readonly EvaluationItem[]) => new Set(some.map(({ id }) => id)).size;
  const all = [...new Set([...names, ...items.map(({ label }) => label)])];
  return [
    ...placeholderNotes(names),
    ...alikeNotes(all),
    ...listNotes(all, (by) => `--label-separator "${by}" takes them apart`),
    ...(others.length === 0 ? [] : [
      `${count(others)} of ${count(items)} evaluation items have labels that are not among the ` +
      `labels, the first "${quotable(others[0]!.label)}".`,
    ]),
  ];
}

/** Says that ids are row numbers, where they are. */
export function idNotes(path: string, { areIdsRowNumbers = false }: ReadFile): string[] {
  return areIdsRowNumbers
    ? [
      `No column of "${quotable(path)}" holds ids, so findings name pairs by their row numbers; ` +
      "--id-column can name one.",
    ]
    : [];
}

/** What must be said of how a file was read. */
export function readingNotes(path: string, read: ReadFile): string[] {
  const { badLines, firstBadLine, emptyRows = 0, firstEmptyRow, notes = [] } = read;
  const { missingTexts = 0, firstMissingText } = read;
  const { repeatedRows = 0, firstRepeatedRow, strayQuotes = 0, firstStrayQuote } = read;
  const name = `"${quotable(path)}"`;
  return [
    ...notes.map((note) => `${name}${note.startsWith("has ") ? " " : ": "}${note}`),
    ...(badLines === 0 ? [] : [otherEncodingNote(path, badLines, firstBadLine!)]),
    ...(emptyRows === 0 ? [] : [emptyRowNote(path, emptyRows, firstEmptyRow!)]),
    ...(missingTexts === 0 ? [] : [missingTextNote(path, missingTexts, firstMissingText!)]),
    ...(strayQuotes === 0 ? [] : [strayQuoteNote(path, strayQuotes, firstStrayQuote!)]),
    ...(repeatedRows === 0 ? [] : [
      `${name} has ${repeatedRows} row(s) with the id of an earlier one, the first row ` +
      `${firstRepeatedRow}; they are further captions of its sound.`,
    ]),
  ];
}
