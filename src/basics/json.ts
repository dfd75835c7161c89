/**
 * Reads JSON from outside. `JSON.parse` silently keeps the last of two values with the same key, and code that walks
 * the result would overflow the stack where arrays nest thousands deep. Both are refused here.
 *
 * jsonc-parser 3.3.1 is not used: its visitor takes 1.3 s for the lines of a million captions; the walk below takes 0.1
 * s.
 * @module
 */
import { InputError, messageOf } from "./errors.ts";
import { printable, quotable } from "./printable.ts";

/** Greatest nesting of arrays and objects; no file that Earnest knows nests ten deep. */
export const DEEPEST_JSON = 100;

/** A key of an object. */
export interface JsonKey {
  /** The key, without quotes and escapes. */
  readonly key: string;
  /** Number of its object, unique within the text. */
  readonly object: number;
  /** Nesting depth; 1 for the keys of the outermost object. */
  readonly depth: number;
  /** Line number, from 1. */
  readonly line: number;
}

/**
 * Parses a JSON text from outside.
 *
 * @param text JSON
 * @param name the file's name, for errors
 * @param line line number, where the text is one line of the file
 * @throws {InputError} when the text is not JSON, an object repeats a key, or it is nested more than 100 deep
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(readJson('{ "seeds": [1] }', "a.json"), { seeds: [1] });
 * assert.throws(() => readJson('{ "a": 1,\n  "a": 2 }', "a.json"), {
 *   message: 'Cannot read "a.json": the key "a" appears twice, in lines 1 and 2',
 * });
 * ```
 */
export function readJson(text: string, name: string, line?: number): unknown {
  const start = line ?? 1;
  const keys = countWrittenKeys(text, name, start);
  const json = parse(text, name, line);
  if (countKeys(json) !== keys) throw doubledKey(text, name, start);
  return json;
}

/**
 * Lists the keys of all objects in a JSON text in written order, which `JSON.parse` does not keep.
 *
 * @param text JSON that {@link readJson} accepts, or refuses for a repeated key
 * @param line number of its first line
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...jsonKeys('{"b": 1,\n "1": {}}')].map(({ key }) => key), ["b", "1"]);
 * ```
 */
export function* jsonKeys(text: string, line = 1): Generator<JsonKey> {
  const open: number[] = [];
  let objects = 0;
  let [start, end] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    if (mark === '"') {
      start = at;
      end = at = closingQuote(text, at);
    } else if (mark === ":") {
      const key: string = JSON.parse(text.slice(start, end + 1));
      yield { key, object: open.at(-1)!, depth: open.length, line };
    } else if (mark === "{" || mark === "[") open.push(++objects);
    else if (mark === "}" || mark === "]") open.pop();
    else if (mark === "\n") line++;
  }
}

function parse(text: string, name: string, line: number | undefined): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    const reason = printable(messageOf(thrown));
    throw unreadable(
      name,
      line === undefined ? `it is not JSON (${reason})` : `line ${line} is not JSON: ${reason}`,
    );
  }
}

const QUOTE = 0x22, COLON = 0x3a, BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b, OPEN_BRACKET = 0x5b, CLOSE_BRACE = 0x7d, CLOSE_BRACKET = 0x5d;

/** Counts the colons outside strings; for text that is not JSON the count is meaningless. */
function countWrittenKeys(text: string, name: string, line: number): number {
  let keys = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = closingQuote(text, at);
        break;
      case COLON:
        keys++;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (++depth > DEEPEST_JSON) {
          const found = line + text.slice(0, at).split("\n").length - 1;
          throw unreadable(name, `line ${found} is nested more than ${DEEPEST_JSON} deep`);
        }
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth--;
    }
  }
  return keys;
}

/** Where a string ends; the length of the text if it does not end. */
function closingQuote(text: string, open: number): number {
  for (let close = open;;) {
    close = text.indexOf('"', close + 1);
    if (close < 0) return text.length;
    let before = close;
    while (text.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((close - before) % 2 === 0) return close;
  }
}

function countKeys(json: unknown): number {
  if (typeof json !== "object") return 0;
  let keys = 0;
  if (Array.isArray(json)) {
    for (const value of json) if (typeof value === "object") keys += countKeys(value);
    return keys;
  }
  // Parsed values inherit no keys, so `for in` is safe; it takes a third of the time of `Object.values`.
  for (const key in json as Record<string, unknown>) {
    keys++;
    const value = (json as Record<string, unknown>)[key];
    if (typeof value === "object") keys += countKeys(value);
  }
  return keys;
}

function doubledKey(text: string, name: string, start: number): InputError {
  const seen = new Map<number, Map<string, number>>();
  for (const { key, object, line } of jsonKeys(text, start)) {
    const keys = seen.get(object) ?? new Map<string, number>();
    const earlier = keys.get(key);
    if (earlier !== undefined) {
      const lines = earlier === line ? ` in line ${line}` : `, in lines ${earlier} and ${line}`;
      return unreadable(name, `the key "${quotable(key)}" appears twice${lines}`);
    }
    seen.set(object, keys.set(key, line));
  }
  throw new Error(`No key of "${name}" appears twice`);
}

function unreadable(name: string, reason: string): InputError {
  return new InputError(`Cannot read "${name}": ${reason}`);
}
