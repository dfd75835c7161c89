/**
 * Reads the items of an audit's two sides.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { asWords } from "../../basics/words.ts";
import { isSoundThere } from "../../audio/sound_file.ts";
import { captionList } from "../../datasets/caption_lists.ts";
import { cellOf, FILE_COLUMN, type Item, noColumn } from "../../datasets/items.ts";
import { missingAmong, missingLabelNotes } from "../../datasets/missing_labels.ts";
import { type DatasetItem, type SoundPlaces, withSounds } from "../../datasets/open.ts";
import { known } from "../../datasets/placeholders.ts";
import { distinctSounds, soundIdOf } from "../../datasets/sounds.ts";
import { type CellCaption, cellCaptions } from "../../datasets/texts.ts";
import { keptRows, type Where } from "../../datasets/where.ts";
import { listed } from "./dropping.ts";
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
  /** Where their sounds are looked for. */
  readonly sounds: SoundPlaces;
  /** All items of the manifest, in its order. */
  readonly all: readonly Item[];
  /** Their ids. */
  readonly ids: readonly string[];
  /** The items that `where` keeps, without those that have no label where one is needed. */
  readonly kept: readonly Item[];
  /** Whether a cell of the column of labels names no class: it is empty, or holds a placeholder such as `nan`. */
  readonly isMissing: (cell: string) => boolean;
  /** The column of labels. */
  readonly labelColumn: string;
  /** The column of sources. */
  readonly sourceColumn: string;
}

/** Reads the evaluation's items; those without a label are left out. */
export async function readEvaluationSide(
  { evaluation, leakage }: AuditConfiguration,
  files: InputFiles,
  onNote: (note: string) => void,
): Promise<Side> {
  const source = leakage.sourceColumn?.evaluation;
  const side = await readSide(files, evaluation, source, [evaluation.labelColumn], onNote);
  return labeledSide(side, "items", onNote);
}

/** Reads the training items; those whose text would hold a label that is missing are left out. */
export async function readTrainingSide(
  training: NonNullable<AuditConfiguration["training"]>,
  { leakage }: AuditConfiguration,
  files: InputFiles,
  onNote: (note: string) => void,
): Promise<Side> {
  const { labelColumn, textColumn } = training;
  const named = [labelColumn, textColumn].filter((column) => column !== undefined);
  const side = await readSide(files, training, leakage.sourceColumn?.training, named, onNote);
  const isTextOfLabel = training.text?.includes(`{${side.labelColumn}}`) ??
    (textColumn === undefined || textColumn === side.labelColumn);
  // Where there is no such column, the template says so.
  const hasLabels = side.kept.some(({ columns }) => Object.hasOwn(columns, side.labelColumn));
  return isTextOfLabel && hasLabels ? labeledSide(side, "training items", onNote) : side;
}

/** Leaves out the items of a side that have no label. */
function labeledSide(side: Side, what: string, onNote: (note: string) => void): Side {
  const { manifest, labelColumn, kept } = side;
  const labeled = kept.filter((item) => labelOf(item, side) !== undefined);
  const unlabeled = kept.filter((item) => labelOf(item, side) === undefined)
    .map((item) => ({ at: item.row, cell: cellOf(item, labelColumn) }));
  if (labeled.length === 0) {
    const [{ at, cell } = { at: 1, cell: "" }] = unlabeled;
    throw new InputError(
      `"${manifest}" row ${at} has no label in column "${quotable(labelColumn)}" (it holds ` +
        `"${quotable(cell)}"), nor has any other`,
    );
  }
  missingLabelNotes(unlabeled, kept.length, `${what} of "${quotable(manifest)}"`, "row")
    .forEach(onNote);
  return { ...side, kept: labeled };
}

