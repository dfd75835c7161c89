/**
 * Writes what a reader of pools must know, in sentences.
 * @module
 */
import type { TrainingPair } from "../findings.ts";
import { type GroupedBy, groupPairs } from "./groups.ts";

/** Least number of distinct texts that can be contrasted. */
export const LEAST_TEXTS = 2;

/** Formats a number for sentences and tables: `1,746`. */
export function written(number: number): string {
  return number.toLocaleString("en-US");
}

/**
 * Notes what is special about the clean and the control pool; empty where nothing is.
 *
 * @param flagged number of pairs that the clean pool lacks
 * @param withSound number of these that no rule flags
 * @param controlTexts number of distinct texts of the control pool
 * @param number formats a number
 */
export function controlNotes(
  { flagged, withSound }: { readonly flagged: number; readonly withSound: number },
  controlTexts: number,
  number: (value: number) => string,
): string[] {
  const notes: string[] = [];
  if (flagged === 0) {
    notes.push("No training pair is flagged: the clean and the control pool are the dirty one.");
  }
  if (withSound > 0) {
    const [lacks, is] = withSound === 1 ? ["pair that no rule flags", "its sound has"] : [
      "pairs that no rule flags",
      "their sounds have",
    ];
    notes.push(
      `The clean pool also lacks ${number(withSound)} ${lacks}: ${is} a flagged caption.`,
    );
  }
  if (controlTexts < LEAST_TEXTS) {
    notes.push(
      `The control pool has ${controlTexts} distinct text(s), so nothing can be trained on it.`,
    );
  }
  return notes;
}

/** Notes why the drop from dirty to clean is not split; empty where it may be. */
export function validityNotes({ reason }: { readonly reason?: string }): string[] {
  if (reason === undefined) return [];
  return [`${reason} So what flagged pairs give is not split into leakage and volume.`];
}

/**
 * Notes how many clean pairs share a source, or a clip, with a flagged one; empty where none does. A caption that does
 * not name the label still has the same sound as its source's captions that do.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pairs = ["a.wav#1", "a.wav#2", "b.wav#1"].map((id) => ({ id, text: id }));
 * const [note] = sharingNotes(pairs, new Set(["a.wav#1"]));
 * assert.match(note!, /^1 clean pair shares a recording with a flagged one/);
 * ```
 */
export function sharingNotes(
  pairs: readonly TrainingPair[],
  flagged: ReadonlySet<string>,
): string[] {
  let sharing = 0;
  for (const group of groupPairs(pairs, "source")) {
    const clean = group.filter(({ id }) => !flagged.has(id)).length;
    if (clean < group.length) sharing += clean;
  }
  if (sharing === 0) return [];
  const [share, them] = sharing === 1 ? ["pair shares", "it"] : ["pairs share", "them"];
  return [
    `${
      written(sharing)
    } clean ${share} a recording with a flagged one: no rule flags ${them}, but ` +
    `what the other was flagged for may be heard in ${them}.`,
  ];
}

/**
 * Notes what limits the validation: sources in place of classes, and pairs whose source is not known.
 *
 * @param by what holds the held-out groups together
 * @param columnKey the option or key that names the column of sources
 */
export function validationNotes(
  pairs: readonly TrainingPair[],
  by: GroupedBy,
  columnKey = "--source-column",
): string[] {
  const notes: string[] = [];
  if (by === "source" && pairs.every(({ label }) => label !== undefined)) {
    notes.push(
      "Whole classes cannot be held out: too few are without a flagged pair and share no recording " +
        "with the others. Recordings are held out instead, of classes that are trained on, too, " +
        "which tells little about unseen classes.",
    );
  }
  const unnamed = pairs.filter(({ source }) => source === undefined);
  if (unnamed.length > 0) {
    const who = unnamed.length === pairs.length
      ? "No pair names its recording"
      : `${written(unnamed.length)} of ${written(pairs.length)} pairs do not name their recording`;
    const clip = groupPairs(unnamed, "source").length === unnamed.length ? "pair" : "clip";
    notes.push(
      `${who}, so each ${clip} counts as one of its own: what was cut from one recording, or said of ` +
        `one, can be trained on and held out. If a column tells recordings, name it with ${columnKey}.`,
    );
  }
  return notes;
}

/** Explains why there is no diversity series. */
export function noDiversityNote(clean: readonly TrainingPair[]): string {
  const reason = clean.some(({ label }) => label === undefined)
    ? "not every pair has a label"
    : "fewer than two classes are left to train on";
  return `There is no diversity series, since ${reason}: how much of a drop from dirty to clean is lost ` +
    "diversity stays open.";
}

/** Warns that pairs without ids get other pools when their order changes. */
export const ROW_NUMBERS_NOTE =
  "The ids are row numbers, since no column holds any: the same pairs in another order get other " +
  "pools. Name a column of ids with --id-column.";
