/**
 * Finds the column of labels.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { Item } from "../../datasets/items.ts";
import { noColumn } from "../../datasets/columns.ts";
import { cellOf } from "../../datasets/cells.ts";
import { holdLists, knownSeparator, labelsIn, listsAmong } from "../../datasets/label_lists.ts";
import { missingAmong } from "../../datasets/missing_labels.ts";
import { isSplitColumn } from "./splits.ts";
import { SOURCE_COLUMNS } from "./sources.ts";
import { type ColumnFacts, evidenceOf, isMostlyFilled } from "./columns.ts";
import type { LookedSide } from "./look.ts";

/** What tables call the column of labels, the likeliest first; `label` is what a configuration takes by default. */
const NAMES: readonly string[] = [
  ...["label", "category", "class", "class_name", "classname", "labels", "class_label"],
  ...["tags", "target_name", "event_label", "event", "scene_label", "scene", "genre", "species"],
  ...["instrument", "emotion", "word", "command", "display_name", "primary_label", "target"],
];
/** Columns that say other things of a row. */
const OTHERS = new Set([
  ...["id", "file_name", "filename", "file", "path", "audio", "audio_filepath", "audio_path"],
  ...["wav", "license", "text", "caption", "captions", "take", "split", "fold", "url"],
  ...SOURCE_COLUMNS,
]);
/** A mean number of words of captions: names of classes have fewer. */
const CAPTION_WORDS = 4;

/** The labels of a side. */
export interface FoundLabels {
  /** The column. */
  readonly column: string;
  /** What is between several labels, where it must be given. */
  readonly separator?: string;
  /** Whether items have several labels. */
  readonly areSeveral: boolean;
  /** The distinct labels. */
  readonly labels: readonly string[];
  /** What tells the column. */
  readonly why: string;
  /** Whether that is a guess. */
  readonly isUnsure: boolean;
}

/**
 * Finds the column of labels of a side: the named one, else one of a usual name, else the only one whose values repeat
 * as those of classes do.
 *
 * @param asked the column that the user named
 * @param option the option that names one, for messages
 * @throws {InputError} when there is none or several could be it, all labels are the same, or they are captions
 */
export function findLabels(
  side: LookedSide,
  asked: string | undefined,
  option: string,
): FoundLabels {
  const { facts, isUnsure, why } = columnOf(side, asked, option);
  const { name: column } = facts;
  const cells = labelCells(side.items, column);
  const known = knownSeparator(side.items, column);
  const distinct = [...new Set(cells)];
  const guessed = known === undefined && !holdLists(cells) ? listsAmong(distinct) : undefined;
  const separator = known ?? guessed?.separator;
  const areSeveral = holdLists(cells, separator);
  const labels = areSeveral
    ? [...new Set(distinct.flatMap((cell) => labelsIn(cell, separator)))]
    : distinct;
  refuseOdd(side, column, labels, areSeveral, asked, option, facts);
  const each = areSeveral
    ? `; its cells hold several labels each, ${labels.length.toLocaleString("en-US")} in all`
    : "";
  return {
    column,
    ...(guessed === undefined ? {} : { separator: guessed.separator }),
    areSeveral,
    labels: labels.sort(),
    why: `${why}${each}`,
    isUnsure: isUnsure || guessed !== undefined,
  };
}

/** Whether a side may have labels at all: a column of a usual name, or one that repeats. */
export function hasLabels(side: LookedSide): boolean {
  return NAMES.some((name) => side.columns.some((one) => one.name === name && one.filled > 0)) ||
    repeating(side).length > 0;
}

