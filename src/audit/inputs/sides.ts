/**
 * Reads the items of an audit's two sides.
 * @module
 */
import { dirname, resolve } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { asWords } from "../../basics/words.ts";
import { withFiles } from "../../datasets/files.ts";
import { cellOf, FILE_COLUMN, type Item, noColumn, parseItems } from "../../datasets/items.ts";
import { captionList } from "../../datasets/caption_lists.ts";
import { known } from "../../datasets/placeholders.ts";
import { listed } from "./dropping.ts";
import { distinctSounds, soundIdOf } from "../../datasets/sounds.ts";
import { type CellCaption, cellCaptions } from "../../datasets/texts.ts";
import type { DatasetItem } from "../../datasets/open.ts";
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
  onNote: (note: string) => void,
): Promise<Side> {
  const source = leakage.sourceColumn?.evaluation;
  return await readSide(files, evaluation, source, [evaluation.labelColumn], onNote);
}

/** Reads the training items. */
export async function readTrainingSide(
  training: NonNullable<AuditConfiguration["training"]>,
  { leakage }: AuditConfiguration,
  files: InputFiles,
  onNote: (note: string) => void,
): Promise<Side> {
  const { labelColumn, textColumn } = training;
  const named = [labelColumn, textColumn].filter((column) => column !== undefined);
  return await readSide(files, training, leakage.sourceColumn?.training, named, onNote);
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
  onNote: (note: string) => void,
): Promise<Side> {
  const source = sourceColumn === undefined ? [] : [sourceColumn];
  const all = await parseItems(await files.read(items), items, {
    required: [...required, ...source, ...Object.keys(where)],
    onNote,
  });
  const kept = all.filter(({ columns }) =>
    Object.entries(where).every(([column, values]) => values.includes(columns[column]!))
  );
  if (kept.length === 0) {
    throw new InputError(`"${items}": "where" keeps none of ${all.length} items`);
  }
  return {
    manifest: items,
    ids: all.map(({ id }) => id),
    kept,
    labelColumn,
    sourceColumn: sourceColumn ?? SOURCE_COLUMN,
  };
}

/** Sound files that a side names and that are not there. */
interface MissingSounds {
  /** Number of sounds. */
  readonly of: number;
  /** Names of those that are missing. */
  readonly names: readonly string[];
}

/**
 * Says why a side has no sounds that can be read; undefined where at least one of them can be.
 */
export async function soundlessness(side: Side, files: InputFiles): Promise<string | undefined> {
  const name = `"${quotable(side.manifest)}"`;
  if (side.kept.some((item) => cellOf(item, FILE_COLUMN) === "")) {
    return `not every item of ${name} names a sound in "${FILE_COLUMN}"`;
  }
  if (await soundsLeave(side, dirname(files.resolve(side.manifest)), files)) {
    return `${name} names sounds outside its folder`;
  }
  const { of, names } = await missingSounds(side, files);
  return names.length < of
    ? undefined
    : `none of the ${of} sounds of ${name} is there, the first "${quotable(names[0]!)}"`;
}

/** Notes the sounds of a side that are not there. */
export async function missingNote(side: Side, files: InputFiles): Promise<string | undefined> {
  const { of, names } = await missingSounds(side, files);
  if (names.length === 0) return undefined;
  return `${names.length} of ${of} sounds of "${quotable(side.manifest)}" ` +
    `${names.length === 1 ? "is" : "are"} not there: ${
      listed(names.map((one) => `"${quotable(one)}"`))
    }.`;
}

async function missingSounds(side: Side, files: InputFiles): Promise<MissingSounds> {
  const folder = dirname(files.resolve(side.manifest));
  const sounds = distinctSounds(side.kept).map((item) => cellOf(item, FILE_COLUMN));
  const names: string[] = [];
  for (const name of sounds) {
    const isThere = await Deno.stat(resolve(folder, name)).then(
      ({ isFile }) => isFile,
      () => false,
    );
    if (!isThere) names.push(name);
  }
  return { of: sounds.length, names };
}

async function soundsLeave(
  { kept, manifest }: Side,
  folder: string,
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
 * Returns the sounds of the items with the paths of their files, each once.
 *
 * @param wanting what needs the sounds, for messages
 * @throws {InputError} when an item names no file
 */
export async function soundsOf(
  side: Side,
  files: InputFiles,
  wanting: string,
): Promise<DatasetItem[]> {
  const { manifest, kept, labelColumn, sourceColumn } = side;
  const without = kept.find((item) => cellOf(item, FILE_COLUMN) === "");
  if (without !== undefined) {
    const { row, columns } = without;
    const found = Object.hasOwn(columns, FILE_COLUMN)
      ? `names no file in "${FILE_COLUMN}"`
      : `has ${noColumn(FILE_COLUMN, Object.keys(columns))}`;
    throw new InputError(`"${manifest}" row ${row} ${found}; ${wanting} needs sound files`);
  }
  const items = await withFiles(kept, manifest, dirname(files.resolve(manifest)), files.access);
  return distinctSounds(items).map((item) => {
    const label = classIn(item, labelColumn);
    const source = known(cellOf(item, sourceColumn));
    return { ...item, ...(label && { label }), ...(source && { source }) };
  });
}

/** Returns the evaluation's items for the audit, each sound once. */
export function evaluationItems(side: Side): EvaluationItem[] {
  return distinctSounds(side.kept)
    .map((item) => ({ ...identity(item, side), label: labelOf(item, side) }));
}

/** Returns the training pairs for the audit: for each item one, or one for each caption of a list. */
export function trainingPairs(
  side: Side,
  { text, textColumn }: { text?: string | undefined; textColumn?: string | undefined },
): AuditPair[] {
  const template = text ?? `{${textColumn ?? side.labelColumn}}`;
  return side.kept.flatMap((item) => {
    const label = classIn(item, side.labelColumn);
    const described = { ...identity(item, side), ...(label && { label }) };
    const captions = captionsBy(template, item, side);
    if (captions.length === 0) {
      throw new InputError(`"${side.manifest}" row ${item.row} has an empty text`);
    }
    return captions.map(({ text, number }) => ({
      ...described,
      ...(number === undefined ? {} : { id: `${item.id}#${number}`, sound: soundIdOf(item) }),
      text: asWords(text),
    }));
  });
}

/** Fills a template once, or once for each caption of a column that holds a list. */
function captionsBy(template: string, item: Item, side: Side): CellCaption[] {
  const where = `"${side.manifest}" row ${item.row}`;
  const lists = [
    ...new Set(Array.from(template.matchAll(/\{([^{}]*)\}/g), ([, column]) => column!)),
  ]
    .filter((column) => column !== side.labelColumn)
    .map((column) => ({
      column,
      captions: cellCaptions(cellOf(item, column), column, () => where),
    }))
    .filter(({ column }) => captionList(cellOf(item, column)) !== undefined);
  const [list, other] = lists;
  if (other !== undefined) {
    throw new InputError(
      `${where} has lists in "${quotable(list!.column)}" and "${
        quotable(other.column)
      }"; expected ` +
        `one list in "training.text", which is "${quotable(template)}"`,
    );
  }
  const filled = (columns: Item["columns"]) =>
    fillTemplate(template, { ...item, columns }, side.manifest);
  const all = list === undefined
    ? [{ text: filled(item.columns), number: undefined }]
    : list.captions.map(({ text, number }) => ({
      text: filled({ ...item.columns, [list.column]: text }),
      number,
    }));
  return all.filter(({ text }) => text.trim() !== "");
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
  const { id, sound } = item;
  return { id, ...(sound && { sound }), ...(source && { source }), ...(file && { file }) };
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
