/**
 * The errors that Earnest throws on purpose, one class for each way that a command can end. Any other thrown value is a
 * defect.
 * @module
 */
import { missingPermission } from "./missing_permission.ts";
import { masked } from "./secrets.ts";

/** An error that a user can act on: one line of text, and the exit code of the command that ends with it. */
export abstract class EarnestError extends Error {
  /** The exit code of a command that ends with this error. */
  abstract readonly exitCode: number;

  /**
   * Creates an error with a one-line message, in which secrets are masked.
   *
   * @param message what is wrong, where, and what to do
   */
  constructor(message: string, options?: ErrorOptions) {
    super(masked(message), options);
  }

  /** The class name, which the printed error shows. */
  override get name(): string {
    return this.constructor.name;
  }
}

/**
 * The user's input cannot be used: an option, a file or a shape (exit code 2).
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

/** The requested device does not exist or cannot do the work (exit code 3). */
export class DeviceError extends EarnestError {
  /** No usable device. */
  readonly exitCode = 3;
}

/** The environment failed: network, disk, or a device lost while running (exit code 4). */
export class SurroundingsError extends EarnestError {
  /** The environment failed. */
  readonly exitCode = 4;
}

/** A device was lost while it computed, as after a reset of its driver; what was on it is lost, too (exit code 4). */
export class DeviceLostError extends SurroundingsError {}

/** A requested check ran and failed, such as a kernel with a wrong answer (exit code 1). */
export class CheckFailedError extends EarnestError {
  /** The check failed. */
  readonly exitCode = 1;
}

/** The message of any thrown value, in one line; that of a missing permission is {@link missingPermission}. */
export function messageOf(thrown: unknown): string {
  const text = missingPermission(thrown) ??
    (thrown instanceof Error ? thrown.message : String(thrown));
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "").join(" ");
}
