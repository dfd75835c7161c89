/**
 * Reads ready-made embeddings of texts and finds them by their words.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { asWords } from "../../basics/words.ts";
import { columnList, parseItems } from "../../datasets/items.ts";
import { cellOf } from "../../datasets/cells.ts";
import { readEmbeddingArray, splitArrayName } from "../../embeddings/arrays.ts";
import { valuesOfItems } from "../../embeddings/ready_made.ts";
import { copySharedRows, type Matrix } from "../../basics/matrix.ts";
import type { InputFiles } from "./files.ts";

/** Columns of texts; the first that a manifest has is used. */
const TEXT_COLUMNS = ["text", "label"];

/** Embeddings of texts. */
export interface TextTable extends Matrix {
  /** Its name in messages. */
  readonly name: string;
  /** The first row of each text, by its words. */
  readonly rowOf: ReadonlyMap<string, number>;
}

/**
 * Reads embeddings of texts.
 *
 * @param path an embedding set, or an array with a row for each item of a manifest
 * @param items the manifest; an embedding set needs none
 * @param keys the keys of the configuration that name both, for messages
 * @throws {InputError} when the texts of the rows are not known, or the number of rows is wrong
 */
export async function readTextTable(
  path: string,
  items: string | undefined,
  keys: { readonly array: string; readonly items: string },
  files: InputFiles,
): Promise<TextTable> {
  if (await files.isFolder(path)) {
    const { rows, columns, values, items } = await files.set(path);
    return { name: path, rows, columns, values, rowOf: firstRows(items, path) };
  }
  if (items === undefined) {
    throw new InputError(
      `"${keys.array}" is "${quotable(path)}", an array that does not say what its texts are; ` +
        `name their manifest in "${keys.items}"`,
    );
  }
  const manifest = await parseItems(await files.read(items), items);
  const bytes = await files.read(splitArrayName(path).file);
  const array = await readEmbeddingArray(bytes, path);
  const { rows, columns } = array;
  if (rows !== manifest.length) {
    throw new InputError(
      `"${path}" has ${rows} rows; expected one for each of the ${manifest.length} texts of ` +
        `"${items}"`,
    );
  }
  const values = valuesOfItems(array, manifest, path, items);
  return { name: path, rows, columns, values, rowOf: firstRows(manifest, items) };
}

function firstRows(
  items: readonly { readonly columns: Readonly<Record<string, string>> }[],
  name: string,
): Map<string, number> {
  const column = TEXT_COLUMNS.find((column) =>
    items.every(({ columns }) => Object.hasOwn(columns, column))
  );
  if (column === undefined) {
    throw new InputError(
      `"${name}" has no column "text" or "label" with the texts; it has ` +
        columnList(Object.keys(items[0]?.columns ?? {})),
    );
  }
  const rowOf = new Map<string, number>();
  items.forEach((item, row) => {
    const words = asWords(cellOf(item, column));
    if (!rowOf.has(words)) rowOf.set(words, row);
  });
  return rowOf;
}

/**
 * Returns copies of the embeddings of texts, in memory that workers share.
 *
 * @throws {InputError} when a text is not in the table
 */
export function lookUp(table: TextTable, texts: readonly string[]): Matrix {
  const { rowOf } = table;
  const [missing, ...others] = texts.filter((text) => !rowOf.has(text));
  if (missing !== undefined) {
    throw new InputError(
      `"${table.name}" has no row for the text "${quotable(missing)}"` +
        (others.length > 0 ? `, nor for ${others.length} others that the audit needs` : ""),
    );
  }
  return copySharedRows(table, texts.map((text) => rowOf.get(text)!));
}
