/**
 * SHA-256, which identifies and pins files.
 * @module
 */
import { createHash } from "node:crypto";

/**
 * Computes the SHA-256 of bytes, or of a text as UTF-8, as 64 lower-case hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.match(sha256Of("abc"), /^ba7816bf8f01cfea4141/);
 * ```
 */
export function sha256Of(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Most entries of a list that are formatted at once. */
const MOST_ENTRIES = 1_000;

/**
 * Computes the SHA-256 of a value's JSON, without the whole text in memory: that of a pool of 200,000 pairs takes 20 MB,
 * and as much again as UTF-8.
 *
 * @param value plain data, as `JSON.stringify` takes it
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const value = { ids: ["a", "b"], none: undefined, of: { texts: [{ text: "é" }], empty: [] } };
 * assert.equal(sha256OfJson(value), sha256Of(JSON.stringify(value)));
 * ```
 */
export function sha256OfJson(value: unknown): string {
  return sha256OfTexts(jsonPieces(value));
}

/** Computes the SHA-256 of a text that is given in pieces, which are not put together. */
export function sha256OfTexts(pieces: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}

/** The JSON of a value in pieces: lists, also those in objects, by some of their entries. */
function* jsonPieces(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    yield "[";
    for (let at = 0; at < value.length; at += MOST_ENTRIES) {
      const entries = JSON.stringify(value.slice(at, at + MOST_ENTRIES)).slice(1, -1);
      yield at === 0 ? entries : `,${entries}`;
    }
    yield "]";
  } else if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).filter(([, content]) => content !== undefined);
    yield "{";
    for (const [at, [field, content]] of fields.entries()) {
      yield `${at === 0 ? "" : ","}${JSON.stringify(field)}:`;
      yield* jsonPieces(content);
    }
    yield "}";
  } else {
    yield JSON.stringify(value);
  }
}
