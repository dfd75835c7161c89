/**
 * Carries errors from a worker to the main thread: their class would be lost between threads.
 * @module
 */
import {
  CheckFailedError,
  DeviceError,
  DeviceLostError,
  EarnestError,
  InputError,
  messageOf,
  SurroundingsError,
} from "./errors.ts";
import { missingPermission } from "./missing_permission.ts";

/** An error as plain data. */
export interface WorkerError {
  /** Name of its class. */
  readonly name: string;
  /** One-line message. */
  readonly message: string;
  /** Stack trace. */
  readonly stack: string;
}

/** Converts a thrown value to plain data. */
export function workerErrorOf(thrown: unknown): WorkerError {
  const { name, stack = "" } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const isRefused = !(thrown instanceof EarnestError) && missingPermission(thrown) !== undefined;
  return { name: isRefused ? "SurroundingsError" : name, message: messageOf(thrown), stack };
}

/** Restores the error with its class, so that a command ends with the same exit code whichever thread throws. */
export function revived({ name, message, stack }: WorkerError): Error {
  const own = [CheckFailedError, DeviceError, DeviceLostError, InputError, SurroundingsError];
  const ErrorClass = own.find((one) => one.name === name) ?? Error;
  return Object.assign(new ErrorClass(message), { stack });
}
