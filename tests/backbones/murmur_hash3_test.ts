import assert from "node:assert/strict";
import { murmurHash3 } from "../../src/backbones/murmur_hash3.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

// From scikit-learn's `murmurhash3_32(text.encode(), 0, positive=True)`, for every rest of a division by 4.
const KNOWN: readonly (readonly [string, number])[] = [
  ["", 0],
  ["a", 0x3c2569b2],
  ["ab", 0x9bbfd75f],
  ["abc", 0xb3dd93fa],
  ["hello", 0x248bfa47],
  ["hello, world", 0x149bbb7f],
  ["The quick brown fox jumps over the lazy dog", 0x2e4ff723],
  ["日本語", 0xa5a47297],
  ["🎸", 0x1935a7ad],
];

Deno.test("MurmurHash3 gives the hashes of the reference implementation", () => {
  for (const [text, hash] of KNOWN) assert.equal(murmurHash3(bytes(text)) >>> 0, hash, text);
});

Deno.test("hashes are signed, down to the least integer", () => {
  assert.equal(murmurHash3(bytes("hello")), 0x248bfa47);
  assert.equal(murmurHash3(bytes("abc")), 0xb3dd93fa - 2 ** 32);
  // Found by running the hash backward.
  assert.equal(murmurHash3(bytes("êƴņő")), -(2 ** 31));
});

Deno.test("a part of a larger array hashes as its own bytes", () => {
  assert.equal(murmurHash3(bytes("xxhellox").subarray(2, 7)), 0x248bfa47);
});
