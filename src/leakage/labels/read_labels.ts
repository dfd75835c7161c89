/**
 * Reads labels from what a user names: a shipped label set, a file of one, a list of labels, or a manifest.
 * @module
 */
import { basename } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { isFolder } from "../../basics/on_disk.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { readJson } from "../../basics/json.ts";
import { quotable } from "../../basics/printable.ts";
import { noColumn } from "../../datasets/columns.ts";
import { cellOf } from "../../datasets/cells.ts";
import { knownSeparator, labelsIn } from "../../datasets/label_lists.ts";
import { isContainer } from "../../datasets/container_rows.ts";
import { AUDIO_FOLDER } from "../../datasets/layouts/audio_folder.ts";
import { type ManifestRow, readManifestRows } from "../../datasets/manifest_rows.ts";
import { loneTable } from "../../datasets/lone_tables.ts";
import {
  missingAmong,
  missingLabelNotes,
  type UnlabeledRow,
} from "../../datasets/missing_labels.ts";
import { openDataset } from "../../datasets/open.ts";
import { readShard } from "../../datasets/shards.ts";
import { keptRows, type Where } from "../../datasets/where.ts";
import { utf8Of } from "../../datasets/table_text.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import { wordsOf } from "../text/words.ts";
import { type LabelSet, LONGEST_LABEL, MOST_LABELS } from "./label_set.ts";
import { parseLabelSet } from "./parse_label_set.ts";
import { isShipped, SHIPPED_LABEL_SETS, shippedLabelSet } from "./shipped.ts";

/** Most bytes of a label set or a list of labels. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What to take from a manifest. */
export interface LabelOptions {
  /** The column of labels. Default `label`; of AudioSet's table of classes `display_name`. */
  readonly labelColumn?: string | undefined;
  /** The option that names the column of labels, for messages. Default: none does. */
  readonly labelColumnOption?: string | undefined;
  /** What is between several labels of one cell. Default: that of the tables of FSD50K and AudioSet, else none. */
  readonly labelSeparator?: string | undefined;
  /** Called with what must be said of how labels were read, a sentence each. */
  readonly onNote?: ((note: string) => void) | undefined;
  /** The rows of a manifest whose labels count. Default all. */
  readonly where?: Where | undefined;
}

/** Implements {@link readLabels}, which `doors/leakage/read_labels.ts` documents. */
export async function readLabels(
  reference: string,
  options: LabelOptions = {},
): Promise<LabelSet> {
  if (isShipped(reference)) return await shippedLabelSet(reference);
  if (await isFolder(reference)) return await ofFolder(reference, options);
  if (isContainer(reference)) {
    const { labelColumn } = options;
    const named = {
      ...(labelColumn === undefined ? {} : { labelColumn }),
      ...(options.onNote && { onNote: options.onNote }),
    };
    const { rows } = readShard(reference, basename(reference), named);
    return ofRows(rows, reference, options);
  }
  const bytes = await readLabelFile(reference);
  if (await loneTable(reference) !== undefined) return await ofFolder(reference, options);
  if (isManifest(reference)) {
    return ofRows(await readManifestRows(bytes, reference, options.onNote), reference, options);
  }
  const text = decodeUtf8(utf8Of(bytes, reference, options.onNote), reference);
  if (!/\.json$/i.test(reference)) return ofList(text, reference);
  const value = readJson(text, reference);
  if (isTable(value)) {
    // What must be said of the text has been said.
    return ofRows(await readManifestRows(bytes, reference), reference, options);
  }
  const plain = plainLabels(value);
  return plain === undefined ? parseLabelSet(text, reference) : ofNames(plain, reference);
}

function isManifest(reference: string): boolean {
  return /\.(csv|tsv|jsonl)$/i.test(reference);
}

/** Whether a JSON value is a list of rows. */
function isTable(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 &&
    value.every((row) => typeof row === "object" && row !== null && !Array.isArray(row));
}

async function readLabelFile(reference: string): Promise<Uint8Array> {
  try {
    return isManifest(reference)
      ? await readInputFile(reference)
      : await readInputFile(reference, MOST_BYTES);
  } catch (thrown) {
    const isName = /^[\w-]+$/.test(reference);
    if (!isName || !(thrown instanceof InputError)) throw thrown;
    const same = SHIPPED_LABEL_SETS.find((name) => bare(name) === bare(reference));
    const meant = same === undefined
      ? `shipped label sets: ${SHIPPED_LABEL_SETS.join(", ")}`
      : `did you mean the shipped label set "${same}"?`;
    throw new InputError(`${thrown.message}; ${meant}`);
  }
}

/** A name without what data sets' names are written with: `ESC-50` is `esc50`. */
function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, "");
}

/** Returns the labels of a JSON list, or of a JSON object of labels and their numbers, such as LAION's. */
function plainLabels(value: unknown): string[] | undefined {
  if (Array.isArray(value)) {
    return value.every((name) => typeof name === "string") ? value : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0 || !entries.every(([, number]) => Number.isInteger(number))) {
    return undefined;
  }
  return entries.sort(([, one], [, other]) => one - other).map(([name]) => name);
}

