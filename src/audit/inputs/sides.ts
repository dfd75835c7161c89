/**
 * Reads the items of an audit's two sides.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { asWords } from "../../basics/words.ts";
import { cellOf, FILE_COLUMN, type Item, noColumn } from "../../datasets/items.ts";
import { missingAmong, missingLabelNotes } from "../../datasets/missing_labels.ts";
import { known } from "../../datasets/placeholders.ts";
import { type DatasetItem, type SoundPlaces, withSounds } from "../../datasets/open.ts";
import { keptRows } from "../../datasets/where.ts";
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
  /** Ids of all items of the manifest, in its order. */
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
  const side = await readSide(files, evaluation, source, [evaluation.labelColumn]);
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
  const side = await readSide(files, training, leakage.sourceColumn?.training, named);
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
    readonly where: Readonly<Record<string, readonly string[]>>;
  },
  // Without this check, a misspelled source column would make every clip a source of its own.
  sourceColumn: string | undefined,
  required: readonly string[],
): Promise<Side> {
  const source = sourceColumn === undefined ? [] : [sourceColumn];
  const { items: all, sounds } = await files.dataset(items, [...required, ...source]);
  const kept = keptRows(all, where, items, '"where"');
  return {
    manifest: items,
    sounds,
    ids: all.map(({ id }) => id),
    kept,
    isMissing: missingAmong(kept.map((item) => cellOf(item, labelColumn))),
    labelColumn,
    sourceColumn: sourceColumn ?? SOURCE_COLUMN,
  };
}

/** Whether every item names a sound file that may be read, and at least one of the files exists. */
export async function hasSounds(side: Side, files: InputFiles): Promise<boolean> {
  if (side.kept.some((item) => cellOf(item, FILE_COLUMN) === "")) return false;
  for (const { file } of await soundsInside(side, files)) {
    if (await Deno.stat(file).then(({ isFile }) => isFile, () => false)) return true;
  }
  return false;
}

/** The items with the paths of their sounds; none where one lies outside the folder. */
async function soundsInside({ kept, manifest, sounds }: Side, { access }: InputFiles) {
  try {
    return await withSounds(kept, manifest, sounds, access);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    return [];
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
  return items.map((item) => {
    const label = labelOf(item, side);
    const source = known(cellOf(item, sourceColumn));
    return { ...item, ...(label && { label }), ...(source && { source }) };
  });
}

/** Returns the evaluation's items for the audit. */
export function evaluationItems(side: Side): EvaluationItem[] {
  return side.kept.map((item) => ({ ...identity(item, side), label: labelOf(item, side)! }));
}

/** Returns the training pairs for the audit. */
export function trainingPairs(
  side: Side,
  { text, textColumn }: { text?: string | undefined; textColumn?: string | undefined },
): AuditPair[] {
  const template = text ?? (textColumn === undefined ? `{${side.labelColumn}}` : undefined);
  return side.kept.map((item) => {
    const label = labelOf(item, side);
    const words = template === undefined
      ? cellOf(item, textColumn!)
      : fillTemplate(template, item, side.manifest);
    if (words.trim() === "") {
      throw new InputError(`"${side.manifest}" row ${item.row} has an empty text`);
    }
    return { ...identity(item, side), ...(label && { label }), text: asWords(words) };
  });
}

/** The class of an item: one, however its accents are encoded; undefined where it has none. */
function labelOf(item: Item, { labelColumn, isMissing }: Side): string | undefined {
  const cell = cellOf(item, labelColumn);
  return isMissing(cell) ? undefined : cell.normalize("NFC");
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
