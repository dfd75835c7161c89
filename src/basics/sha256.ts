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
