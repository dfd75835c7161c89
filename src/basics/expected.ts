/**
 * Says what was expected in our words instead of a validator's.
 * @module
 */

/**
 * Returns the part of a validator's message that says what was expected.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const message = "Invalid input: expected array, received string";
 * assert.equal(expectedOf(message), "expected array");
 * assert.equal(expectedOf("expected 64 hex digits"), "expected 64 hex digits");
 * assert.equal(expectedOf('Unrecognized key: "note"'), 'unknown key "note"');
 * ```
 */
export function expectedOf(message: string): string {
  return message
    .replace(/^(?:Invalid \w+|Too small|Too big): /, "")
    .replace(/^Invalid discriminator value\. Expected/, "expected")
    .replace(/^Unrecognized key: /, "unknown key ")
    .replace(/, received [^,]*$/, "");
}
