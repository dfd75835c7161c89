/**
 * Reads the items of an audit's two sides: each is one manifest or data set's folder, or several.
 * @module
 */
import { normalize } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { Item } from "../../datasets/items.ts";
import { FILE_COLUMN } from "../../datasets/audio_names.ts";
import { cellOf } from "../../datasets/cells.ts";
import { missingAmong, missingLabelNotes } from "../../datasets/missing_labels.ts";
import type { SoundPlaces } from "../../datasets/open.ts";
import { known } from "../../datasets/placeholders.ts";
import { distinctSounds, soundIdOf } from "../../datasets/sounds.ts";
import { captionColumns, plainTextColumn } from "../../datasets/text_columns.ts";
import { keptRows, type Where } from "../../datasets/where.ts";
import type { EvaluationItem } from "../../leakage/findings.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { type Corpus, pathsOf } from "../configuration/corpora.ts";
import type { InputFiles } from "./files.ts";

/** Default column of sources. */
const SOURCE_COLUMN = "source_id";
/** Default column of labels. */
const LABEL_COLUMN = "label";

/** The items of one manifest or folder of a side. */
export interface Side {
  /** Their manifest, as the configuration names it. */
  readonly manifest: string;
  /** What ids and files get in front where the side has several manifests, so that no two are the same; else nothing. */
  readonly prefix: string;
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
export async function readEvaluationSides(
  { evaluation, leakage }: AuditConfiguration,
  files: InputFiles,
  onNote: (note: string) => void,
): Promise<Side[]> {
  const paths = pathsOf(evaluation.items);
  const asked = paths.map((items) => ({ ...evaluation, items, key: "evaluation" }));
  const source = leakage.sourceColumn?.evaluation;
  const sides = await readSides(files, asked, source, () => [evaluation.labelColumn], onNote);
  return sides.map((side) => labeledSide(side, "items", onNote));
}

/** Reads the training corpora; items whose text would hold a label that is missing are left out. */
export async function readTrainingSides(
  corpora: readonly Corpus[],
  { leakage }: AuditConfiguration,
  files: InputFiles,
  onNote: (note: string) => void,
): Promise<Side[]> {
  const named = ({ labelColumn, textColumn }: Corpus) =>
    [labelColumn, textColumn].filter((column) => column !== undefined);
  const source = leakage.sourceColumn?.training;
  const sides = await readSides(files, corpora, source, named, onNote);
  return sides.map((side, i) => {
    const { text, textColumn } = corpora[i]!;
    const isTextOfLabel = text?.includes(`{${side.labelColumn}}`) ??
      (textColumn === undefined || textColumn === side.labelColumn);
    const isLabeled = isTextOfLabel && hasLabels(side) && !isOfCaptions(side, corpora[i]!);
    return isLabeled ? labeledSide(side, "training items", onNote) : side;
  });
}

/** The keys of a corpus that say what its texts are. */
export type TextKeys = "labelColumn" | "text" | "textColumn";

/**
 * Whether a corpus's texts are all captions that it is known to have: it names neither labels nor texts, and has several
 * columns of captions, or one and no labels.
 */
export function isOfCaptions(
  side: Side,
  { labelColumn, text, textColumn }: Pick<Corpus, TextKeys>,
): boolean {
  if ([labelColumn, text, textColumn].some((one) => one !== undefined)) return false;
  const columns = [...new Set(side.kept.flatMap(({ columns }) => Object.keys(columns)))];
  return captionColumns(columns).length > 0 ||
    (plainTextColumn(columns) !== undefined && !hasLabels(side));
}

/** Whether any item has the column of labels. */
function hasLabels({ kept, labelColumn }: Side): boolean {
  return kept.some(({ columns }) => Object.hasOwn(columns, labelColumn));
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

/** A manifest or folder to read. */
interface Asked {
  readonly items: string;
  readonly key: string;
  readonly labelColumn?: string | undefined;
  readonly textColumn?: string | undefined;
  readonly soundColumn?: string | undefined;
  readonly where: Where;
}

async function readSides<One extends Asked>(
  files: InputFiles,
  asked: readonly One[],
  // Without this check, a misspelled source column would make every clip a source of its own.
  sourceColumn: string | undefined,
  requiredOf: (one: One) => readonly string[],
  onNote: (note: string) => void,
): Promise<Side[]> {
  const isOne = asked.length === 1;
  const sides: Side[] = [];
  for (const one of asked) {
    const { items, labelColumn = LABEL_COLUMN, textColumn, soundColumn, where } = one;
    const source = isOne && sourceColumn !== undefined ? [sourceColumn] : [];
    const required = [...requiredOf(one), ...source];
    const read = { required, textColumn, soundColumn, missingRemedy: remedyOf(one), onNote };
    const { items: all, sounds } = await files.dataset(items, read);
    const rows = keptRows(all, where, items, '"where"');
    const kept = soundColumn === undefined ? rows : withFirstFiles(rows, all);
    const hasSource = kept.some(({ columns }) => Object.hasOwn(columns, sourceColumn ?? ""));
    sides.push({
      manifest: items,
      prefix: isOne ? "" : `${items}/`,
      sounds,
      all,
      ids: all.map(({ id }) => id),
      kept,
      isMissing: missingAmong(kept.map((item) => cellOf(item, labelColumn))),
      labelColumn,
      sourceColumn: isOne || hasSource ? sourceColumn ?? SOURCE_COLUMN : SOURCE_COLUMN,
    });
  }
  refuseTwice(sides, asked);
  if (sourceColumn !== undefined && sides.every((side) => side.sourceColumn !== sourceColumn)) {
    throw new InputError(
      `None of the ${sides.length} manifests of "${asked[0]!.key.replace(/\[.*/, "")}" has a ` +
        `column "${quotable(sourceColumn)}" ("leakage.sourceColumn")`,
    );
  }
  return sides;
}

/** Names the key of the column of labels, for a manifest that lacks it. */
function remedyOf({ key, labelColumn = LABEL_COLUMN }: Asked) {
  return (column: string) =>
    column === labelColumn ? `name the column of labels in "${key}.labelColumn"` : undefined;
}

/** Gives rows of one sound the file of its first row, where a column tells sounds apart: it is the one that is read. */
function withFirstFiles(rows: readonly Item[], all: readonly Item[]): readonly Item[] {
  const fileOf = new Map(all.map((item) => [item.id, cellOf(item, FILE_COLUMN)]));
  return rows.map((item) => {
    const file = fileOf.get(soundIdOf(item)) ?? "";
    return file === "" ? item : { ...item, columns: { ...item.columns, [FILE_COLUMN]: file } };
  });
}

/** Refuses an item that two corpora of one manifest keep. */
function refuseTwice(sides: readonly Side[], asked: readonly { readonly key: string }[]): void {
  // The ids of one manifest differ.
  if (sides.length < 2) return;
  const keyOf = new Map<string, string>();
  for (const [i, { prefix, kept, manifest }] of sides.entries()) {
    const { key } = asked[i]!;
    for (const { id, row } of kept) {
      // One manifest may have two names, such as "a.csv" and "./a.csv".
      const name = prefix === "" ? id : `${normalize(manifest).replace(/\/+$/, "")}/${id}`;
      const earlier = keyOf.get(name);
      if (earlier !== undefined) {
        throw new InputError(
          `"${key}" keeps row ${row} of "${quotable(manifest)}", which "${earlier}" keeps, too; ` +
            'expected each item once: choose rows with "where"',
        );
      }
      keyOf.set(name, key);
    }
  }
}

/** The ids of the sounds of a side's items, as pairs and rows of embeddings have them. */
export function soundIdsOf(sides: readonly Side[]): string[] {
  return sides.flatMap(({ prefix, kept }) => kept.map((item) => prefix + soundIdOf(item)));
}

/** Names the manifests of a side, for messages. */
export function namesOf(sides: readonly Side[]): string {
  return sides.map(({ manifest }) => quotable(manifest)).join('" and "');
}

/** Returns the evaluation's items for the audit, each sound once. */
export function evaluationItems(sides: readonly Side[]): EvaluationItem[] {
  return sides.flatMap((side) =>
    distinctSounds(side.kept)
      .map((item) => ({ ...identityOf(item, side), label: labelOf(item, side)! }))
  );
}

/** The class of an item: one, however its accents are encoded; undefined where it has none. */
export function labelOf(item: Item, { labelColumn, isMissing }: Side): string | undefined {
  const cell = cellOf(item, labelColumn);
  return isMissing(cell) ? undefined : cell.normalize("NFC");
}

/** Returns an item's id, sound, source and file, so that those of two corpora differ. */
export function identityOf(item: Item, { prefix, sourceColumn }: Side) {
  const source = known(cellOf(item, sourceColumn));
  const file = cellOf(item, FILE_COLUMN);
  const { id, sound } = item;
  return {
    id: prefix + id,
    ...(sound && { sound: prefix + sound }),
    ...(source && { source }),
    ...(file && { file: prefix + file }),
  };
}
