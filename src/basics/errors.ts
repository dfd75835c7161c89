/**
 * The errors that Earnest throws on purpose, one class for each way a command can end.
 * Everything else that is thrown is a defect.
 * @module
 */
import { masked } from "./secrets.ts";

/** An error that a user can act on: one line of text and the exit code of a command that ends with it. */
export abstract class EarnestError extends Error {
  /** The exit code of a command that ends with this error. */
  abstract readonly exitCode: number;

  /**
   * An error with a message of one line, in which secrets are masked.
   *
   * @param message what is wrong, where, and what to do
   */
  constructor(message: string, options?: ErrorOptions) {
    super(masked(message), options);
  }

  /** The class name, so that the error prints as what it is. */
  override get name(): string {
    return this.constructor.name;
  }
}

/**
 * What the user gave cannot be used: an option, a file, a shape (exit code 2).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(new InputError("labels.txt line 3 is empty; expected a label").exitCode, 2);
 * ```
 */
export class InputError extends EarnestError {
  /** Bad usage or bad input. */
  readonly exitCode = 2;
}

/** No device that was asked for is there, or it cannot do what is asked (exit code 3). */
export class DeviceError extends EarnestError {
  /** No usable device. */
  readonly exitCode = 3;
}

/** The surroundings failed: network, disk, a device lost while running (exit code 4). */
export class SurroundingsError extends EarnestError {
  /** The surroundings failed. */
  readonly exitCode = 4;
}

/** A check that was asked for ran and failed, as a kernel that gives a wrong answer (exit code 1). */
export class CheckFailedError extends EarnestError {
  /** The check failed. */
  readonly exitCode = 1;
}

/** The message of anything that was thrown, in one line. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "").join(" ");
}
