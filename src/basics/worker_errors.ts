/**
 * Errors on their way from a worker: between threads their class would be lost.
 * @module
 */
import {
  CheckFailedError,
  DeviceError,
  InputError,
  messageOf,
  SurroundingsError,
} from "./errors.ts";

/** An error in words. */
export interface WorkerError {
  /** Name of its class. */
  readonly name: string;
  /** One line. */
  readonly message: string;
  /** Where it was thrown. */
  readonly stack: string;
}

/** What was thrown, in words. */
export function inWords(thrown: unknown): WorkerError {
  const { name, stack = "" } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { name, message: messageOf(thrown), stack };
}

/** The error again, with its class, so that a command ends with the same exit code whichever thread throws. */
export function revived({ name, message, stack }: WorkerError): Error {
  const own = [CheckFailedError, DeviceError, InputError, SurroundingsError];
  const ErrorClass = own.find((one) => one.name === name) ?? Error;
  return Object.assign(new ErrorClass(message), { stack });
}
