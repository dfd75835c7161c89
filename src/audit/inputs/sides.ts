/**
 * Reads the items of an audit's two sides.
 * @module
 */
import { dirname, resolve } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { asWords } from "../../basics/words.ts";
import { isSoundThere } from "../../audio/sound_file.ts";
import { isContainer } from "../../datasets/container_rows.ts";
import { withFiles } from "../../datasets/files.ts";
import { cellOf, FILE_COLUMN, type Item, noColumn, parseItems } from "../../datasets/items.ts";
import { known } from "../../datasets/placeholders.ts";
import { type DatasetItem, openDataset } from "../../datasets/open.ts";
import { filesOf } from "../../datasets/shards.ts";
import type { EvaluationItem } from "../../leakage/findings.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditPair } from "./shape.ts";
import type { InputFiles } from "./files.ts";

/** Default column of sources. */
const SOURCE_COLUMN = "source_id";
/** Default column of labels. */
const LABEL_COLUMN = "label";

/** The items of one side. */
export interface Side {
  /** Their manifest, as the configuration names it. */
  readonly manifest: string;
  /** The folder that its file names are relative to. */
  readonly folder: string;
  /** Ids of all items of the manifest, in its order. */
  readonly ids: readonly string[];
  /** The items that `where` keeps. */
  readonly kept: readonly Item[];
  /** The column of labels. */
  readonly labelColumn: string;
  /** The column of sources. */
  readonly sourceColumn: string;
}

/** Reads the evaluation's items. */
export async function readEvaluationSide(
  { evaluation, leakage }: AuditConfiguration,
  files: InputFiles,
): Promise<Side> {
  const source = leakage.sourceColumn?.evaluation;
  return await readSide(files, evaluation, source, [evaluation.labelColumn]);
}

/** Reads the training items. */
export async function readTrainingSide(
  training: NonNullable<AuditConfiguration["training"]>,
  { leakage }: AuditConfiguration,
  files: InputFiles,
): Promise<Side> {
  const { labelColumn, textColumn } = training;
  const named = [labelColumn, textColumn].filter((column) => column !== undefined);
  return await readSide(files, training, leakage.sourceColumn?.training, named);
}

async function readSide(
  files: InputFiles,
  { items, labelColumn = LABEL_COLUMN, where }: {
    readonly items: string;
    readonly labelColumn?: string | undefined;
    readonly where: Readonly<Record<string, readonly string[]>>;
  },
  // Without this check, a misspelled source column would make every clip a source of its own.
  sourceColumn: string | undefined,
  required: readonly string[],
): Promise<Side> {
  const source = sourceColumn === undefined ? [] : [sourceColumn];
  const all = await readAll(items, files, [...required, ...source, ...Object.keys(where)]);
  const kept = all.filter(({ columns }) =>
    Object.entries(where).every(([column, values]) => values.includes(columns[column]!))
  );
  if (kept.length === 0) {
    throw new InputError(`"${items}": "where" keeps none of ${all.length} items`);
  }
  return {
    manifest: items,
    folder: await files.isFolder(items) ? files.resolve(items) : dirname(files.resolve(items)),
    ids: all.map(({ id }) => id),
    kept,
    labelColumn,
    sourceColumn: sourceColumn ?? SOURCE_COLUMN,
  };
}

/** Reads all items of a manifest; of a folder, and of a file that holds the sounds, no more than the rows. */
async function readAll(
  items: string,
  files: InputFiles,
  required: readonly string[],
): Promise<readonly Item[]> {
  const isPattern = filesOf(items) !== undefined && !await files.isThere(items);
  if (!isPattern && !isContainer(items) && !await files.isFolder(items)) {
    return await parseItems(await files.read(items), items, { required });
  }
  const { allowOutside = false } = files.access;
  const options = { required, modality: "neither", allowOutside } as const;
  const { items: all, sha256 } = await openDataset(files.resolve(items), options);
  files.hashes[`file ${items}`] = sha256;
  return all;
}

