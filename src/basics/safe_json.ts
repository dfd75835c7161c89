/**
 * Formats JSON that is safe to print.
 * @module
 */

/** Characters that JSON does not escape although they control terminals or end lines for some readers. */
const STEERING = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--[\u{200C}\u{200D}]]/gv;

/**
 * Returns JSON in which every control character, bidi mark and lone surrogate is escaped; it parses to the same value.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(safeJson({ a: "\u202edog\u009b" }), '{"a":"\\u202edog\\u009b"}');
 * ```
 */
export function safeJson(value: unknown, space?: number): string {
  return printableJson(JSON.stringify(value, undefined, space));
}

/** Escapes what {@link safeJson} escapes, in a text that is JSON already; line feeds stay. */
export function printableJson(json: string): string {
  if (/^[\n\x20-\x7e]*$/.test(json)) return json;
  return json.replace(
    STEERING,
    (unsafe) =>
      unsafe === "\n"
        ? unsafe
        : Array.from({ length: unsafe.length }, (_, i) =>
          `\\u${unsafe.charCodeAt(i).toString(16).padStart(4, "0")}`).join(""),
  );
}
