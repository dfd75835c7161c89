/**
 * Reads published models' own shared spaces.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { PublishedEntry } from "../configuration/backbone_entries.ts";
import type { Matrix } from "../../basics/matrix.ts";
import { refuseTwice } from "./distinct.ts";
import type { InputFiles } from "./files.ts";
import { type ItemRows, readItemRows } from "./item_rows.ts";
import type { Side } from "./sides.ts";
import { lookUp, readTextTable } from "./text_table.ts";

/** The embeddings of a published model. */
export interface PublishedRows {
  readonly name: string;
  /** Embeddings of the evaluation items. */
  readonly evaluation: ItemRows;
  /** Every distinct text of the labels' prompts. */
  readonly texts: readonly string[];
  /** One embedding for each text. */
  readonly vectors: Matrix;
}

/**
 * Reads the published models of a configuration.
 *
 * @param prompts the texts of the labels' prompts
 * @throws {InputError} when sounds and texts have rows of different lengths, or an item or a text has no row
 */
export async function readPublished(
  entries: readonly PublishedEntry[],
  sides: readonly Side[],
  prompts: readonly string[],
  files: InputFiles,
): Promise<PublishedRows[]> {
  refuseTwice(entries.map(({ name }) => name), "published models are named");
  const texts = [...new Set(prompts)];
  const read: PublishedRows[] = [];
  for (const [i, { name, audio, text, textItems }] of entries.entries()) {
    const evaluation = await readItemRows(audio, `published[${i}].audio`, sides, files);
    const keys = { array: `published[${i}].text`, items: `published[${i}].textItems` };
    const table = await readTextTable(text, textItems, keys, files);
    if (table.columns !== evaluation.columns) {
      throw new InputError(
        `"published[${i}]" ("${quotable(name)}") has sounds of ${evaluation.columns} numbers and ` +
          `texts of ${table.columns}; expected those of one space`,
      );
    }
    read.push({ name, evaluation, texts, vectors: lookUp(table, texts) });
  }
  return read;
}
