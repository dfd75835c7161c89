/**
 * The training pairs of a corpus: its sounds, each with its texts.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { asWords } from "../../basics/words.ts";
import { captionList } from "../../datasets/caption_lists.ts";
import { cellOf, type Item, noColumn } from "../../datasets/items.ts";
import { soundIdOf } from "../../datasets/sounds.ts";
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
  return isOfCaptions(side, corpus) ? captionPairs(side, onNote) : templatePairs(side, corpus);
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

function templatePairs(side: Side, { text, textColumn }: Pick<Corpus, TextKeys>): AuditPair[] {
  const template = text ?? `{${textColumn ?? side.labelColumn}}`;
  return side.kept.flatMap((item) => {
    const label = labelOf(item, side);
    const described = { ...identityOf(item, side), ...(label && { label }) };
    const captions = captionsBy(template, item, side);
    if (captions.length === 0) {
      throw new InputError(`"${side.manifest}" row ${item.row} has an empty text`);
    }
    return captions.map(({ text, number }) => ({
      ...described,
      ...(number === undefined
        ? {}
        : { id: `${described.id}#${number}`, sound: side.prefix + soundIdOf(item) }),
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