function ofNames(names: readonly string[], path: string): LabelSet {
  const seen = new Set<string>();
  names.map((name) => name.normalize("NFC")).forEach((name, i) => {
    checkLabel(name, path, `label ${i + 1}`);
    if (seen.has(name)) throw new InputError(`"${path}" has the label "${quotable(name)}" twice`);
    seen.add(name);
  });
  return labelSet([...seen], path);
}

/** Parses a list with one label a line; empty lines are skipped. */
function ofList(text: string, path: string): LabelSet {
  const lineOf = new Map<string, number>();
  text.split(/\r\n|\n|\r/).forEach((raw, i) => {
    const label = raw.trim().normalize("NFC");
    if (label === "") return;
    checkLabel(label, path, `line ${i + 1}`);
    const earlier = lineOf.get(label);
    if (earlier !== undefined) {
      throw new InputError(
        `"${path}" lines ${earlier} and ${i + 1} have the same label "${quotable(label)}"`,
      );
    }
    lineOf.set(label, i + 1);
  });
  return labelSet([...lineOf.keys()], path);
}

/** The labels of the items of a data set, in a folder or a table of segments, named by its layout. */
async function ofFolder(path: string, options: LabelOptions): Promise<LabelSet> {
  const { onNote } = options;
  const read = { modality: "neither", ...(onNote && { onNote }) } as const;
  const { name, manifest, items, notes = [] } = await openDataset(path, read);
  for (const note of notes) onNote?.(note);
  const set = ofRows(items, manifest, options);
  return name === AUDIO_FOLDER.name ? { ...set, name: nameOf(path) } : { ...set, name };
}

function ofRows(
  rows: readonly ManifestRow[],
  path: string,
  { labelColumn, labelColumnOption, labelSeparator, where, onNote }: LabelOptions,
): LabelSet {
  const column = labelColumn ?? labelColumnOf(rows);
  const labels = new Set<string>();
  const unlabeled: UnlabeledRow[] = [];
  const separator = labelSeparator ?? knownSeparator(rows, column);
  const kept = keptRows(rows, where, path);
  const isMissing = missingAmong(kept.map((row) => cellOf(row, column)));
  for (const { line, columns } of kept) {
    if (!Object.hasOwn(columns, column)) {
      const remedy = labelColumn === undefined
        ? remedyOf(path, columns, labelColumnOption)
        : undefined;
      const found = noColumn(column, Object.keys(columns), remedy);
      throw new InputError(`"${path}" line ${line} has ${found}`);
    }
    const cell = cellOf({ columns }, column);
    const own = isMissing(cell) ? [] : labelsIn(cell, separator);
    if (own.length === 0) unlabeled.push({ at: line, cell });
    for (const label of own) {
      checkLabel(label, path, `line ${line}`);
      labels.add(label);
    }
  }
  missingLabelNotes(unlabeled, kept.length, `rows of "${quotable(path)}"`, "line")
    .forEach((note) => onNote?.(note));
  return labelSet([...labels].sort(), path);
}

/** The column of labels where none is named; AudioSet's table of classes has another one. */
function labelColumnOf([first]: readonly ManifestRow[]): string {
  const has = (column: string) => first !== undefined && Object.hasOwn(first.columns, column);
  return !has("label") && has("mid") && has("display_name") ? "display_name" : "label";
}

/** What can be done about a missing column; a table of one column may be a list without a header. */
function remedyOf(
  path: string,
  columns: ManifestRow["columns"],
  option: string | undefined,
): string | undefined {
  const named = option === undefined ? "" : `name the column of labels with ${option}`;
  const isList = /\.[ct]sv$/i.test(path) && Object.keys(columns).length === 1;
  const list = isList ? "where that is a label itself, name the file .txt, a label a line" : "";
  return [list, named].filter((part) => part !== "").join("; else ") || undefined;
}

function checkLabel(label: string, path: string, at: string): void {
  const place = `"${path}" ${at} has`;
  if (label.length > LONGEST_LABEL) {
    throw new InputError(
      `${place} a label of ${label.length} characters; expected at most ${LONGEST_LABEL}`,
    );
  }
  if (wordsOf(label).length > 0) return;
  throw new InputError(
    `${place} the label "${quotable(label)}"; expected at least one letter or digit`,
  );
}

function labelSet(labels: readonly string[], path: string): LabelSet {
  if (labels.length === 0) throw new InputError(`"${path}" has no labels`);
  if (labels.length > MOST_LABELS) {
    throw new InputError(`"${path}" has ${labels.length} labels; expected at most ${MOST_LABELS}`);
  }
  return { name: nameOf(path), labels: labels.map((label) => ({ label })) };
}

/** Returns the file's name without folders and ending. */
function nameOf(path: string): string {
  const base = path.split(/[\\/]/).at(-1)!;
  return base.replace(/\.[^.]+$/, "") || base;
}
