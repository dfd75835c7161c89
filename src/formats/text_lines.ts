/**
 * Decodes text whose lines may be of the encoding before UTF-8: old tools write Windows-1252 (Latin-1).
 * @module
 */

/**
 * Decodes lines; one that is not UTF-8 is read as Windows-1252, in which every byte is a character.
 *
 * @param ignoreBOM whether a byte order mark is text
 * @param onOther called with the number of each line that is not UTF-8, from 0
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = Uint8Array.of(0xc3, 0xa9, 0x0a, 0xe9);
 * const others: number[] = [];
 * assert.equal(decodeLines(bytes, false, (line) => others.push(line)), "é\né");
 * assert.deepEqual(others, [1]);
 * ```
 */
export function decodeLines(
  bytes: Uint8Array,
  ignoreBOM: boolean,
  onOther: (line: number) => void,
): string {
  const whole = decoded(bytes, ignoreBOM);
  if (whole !== undefined) return whole;
  const lines: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    const line = bytes.subarray(start, end);
    const text = decoded(line, ignoreBOM || start > 0);
    if (text === undefined) onOther(lines.length);
    lines.push(text ?? new TextDecoder("windows-1252").decode(line));
    start = end;
  }
  return lines.join("");
}

function decoded(bytes: Uint8Array, ignoreBOM: boolean): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM }).decode(bytes);
  } catch {
    return undefined;
  }
}
