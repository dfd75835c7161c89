/**
 * Reads single lines of WordNet's database files, so that finding one word does not parse a file of 15 MB. The manual
 * pages wndb(5WN) and wninput(5WN) describe the formats.
 * @module
 */

const NEWLINE = 10;
const decoder = new TextDecoder();

/**
 * Returns the offsets of a lemma's senses, most frequent first, from an `index` file, whose lines
 * `lemma pos senses pointers symbols... senses tagged offset...` are sorted by byte.
 *
 * @param lemma lower case, words joined by `_`
 */
export function senseOffsets(index: Uint8Array, lemma: string): number[] {
  const key = new TextEncoder().encode(`${lemma} `);
  let low = 0;
  let high = index.length;
  // The first line that is not below the key starts in [low, high].
  while (low < high) {
    const start = lineStart(index, (low + high) >> 1);
    if (compareBeginning(index, start, key) < 0) low = lineEnd(index, start) + 1;
    else high = start;
  }
  if (low >= index.length || compareBeginning(index, low, key) !== 0) return [];
  const fields = lineAt(index, low).trim().split(" ");
  return fields.slice(-Number(fields[2])).map(Number);
}

/** Returns the line that starts at an offset. */
export function lineAt(bytes: Uint8Array, start: number): string {
  return decoder.decode(bytes.subarray(start, lineEnd(bytes, start)));
}

function lineStart(bytes: Uint8Array, at: number): number {
  // Lines of an index are short: a call of lastIndexOf takes longer than this loop.
  let start = at;
  while (start > 0 && bytes[start - 1] !== NEWLINE) start--;
  return start;
}

function lineEnd(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(NEWLINE, start);
  return end < 0 ? bytes.length : end;
}

/** Compares a line's beginning with a key. */
function compareBeginning(bytes: Uint8Array, start: number, key: Uint8Array): number {
  for (let i = 0; i < key.length; i++) {
    const difference = (bytes[start + i] ?? 0) - key[i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
