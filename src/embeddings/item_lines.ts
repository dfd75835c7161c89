/**
 * `items.jsonl`: one line for each row, `{"id": ..., "column": "value", ...}`. The file is itself a manifest that
 * every command accepts, and gives the same ids.
 *
 * If the manifest has a column named `id` that is not the item's id (because another column was chosen), it is kept
 * as `manifest_id`, with as many `_` appended as make the name unique.
 * @module
 */
import { readJson } from "../basics/json.ts";
import { unreadable } from "../formats/reading.ts";
import type { SetItem } from "./embedding_set.ts";

/** Largest number of characters in a line: more than any real row of a manifest, and few enough to hold. */
export const LONGEST_LINE = 2 ** 24;

/**
 * Formats the line of an item, without its line feed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const columns = { id: "7", file_name: "a.wav", label: "dog" };
 * const line = '{"id":"a.wav","file_name":"a.wav","label":"dog","manifest_id":"7"}';
 * assert.equal(itemLine({ id: "a.wav", columns }), line);
 * ```
 */
export function itemLine({ id, columns }: SetItem): string {
  const line: Record<string, string> = { ...{ id }, ...columns, id };
  const other = Object.hasOwn(columns, "id") ? columns["id"]! : id;
  if (other === id) return JSON.stringify(line);
  let name = "manifest_id";
  while (Object.hasOwn(columns, name)) name += "_";
  return JSON.stringify({ ...line, [name]: other });
}

/**
 * Parses the item of a line; its columns include the id.
 *
 * @param number the line's number, for messages
 * @param name the file's name, for messages
 * @throws {InputError} when it is not a JSON object of texts with an id
 */
export function parseItemLine(line: string, number: number, name: string): SetItem {
  const columns = readJson(line, name, number);
  if (typeof columns !== "object" || columns === null || Array.isArray(columns)) {
    throw unreadable(name, `line ${number} is not a JSON object`);
  }
  const wrong = Object.entries(columns).find(([, value]) => typeof value !== "string");
  if (wrong) {
    const column = JSON.stringify(wrong[0].slice(0, 80));
    throw unreadable(name, `line ${number} has column ${column} that is not text`);
  }
  const texts = columns as Record<string, string>;
  const id = Object.hasOwn(texts, "id") ? texts["id"]! : "";
  if (id === "") throw unreadable(name, `line ${number} has no id`);
  return { id, columns: texts };
}

/**
 * Yields the lines of a file of any size; all end in a line feed.
 *
 * @param pieces the file's bytes in order, UTF-8
 * @param name the file's name, for messages
 * @throws {InputError} when the bytes are not such text, or a line is longer than 16,777,216 characters
 */
export async function* linesOf(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let rest = "";
  for await (const piece of pieces) {
    rest += decode(() => decoder.decode(piece, { stream: true }), name);
    const lines = rest.split("\n");
    rest = lines.pop()!;
    if (rest.length > LONGEST_LINE) {
      throw unreadable(name, `a line of more than ${LONGEST_LINE} characters`);
    }
    yield* lines;
  }
  rest += decode(() => decoder.decode(), name);
  if (rest !== "") throw unreadable(name, "it ends inside a line");
}

function decode(step: () => string, name: string): string {
  try {
    return step();
  } catch {
    throw unreadable(name, "it is not UTF-8 text");
  }
}