async function readSide(
  files: InputFiles,
  { items, labelColumn = LABEL_COLUMN, where }: {
    readonly items: string;
    readonly labelColumn?: string | undefined;
    readonly where: Where;
  },
  // Without this check, a misspelled source column would make every clip a source of its own.
  sourceColumn: string | undefined,
  required: readonly string[],
  onNote: (note: string) => void,
): Promise<Side> {
  const source = sourceColumn === undefined ? [] : [sourceColumn];
  const { items: all, sounds } = await files.dataset(items, [...required, ...source], onNote);
  const kept = keptRows(all, where, items, '"where"');
  return {
    manifest: items,
    sounds,
    all,
    ids: all.map(({ id }) => id),
    kept,
    isMissing: missingAmong(kept.map((item) => cellOf(item, labelColumn))),
    labelColumn,
    sourceColumn: sourceColumn ?? SOURCE_COLUMN,
  };
}

/**
 * Says why a side has no sounds that can be read; undefined where at least one of them can be.
 */
export async function soundlessness(side: Side, files: InputFiles): Promise<string | undefined> {
  const name = `"${quotable(side.manifest)}"`;
  if (side.kept.some((item) => cellOf(item, FILE_COLUMN) === "")) {
    return `not every item of ${name} names a sound in "${FILE_COLUMN}"`;
  }
  const sounds = await soundsInside(side, files);
  if (sounds === undefined) return `${name} names sounds outside its folder`;
  for (const { file } of sounds) if (await isSoundThere(file)) return undefined;
  const first = quotable(cellOf(sounds[0]!, FILE_COLUMN));
  return `none of the ${sounds.length} sounds of ${name} is there, the first "${first}"`;
}

/** Notes the sounds of a side that are not there. */
export async function missingNote(side: Side, files: InputFiles): Promise<string | undefined> {
  const sounds = await soundsInside(side, files) ?? [];
  const names: string[] = [];
  for (const item of sounds) {
    if (!await isSoundThere(item.file)) names.push(cellOf(item, FILE_COLUMN));
  }
  if (names.length === 0) return undefined;
  return `${names.length} of ${sounds.length} sounds of "${quotable(side.manifest)}" ` +
    `${names.length === 1 ? "is" : "are"} not there: ${
      listed(names.map((one) => `"${quotable(one)}"`))
    }.`;
}

/** The sounds of a side with the paths of their files; undefined where one lies outside the folder. */
async function soundsInside({ kept, manifest, sounds }: Side, { access }: InputFiles) {
  try {
    return await withSounds(distinctSounds(kept), manifest, sounds, access);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    return undefined;
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
  const { manifest, kept, sounds, sourceColumn } = side;
  const without = kept.find((item) => cellOf(item, FILE_COLUMN) === "");
  if (without !== undefined) {
    const { row, columns } = without;
    const found = Object.hasOwn(columns, FILE_COLUMN)
      ? `names no file in "${FILE_COLUMN}"`
      : `has ${noColumn(FILE_COLUMN, Object.keys(columns))}`;
    throw new InputError(`"${manifest}" row ${row} ${found}; ${wanting} needs sound files`);
  }
  const items = await withSounds(kept, manifest, sounds, files.access);
  return distinctSounds(items).map((item) => {
    const label = labelOf(item, side);
    const source = known(cellOf(item, sourceColumn));
    return { ...item, ...(label && { label }), ...(source && { source }) };
  });
}

/** Returns the evaluation's items for the audit, each sound once. */
export function evaluationItems(side: Side): EvaluationItem[] {
  return distinctSounds(side.kept)
    .map((item) => ({ ...identity(item, side), label: labelOf(item, side)! }));
}

/** Returns the training pairs for the audit: for each item one, or one for each caption of a list. */
export function trainingPairs(
  side: Side,
  { text, textColumn }: { text?: string | undefined; textColumn?: string | undefined },
): AuditPair[] {
  const template = text ?? `{${textColumn ?? side.labelColumn}}`;
  return side.kept.flatMap((item) => {
    const label = labelOf(item, side);
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

/** The class of an item: one, however its accents are encoded; undefined where it has none. */
function labelOf(item: Item, { labelColumn, isMissing }: Side): string | undefined {
  const cell = cellOf(item, labelColumn);
  return isMissing(cell) ? undefined : cell.normalize("NFC");
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
