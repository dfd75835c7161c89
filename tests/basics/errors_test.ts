import assert from "node:assert/strict";
import {
  CheckFailedError,
  DeviceError,
  EarnestError,
  InputError,
  messageOf,
  SurroundingsError,
} from "../../src/basics/errors.ts";

Deno.test("each error has its exit code and prints as what it is", () => {
  const errors = [CheckFailedError, InputError, DeviceError, SurroundingsError]
    .map((ErrorClass) => new ErrorClass("what happened"));
  assert.deepEqual(errors.map((error) => error.exitCode), [1, 2, 3, 4]);
  assert.ok(errors.every((error) => error instanceof EarnestError));
  assert.equal(String(errors[1]), "InputError: what happened");
});

Deno.test("messageOf makes one line of whatever was thrown", () => {
  assert.equal(messageOf(new Error("first\n  second\n")), "first second");
  assert.equal(messageOf(new Error("a\n \n\tb ")), "a b");
  assert.equal(messageOf("plain"), "plain");
  assert.equal(messageOf(undefined), "undefined");
});

// Where the pattern takes quadratic time this does not end within the suite's patience.
Deno.test("messageOf takes a message of megabytes of spaces", () => {
  assert.equal(messageOf(new Error(`a${" ".repeat(4_000_000)}b`)).length, 4_000_002);
});
