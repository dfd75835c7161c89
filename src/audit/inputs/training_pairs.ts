/**
 * The training pairs of a corpus: its sounds, each with its texts.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { asWords } from "../../basics/words.ts";
import { captionList } from "../../datasets/caption_lists.ts";
import type { Item } from "../../datasets/items.ts";
import { noColumn } from "../../datasets/columns.ts";
import { cellOf } from "../../datasets/cells.ts";
import { labelsIn } from "../../datasets/label_lists.ts";
import { soundIdOf } from "../../datasets/sounds.ts";
import { emptyRowNote, missingTextNote } from "../../datasets/table_text.ts";
import { type CellCaption, cellCaptions, textItems } from "../../datasets/texts.ts";
import type { Corpus } from "../configuration/corpora.ts";
import type { AuditPair } from "./shape.ts";
import { identityOf, isOfCaptions, labelOf, type Side, type TextKeys } from "./sides.ts";

/**
 * Returns the training pairs of a corpus: for each item one, or one for each of its captions.
 *
 * @param onNote called with what must be said of texts that are passed over
 */
export function trainingPairs(
  side: Side,
  corpus: Pick<Corpus, TextKeys>,
  onNote?: (note: string) => void,
): AuditPair[] {
  return isOfCaptions(side, corpus)
    ? captionPairs(side, onNote)
    : templatePairs(side, corpus, onNote);
}

/** Makes pairs without labels: what a captioned data set calls a label, such as MACS's scenes, is not what they say. */
function captionPairs(side: Side, onNote?: (note: string) => void): AuditPair[] {
  return textItems(side.kept, side.manifest, undefined, onNote).map((item) => {
    const { text, caption } = item;
    return {
      ...identityOf(item, side),
      ...(caption && { sound: side.prefix + caption.of }),
      text: asWords(text),
    };
  });
}

function templatePairs(
  side: Side,
  { text, textColumn }: Pick<Corpus, TextKeys>,
  onNote?: (note: string) => void,
): AuditPair[] {
  const template = text ?? `{${textColumn ?? side.labelColumn}}`;
  const empty: number[] = [];
  const missing: number[] = [];
  const pairs = side.kept.flatMap((item) => {
    const label = labelText(labelOf(item, side) ?? "");
    const described = { ...identityOf(item, side), ...(label && { label }) };
    const captions = captionsBy(template, item, side, () => missing.push(item.row));
    if (captions.length === 0) empty.push(item.row);
    return captions.map(({ text, number }) => ({
      ...described,
      ...(number === undefined
        ? {}
        : { id: `${described.id}#${number}`, sound: side.prefix + soundIdOf(item) }),
      text: asWords(text),
    }));
  });
  if (pairs.length === 0) {
    throw new InputError(
      `"${side.manifest}" row ${empty[0]} has an empty text, and so has every other`,
    );
  }
  if (empty.length > 0) onNote?.(emptyRowNote(side.manifest, empty.length, empty[0]!));
  if (missing.length > 0) onNote?.(missingTextNote(side.manifest, missing.length, missing[0]!));
  return pairs;
}

/**
 * Fills a template once, or once for each caption of a column that holds a list. Placeholders such as `nan` say nothing;
 * of a row whose columns all say nothing there is no text.
 *
 * @param onMissing called for each placeholder
 */
function captionsBy(
  template: string,
  item: Item,
  side: Side,
  onMissing: () => void,
): CellCaption[] {
  const where = `"${side.manifest}" row ${item.row}`;
  const named = [
    ...new Set(Array.from(template.matchAll(/\{([^{}]*)\}/g), ([, column]) => column!)),
  ];
  const cells = named.filter((column) => column !== side.labelColumn).map((column) => ({
    column,
    isList: captionList(cellOf(item, column)) !== undefined,
    captions: cellCaptions(cellOf(item, column), column, () => where, onMissing),
  }));
  const [list, other] = cells.filter(({ isList }) => isList);
  if (other !== undefined) {
    throw new InputError(
      `${where} has lists in "${quotable(list!.column)}" and "${
        quotable(other.column)
      }"; expected ` +
        `one list in "training.text", which is "${quotable(template)}"`,
    );
  }
  const silent = cells.filter(({ isList, captions }) => !isList && captions.length === 0)
    .filter(({ column }) => Object.hasOwn(item.columns, column));
  const columns = {
    ...item.columns,
    ...(Object.hasOwn(item.columns, side.labelColumn)
      ? { [side.labelColumn]: labelText(item.columns[side.labelColumn]!) }
      : {}),
    ...Object.fromEntries(silent.map(({ column }) => [column, ""])),
  };
  const filled = (caption: Item["columns"] = {}) =>
    fillTemplate(template, { ...item, columns: { ...columns, ...caption } }, side.manifest);
  if (silent.length > 0 && silent.length === named.length) return [];
  const all = list === undefined
    ? [{ text: filled(), number: undefined }]
    : list.captions.map(({ text, number }) => ({ text: filled({ [list.column]: text }), number }));
  return all.filter(({ text }) => text.trim() !== "");
}

/** A label as a text: of a list of labels, as JSON has them, all of them. */
function labelText(label: string): string {
  return labelsIn(label).join(", ");
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
