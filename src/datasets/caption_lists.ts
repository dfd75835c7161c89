/**
 * Cells that hold a list of captions: as JSON writes it, as Python prints it, or as NumPy prints it.
 * @module
 */

/** A text of a list. */
export interface ListedText {
  /** The text, without quotes and escapes; empty for a missing value. */
  readonly text: string;
  /** Where it starts in the cell, after its quote, in UTF-16 units. */
  readonly start: number;
}

/** An opening bracket, and the first sign of an entry or of the end: most texts have none. */
const OPENING = /^\s*[[(]\s*(?:["'\])]|n|N|-?\d)/;

/** An entry: a quoted text, or a word without quotes. */
const QUOTED = /"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'/y;
const BARE = /(?:null|None|nan|NaN|-?\d+(?:\.\d+)?)(?=[\s,\])])/y;
const SPACE = /\s*/y;

/**
 * Returns the texts of a cell that is a list of texts, in order; undefined where it is anything else, also a list of
 * numbers alone or a text that only begins with a bracket. Missing values (`null`, `None`, `nan`) give empty texts.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const texts = (cell: string) => captionList(cell)?.map(({ text }) => text);
 * assert.deepEqual(texts('["a dog", "it\\"s loud"]'), ["a dog", 'it"s loud']);
 * assert.deepEqual(texts(`['a dog', "it's loud", None]`), ["a dog", "it's loud", ""]);
 * assert.deepEqual(texts("['a dog'\n 'rain']"), ["a dog", "rain"]);
 * assert.equal(texts('["Hello" she says]'), undefined);
 * assert.equal(texts("[2]"), undefined);
 * ```
 */
export function captionList(cell: string): ListedText[] | undefined {
  if (!OPENING.test(cell)) return undefined;
  const open = cell.search(/[[(]/);
  const close = cell[open] === "[" ? "]" : ")";
  const end = cell.trimEnd().length - 1;
  if (cell[end] !== close) return undefined;
  const entries = entriesOf(cell, open + 1, end);
  if (entries === undefined) return undefined;
  // A list of numbers may be a text, and a text in brackets is no tuple.
  const isList = entries.every(({ text }) => text === "") || entries.some(({ quoted }) => quoted);
  const isTuple = close === "]" || entries.length > 1;
  return isList && isTuple ? entries.map(({ text, start }) => ({ text, start })) : undefined;
}

function entriesOf(cell: string, from: number, end: number) {
  const entries: (ListedText & { readonly quoted: boolean })[] = [];
  let at = after(SPACE, cell, from);
  while (at < end) {
    const quoted = matched(QUOTED, cell, at);
    const found = quoted ?? matched(BARE, cell, at);
    if (found === undefined) return undefined;
    const written = quoted?.[1] ?? quoted?.[2];
    const bare = /^-?\d/.test(found[0]) ? found[0] : "";
    const text = written === undefined ? bare : unescaped(written);
    entries.push({ text, start: at + (quoted ? 1 : 0), quoted: quoted !== undefined });
    const stop = at + found[0].length;
    at = after(SPACE, cell, stop);
    if (cell[at] === "," && at < end) at = after(SPACE, cell, at + 1);
    else if (at < end && at === stop) return undefined;
  }
  return at === end ? entries : undefined;
}

function matched(pattern: RegExp, cell: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(cell) ?? undefined;
}

function after(pattern: RegExp, cell: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(cell) ? pattern.lastIndex : at;
}

const ESCAPED = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g;
const LETTERS: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

function unescaped(written: string): string {
  if (!written.includes("\\")) return written;
  return written.replaceAll(ESCAPED, (all, x, u, long, one) => {
    if (one !== undefined) return LETTERS[one] ?? (/[\\'"/\n]/.test(one) ? one : all);
    const code = parseInt(x ?? u ?? long, 16);
    return code > 0x10ffff
      ? all
      : x ?? long
      ? String.fromCodePoint(code)
      : String.fromCharCode(code);
  });
}

/**
 * Whether a cell is a record or a list of records or lists: it has texts somewhere inside, and is none itself.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.ok(isRecords('[{"raw": "a dog"}]') && isRecords("[['a'], ['b']]") && isRecords('{"en": "a"}'));
 * assert.ok(!isRecords("{laughs}") && !isRecords('["a dog"]') && !isRecords("[[music]]"));
 * ```
 */
export function isRecords(cell: string): boolean {
  return /^\s*(?:\[\s*[[{]\s*["']|\{\s*["'])/.test(cell) && /[\]}]\s*$/.test(cell);
}
