/**
 * Finds what the texts of training items are.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { noColumn } from "../../datasets/columns.ts";
import { cellOf } from "../../datasets/cells.ts";
import { captionList } from "../../datasets/caption_lists.ts";
import { soundIdOf } from "../../datasets/sounds.ts";
import { captionColumns, plainTextColumn } from "../../datasets/text_columns.ts";
import { type ColumnFacts, evidenceOf, isMostlyFilled } from "./columns.ts";
import { findLabels, hasLabels } from "./label_column.ts";
import type { LookedSide } from "./look.ts";
import { type Reading, readingOf } from "./reading.ts";

/** What tables call a column of texts that no other command knows, the likeliest first. */
const NAMES: readonly string[] = [
  ...["description", "sentence", "transcription", "raw_text", "title", "summary", "query"],
];
/** Mean number of words from which on a column is taken for one of texts. */
const TEXT_WORDS = 3;

/** The texts of training items. */
export interface FoundTexts {
  /** The keys of the configuration's `training`. */
  readonly keys: { readonly labelColumn?: string; readonly textColumn?: string };
  /** What they are. */
  readonly kind: "captions" | "labels";
  /** In words. */
  readonly value: string;
  readonly why: string;
  readonly isUnsure: boolean;
  /** How they read. */
  readonly reading: Reading;
  /** Whether sounds have several captions. */
  readonly areSeveral: boolean;
}

/**
 * Finds the texts: the named column, else captions, else labels, else the only column that reads like sentences.
 *
 * @throws {InputError} when nothing tells
 */
export function findTexts(side: LookedSide, asked: string | undefined): FoundTexts {
  const { items, columns, path } = side;
  if (asked !== undefined) {
    const facts = columns.find(({ name }) => name === asked);
    if (facts !== undefined) return captionsIn(side, facts, "you named it; ", false);
    const found = noColumn(asked, columns.map(({ name }) => name));
    throw new InputError(`"${quotable(path)}" has ${found} (--text-column)`);
  }
  const filled = columns.filter((column) => column.filled > 0);
  const names = filled.map(({ name }) => name);
  const numbered = captionColumns(names);
  const plain = plainTextColumn(names);
  if (plain === undefined && numbered.length > 0) return numberedCaptions(side, numbered);
  const captions = filled.find(({ name }) => name === plain);
  const isHalf = captions !== undefined && 2 * captions.filled >= items.length;
  if (isHalf) return captionsIn(side, captions, "", false);
  if (hasLabels(side)) return labelsAsTexts(side, captions);
  if (captions !== undefined) return captionsIn(side, captions, "", false);
  const likely = filled.filter(({ isNumeric, words }) => !isNumeric && words >= TEXT_WORDS);
  const named = NAMES.flatMap((name) => filled.find((column) => column.name === name) ?? []);
  const [only, other] = named.length > 0 ? named.slice(0, 1) : likely;
  if (only !== undefined && other === undefined) {
    return captionsIn(side, only, "the likeliest to hold texts; ", true);
  }
  const listed = names.slice(0, 8).map((name) => `"${quotable(name)}"`).join(", ");
  throw new InputError(
    `"${quotable(path)}" has ${items.length} items, but no column is known to hold their texts ` +
      `(it has ${listed}); name it with --text-column`,
  );
}

function captionsIn(
  side: LookedSide,
  facts: ColumnFacts,
  before: string,
  isUnsure: boolean,
): FoundTexts {
  const { name } = facts;
  // An audit takes captions by itself only where nothing is labeled.
  const isDefault = plainTextColumn([name]) !== undefined &&
    !side.columns.some((column) => column.name === "label");
  const reading = readingOf(side.items, name);
  const isWhole = isMostlyFilled(facts, side.items.length);
  return {
    keys: isDefault ? {} : { textColumn: name },
    kind: "captions",
    value: name,
    why: [
      `${before}${evidenceOf(facts, side.items.length)}, of ${facts.words.toFixed(1)} words`,
      ...reading === "numbers" ? ["all or most of them numbers, which are no captions"] : [],
      ...isWhole ? [] : ["items without a text are left out"],
    ].join("; "),
    isUnsure: isUnsure || reading === "numbers" || !isWhole,
    reading,
    areSeveral: areCaptionsSeveral(side, name),
  };
}

function areCaptionsSeveral({ items }: LookedSide, column: string): boolean {
  const isList = items.some((item) => (captionList(cellOf(item, column))?.length ?? 0) > 1);
  return isList || new Set(items.map(soundIdOf)).size < items.length;
}

function numberedCaptions({ items }: LookedSide, columns: readonly string[]): FoundTexts {
  const all = columns.length === 1 ? columns[0]! : `${columns[0]} to ${columns.at(-1)}`;
  return {
    keys: {},
    kind: "captions",
    value: all,
    why: `columns "${columns[0]}" to "${columns.at(-1)}" hold captions of ` +
      `${items.length.toLocaleString("en-US")} rows`,
    isUnsure: false,
    reading: readingOf(items, columns[0]!),
    areSeveral: columns.length > 1,
  };
}

function labelsAsTexts(side: LookedSide, captions: ColumnFacts | undefined): FoundTexts {
  const { column, why, isUnsure, labels } = findLabels(side, undefined, "--text-column");
  return {
    keys: column === "label" ? {} : { labelColumn: column },
    kind: "labels",
    value: column,
    why: `${
      captions === undefined ? "it has no captions" : evidenceOf(captions, side.items.length)
    }, so the label is the text: ${why} (${labels.length} classes)`,
    isUnsure: isUnsure || captions !== undefined,
    reading: "names",
    areSeveral: false,
  };
}