/** Whether every item names a sound file that may be read, and at least one of the files exists. */
export async function hasSounds(side: Side, files: InputFiles): Promise<boolean> {
  const names = side.kept.map((item) => cellOf(item, FILE_COLUMN));
  if (names.includes("")) return false;
  if (await soundsLeave(side, files)) return false;
  for (const name of names) if (await isSoundThere(resolve(side.folder, name))) return true;
  return false;
}

async function soundsLeave(
  { kept, manifest, folder }: Side,
  { access }: InputFiles,
): Promise<boolean> {
  try {
    await withFiles(kept, manifest, folder, access);
    return false;
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    return true;
  }
}

/**
 * Returns the items with the paths of their sound files.
 *
 * @param wanting what needs the sounds, for messages
 * @throws {InputError} when an item names no file
 */
export async function soundsOf(
  side: Side,
  files: InputFiles,
  wanting: string,
): Promise<DatasetItem[]> {
  const { manifest, folder, kept, labelColumn, sourceColumn } = side;
  const without = kept.find((item) => cellOf(item, FILE_COLUMN) === "");
  if (without !== undefined) {
    const { row, columns } = without;
    const found = Object.hasOwn(columns, FILE_COLUMN)
      ? `names no file in "${FILE_COLUMN}"`
      : `has ${noColumn(FILE_COLUMN, Object.keys(columns))}`;
    throw new InputError(`"${manifest}" row ${row} ${found}; ${wanting} needs sound files`);
  }
  const items = await withFiles(kept, manifest, folder, files.access);
  return items.map((item) => {
    const label = classIn(item, labelColumn);
    const source = known(cellOf(item, sourceColumn));
    return { ...item, ...(label && { label }), ...(source && { source }) };
  });
}

/** Returns the evaluation's items for the audit. */
export function evaluationItems(side: Side): EvaluationItem[] {
  return side.kept.map((item) => ({ ...identity(item, side), label: labelOf(item, side) }));
}

/** Returns the training pairs for the audit. */
export function trainingPairs(
  side: Side,
  { text, textColumn }: { text?: string | undefined; textColumn?: string | undefined },
): AuditPair[] {
  const template = text ?? (textColumn === undefined ? `{${side.labelColumn}}` : undefined);
  return side.kept.map((item) => {
    const label = classIn(item, side.labelColumn);
    const words = template === undefined
      ? cellOf(item, textColumn!)
      : fillTemplate(template, item, side.manifest);
    if (words.trim() === "") {
      throw new InputError(`"${side.manifest}" row ${item.row} has an empty text`);
    }
    return { ...identity(item, side), ...(label && { label }), text: asWords(words) };
  });
}

function labelOf(item: Item, { manifest, labelColumn }: Side): string {
  const label = classIn(item, labelColumn);
  if (asWords(label) !== "") return label;
  throw new InputError(
    `"${manifest}" row ${item.row} has no label in column "${quotable(labelColumn)}"`,
  );
}

/** The class of an item: one, however its accents are encoded. */
function classIn(item: Item, labelColumn: string): string {
  return cellOf(item, labelColumn).normalize("NFC");
}

function identity(item: Item, { sourceColumn }: Side) {
  const source = known(cellOf(item, sourceColumn));
  const file = cellOf(item, FILE_COLUMN);
  return { id: item.id, ...(source && { source }), ...(file && { file }) };
}

/** Replaces each `{column}` of a template by the item's value. */
function fillTemplate(template: string, item: Item, path: string): string {
  return template.replaceAll(/\{([^{}]*)\}/g, (_, column: string) => {
    if (!Object.hasOwn(item.columns, column)) {
      throw new InputError(
        `"${path}" row ${item.row} has ${noColumn(column, Object.keys(item.columns))} ` +
          `("training.text" is "${quotable(template)}")`,
      );
    }
    return item.columns[column]!;
  });
}
