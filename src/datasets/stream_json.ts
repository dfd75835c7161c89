/**
 * Finds the strings of a JSON line.
 * @module
 */

/** A string of a JSON object, as it is written between its quotes. */
export interface WrittenString {
  /** Where it starts in the line, after the quote, from 0. */
  readonly start: number;
  /** The text as written. */
  readonly written: string;
}

/**
 * Finds the string that a key of an object has as its value. Undefined if the value is not a string.
 *
 * @param line a valid JSON object without duplicate keys
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const found = writtenString('{"id": 1, "text": "a \\"dog\\""}', "text");
 * assert.deepEqual(found, { start: 19, written: 'a \\"dog\\"' });
 * ```
 */
export function writtenString(line: string, key: string): WrittenString | undefined {
  let found: WrittenString | undefined;
  let depth = 0;
  let name: string | undefined;
  for (let at = nextMark(line, 0); at < line.length; at = nextMark(line, at + 1)) {
    const mark = line[at]!;
    if (mark === "{" || mark === "[") depth++;
    else if (mark === "}" || mark === "]") depth--;
    else if (mark === '"') {
      const close = closingQuote(line, at);
      const written = line.slice(at + 1, close);
      if (depth === 1 && name === undefined) name = unescaped(written);
      else if (depth === 1 && name === key) found = { start: at + 1, written };
      at = close;
    }
    // A comma precedes the next key.
    if (depth === 1 && mark === ",") name = undefined;
    else if (depth === 1 && mark !== '"' && mark !== "{" && name === key) found = undefined;
  }
  return found;
}

/**
 * Finds the strings of the list that a key of an object has as its value, in order. Undefined if the value is no list
 * of strings alone.
 *
 * @param line a valid JSON object without duplicate keys
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const found = writtenStrings('{"text": ["a", "b c"]}', "text");
 * assert.deepEqual(found, [{ start: 11, written: "a" }, { start: 16, written: "b c" }]);
 * ```
 */
export function writtenStrings(line: string, key: string): WrittenString[] | undefined {
  let depth = 0;
  let name: string | undefined;
  let found: WrittenString[] | undefined;
  let entries = 0;
  for (let at = nextMark(line, 0); at < line.length; at = nextMark(line, at + 1)) {
    const mark = line[at]!;
    if (mark === "[" && depth === 1 && name === key) [found, entries] = [[], 1];
    if (mark === "," && depth === 2 && name === key) entries++;
    if (mark === "{" || mark === "[") depth++;
    else if (mark === "}" || mark === "]") depth--;
    else if (mark === "," && depth === 1) name = undefined;
    else if (mark === '"') {
      const close = closingQuote(line, at);
      const written = line.slice(at + 1, close);
      if (depth === 1) name ??= unescaped(written);
      else if (depth === 2 && name === key) found?.push({ start: at + 1, written });
      at = close;
    }
  }
  return found?.length === entries ? found : undefined;
}

const MARK = /["{}[\],]/g;

function nextMark(line: string, from: number): number {
  MARK.lastIndex = from;
  return MARK.test(line) ? MARK.lastIndex - 1 : line.length;
}

function closingQuote(line: string, open: number): number {
  let close = line.indexOf('"', open + 1);
  while (isEscaped(line, close)) close = line.indexOf('"', close + 1);
  return close;
}

function isEscaped(line: string, at: number): boolean {
  let before = at;
  while (line[before - 1] === "\\") before--;
  return (at - before) % 2 === 1;
}

function unescaped(written: string): string {
  return written.includes("\\") ? JSON.parse(`"${written}"`) : written;
}
