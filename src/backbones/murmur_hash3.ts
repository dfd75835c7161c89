/**
 * MurmurHash3 for x86, 32 bits: Austin Appleby, https://github.com/aappleby/smhasher (public domain).
 * @module
 */

/**
 * Hashes bytes with seed 0.
 *
 * @returns the hash as a signed integer, since its sign matters to feature hashing
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(murmurHash3(new TextEncoder().encode("hello")) >>> 0, 0x248bfa47);
 * ```
 */
export function murmurHash3(bytes: Uint8Array): number {
  let hash = 0;
  const whole = bytes.length - bytes.length % 4;
  for (let at = 0; at < whole; at += 4) {
    hash ^= mixed(
      bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24,
    );
    hash = (Math.imul(hash << 13 | hash >>> 19, 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let at = bytes.length - 1; at >= whole; at--) rest = rest << 8 | bytes[at]!;
  return avalanche(hash ^ mixed(rest) ^ bytes.length);
}

/** Mixes a block of four bytes; an empty rest, 0, stays 0. */
function mixed(block: number): number {
  const product = Math.imul(block, 0xcc9e2d51);
  return Math.imul(product << 15 | product >>> 17, 0x1b873593);
}

/** Makes every bit of the hash depend on all others. */
function avalanche(hash: number): number {
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  return hash ^ hash >>> 16;
}
