import assert from "node:assert/strict";
import {
  CheckFailedError,
  DeviceError,
  EarnestError,
  InputError,
  messageOf,
  SurroundingsError,
} from "../../src/basics/errors.ts";

Deno.test("each error has its exit code and prints its class", () => {
  const errors = [CheckFailedError, InputError, DeviceError, SurroundingsError]
    .map((ErrorClass) => new ErrorClass("what happened"));
  assert.deepEqual(errors.map((error) => error.exitCode), [1, 2, 3, 4]);
  assert.ok(errors.every((error) => error instanceof EarnestError));
  assert.equal(String(errors[1]), "InputError: what happened");
});

Deno.test("messageOf makes one line of any thrown value", () => {
  assert.equal(messageOf(new Error("first\n  second\n")), "first second");
  assert.equal(messageOf(new Error("a\n \n\tb ")), "a b");
  assert.equal(messageOf("plain"), "plain");
  assert.equal(messageOf(undefined), "undefined");
});

// With a pattern that takes quadratic time this would not end in reasonable time.
Deno.test("messageOf takes a message of megabytes of spaces", () => {
  assert.equal(messageOf(new Error(`a${" ".repeat(4_000_000)}b`)).length, 4_000_002);
});
