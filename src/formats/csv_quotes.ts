/**
 * Where the fields in quotes of a table lie. A quote opens a field only at its start; the field ends at the next quote
 * that is not doubled. Where that one is followed by anything but a separator or a line end, and on the same line, the
 * quotes are signs of the text, as in `"rain" falls`.
 * @module
 */

/** A field in quotes. */
export interface QuotedSpan {
  /** Where its opening quote is. */
  readonly open: number;
  /** Where its closing quote is; the text's length if it has none. */
  readonly close: number;
}

/** What is between the fields of a table of this name: a tab in `.tsv`, else a comma. */
export function separatorOf(name: string): "," | "\t" {
  return /\.tsv$/i.test(name) ? "\t" : ",";
}

/**
 * Finds the fields in quotes of a text that begins with a record, in order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(quotedSpans('a,"b ""c"""\n5" d,"e" f\n', ","), [{ open: 2, close: 10 }]);
 * ```
 */
export function quotedSpans(text: string, separator: string): QuotedSpan[] {
  const spans: QuotedSpan[] = [];
  for (let open = text.indexOf('"'); open >= 0;) {
    let next = open + 1;
    if (startsField(text, open, separator)) {
      const close = closeOf(text, open);
      if (!isLiteral(text, open, close, separator)) {
        spans.push({ open, close });
        next = close + 1;
      }
    }
    open = text.indexOf('"', next);
  }
  return spans;
}

/** Where the field that a quote opens ends; the text's length if it has no end. */
export function closeOf(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close < 0 ? text.length : close;
}

/** Whether a field that begins with a quote is a text with quotes in it, and not one in quotes. */
export function isLiteral(text: string, open: number, close: number, separator: string): boolean {
  const after = text[close + 1];
  if (close === text.length || after === undefined || after === separator) return false;
  if (after === "\n" || after === "\r") return false;
  const feed = text.indexOf("\n", open);
  return feed < 0 || feed > close;
}

function startsField(text: string, at: number, separator: string): boolean {
  const before = text[at - 1];
  return before === undefined || before === separator || before === "\n";
}
