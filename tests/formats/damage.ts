import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";

/** Longest time of a reader for a small file: a hundred times the usual maximum on a busy machine. */
const LONGEST_MS = 3000;

/** Creates files like `whole` with some bytes changed, then possibly cut off, or with a part repeated. */
export function damaged(whole: Uint8Array): fc.Arbitrary<Uint8Array> {
  const position = fc.nat(Math.max(0, whole.length - 1));
  // Lengths and counts are most revealing at the extremes.
  const value = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 127, 128, 255));
  const changes = fc.array(fc.tuple(position, value, fc.integer({ min: 1, max: 5 })), {
    maxLength: 6,
  });
  const changed = changes.map((list) => {
    const bytes = whole.slice();
    for (const [at, value, length] of list) bytes.fill(value, at, at + length);
    return bytes;
  });
  return fc.oneof(
    changed,
    fc.tuple(changed, position).map(([bytes, length]) => bytes.slice(0, length)),
    fc.tuple(changed, position, position, position).map(([bytes, from, length, to]) =>
      Uint8Array.of(
        ...bytes.subarray(0, to),
        ...bytes.subarray(from, from + length),
        ...bytes.subarray(to),
      )
    ),
  );
}

/** Asserts that damaged files are read, or refused in one line, quickly. */
export async function assertSafe(
  read: (bytes: Uint8Array) => unknown,
  wholes: readonly Uint8Array[],
  options: { readonly seed: number; readonly numRuns: number },
): Promise<void> {
  const file = fc.constantFrom(...wholes).chain(damaged);
  await fc.assert(
    fc.asyncProperty(file, async (bytes) => {
      const start = performance.now();
      try {
        await read(bytes);
      } catch (error) {
        assert.ok(error instanceof InputError, error instanceof Error ? error.stack : "");
        assert.doesNotMatch(error.message, /\n/);
        assert.ok(error.message.length < 500, error.message);
      }
      assert.ok(performance.now() - start < LONGEST_MS);
    }),
    options,
  );
}