function columnOf(side: LookedSide, asked: string | undefined, option: string) {
  const { columns, items, path } = side;
  const rows = items.length;
  if (asked !== undefined) {
    const facts = columns.find(({ name }) => name === asked);
    if (facts !== undefined) {
      return { facts, isUnsure: false, why: `you named it; ${evidenceOf(facts, rows)}` };
    }
    const found = noColumn(asked, columns.map(({ name }) => name));
    throw new InputError(`"${quotable(path)}" has ${found} (${option})`);
  }
  const usual = usualOf(columns);
  const half = usual.filter(({ filled }) => 2 * filled >= rows);
  const [only, other] = repeating(side);
  const facts = half.find(({ isNumeric }) => !isNumeric) ?? half[0] ??
    (only === undefined ? usual[0] : undefined);
  if (facts !== undefined) {
    const doubts = doubtsOf(facts, side);
    return {
      facts,
      isUnsure: doubts.length > 0,
      why: [evidenceOf(facts, rows), ...doubts].join(", "),
    };
  }
  if (only !== undefined && other === undefined) {
    const why = `the only one whose values repeat: ${evidenceOf(only, rows)}`;
    return { facts: only, isUnsure: true, why };
  }
  const listed = (all: readonly { readonly name: string }[]) =>
    all.slice(0, 8).map(({ name }) => `"${quotable(name)}"`).join(", ");
  throw new InputError(
    only === undefined
      ? `"${quotable(path)}" has no column of labels: no values repeat as those of classes do in ` +
        `${listed(columns)}; name it with ${option}`
      : `"${quotable(path)}" has several columns that could be labels, ${
        listed(repeating(side))
      }; name one with ${option}`,
  );
}

/** The columns of usual names, the likeliest first. */
function usualOf(columns: readonly ColumnFacts[]): ColumnFacts[] {
  return NAMES.flatMap((name) => columns.find((one) => one.name === name && one.filled > 0) ?? []);
}

/** What speaks against a column of a usual name. */
function doubtsOf(facts: ColumnFacts, side: LookedSide): string[] {
  const rival = repeating(side).find((other) => looksFiner(other, facts, side.items));
  return [
    ...facts.isNumeric ? ["all numbers, which text backbones do not know as names of classes"] : [],
    ...isMostlyFilled(facts, side.items.length) ? [] : ["and items without a label are left out"],
    ...rival === undefined
      ? []
      : [`but ${evidenceOf(rival, side.items.length)}, which may be the labels, too`],
  ];
}

/** Whether another column has at least as many values, and these do not just rename those of a column. */
function looksFiner(other: ColumnFacts, { name, distinct }: ColumnFacts, items: readonly Item[]) {
  if (other.name === name || other.distinct < distinct) return false;
  const both = new Set(
    items.map((item) => JSON.stringify([name, other.name].map((column) => cellOf(item, column)))),
  );
  return both.size > distinct || other.distinct > distinct;
}

/** The columns of words whose values repeat. */
function repeating({ columns, items }: LookedSide): ColumnFacts[] {
  return columns.filter(({ name, filled, distinct, isNumeric, words }) =>
    !OTHERS.has(name) && !isSplitColumn(name) && !isNumeric && words < CAPTION_WORDS &&
    distinct >= 2 && 2 * distinct <= filled && 2 * filled >= items.length
  );
}

/** The cells of a column that name a class. */
function labelCells(items: readonly Item[], column: string): string[] {
  const cells = items.map((item) => cellOf(item, column).normalize("NFC"));
  const isMissing = missingAmong(cells);
  return cells.filter((cell) => !isMissing(cell));
}

function refuseOdd(
  { path, items }: LookedSide,
  column: string,
  labels: readonly string[],
  areSeveral: boolean,
  asked: string | undefined,
  option: string,
  { filled, distinct, words }: ColumnFacts,
): void {
  const where = `"${quotable(path)}": column "${quotable(column)}"`;
  if (labels.length === 0) {
    throw new InputError(
      `${where} names no class in ${items.length} rows; name another with ${option}`,
    );
  }
  if (labels.length === 1) {
    throw new InputError(
      `${where} has one class, "${quotable(labels[0]!)}", in ${items.length} rows; expected at ` +
        `least two to tell apart, or name another with ${option}`,
    );
  }
  const areDifferent = !areSeveral && filled >= 10 && distinct > 0.9 * filled;
  if (!areDifferent || asked !== undefined) return;
  const what = words >= CAPTION_WORDS ? "they are captions, not labels" : "labels repeat";
  throw new InputError(
    `${where} has ${distinct} different values in ${filled} rows, so ${what}; expected classes of ` +
      `several items each: name another with ${option}, or give captions as --training`,
  );
}
