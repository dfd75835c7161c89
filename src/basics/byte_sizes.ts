/**
 * Parses and formats byte counts.
 * @module
 */

const UNITS = ["", "k", "M", "G", "T"];

/**
 * Parses a byte count: `1500`, `500MB`, `1.5 GB` or, in powers of 1,024, `2GiB`.
 *
 * @returns undefined for any other text, and for less than one byte
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(parseByteSize("1.5 kB"), 1500);
 * assert.equal(parseByteSize("2GiB"), 2 ** 31);
 * assert.equal(parseByteSize("two"), undefined);
 * ```
 */
export function parseByteSize(text: string): number | undefined {
  const [, digits, unit = "", binary] = /^(\d+(?:\.\d+)?) ?(?:([kmgt])?(i)?b)?$/i.exec(text) ?? [];
  if (digits === undefined || (unit === "" && binary !== undefined)) return undefined;
  const power = UNITS.findIndex((one) => one.toLowerCase() === unit.toLowerCase());
  const bytes = Math.floor(Number(digits) * (binary === undefined ? 1000 : 1024) ** power);
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/**
 * Formats a byte count in words, rounded to three digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(formatByteSize(20e9), "20 GB");
 * assert.equal(formatByteSize(2 ** 31), "2.15 GB");
 * assert.equal(formatByteSize(8), "8 bytes");
 * ```
 */
export function formatByteSize(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  if (power === 0) return `${bytes} byte${bytes === 1 ? "" : "s"}`;
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${UNITS[power]}B`;
}
