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

/** The classes that are restored, derived ones before those that they extend. */
const KNOWN = [CheckFailedError, DeviceError, DeviceLostError, InputError, SurroundingsError];

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
  // A class that another file derives is not known here: the one that it extends decides the exit code.
  const known = KNOWN.find((one) => thrown instanceof one)?.name ?? name;
  const isRefused = !(thrown instanceof EarnestError) && missingPermission(thrown) !== undefined;
  return { name: isRefused ? "SurroundingsError" : known, message: messageOf(thrown), stack };
}

/** Restores the error with its class, so that a command ends with the same exit code whichever thread throws. */
export function revived({ name, message, stack }: WorkerError): Error {
  const ErrorClass = KNOWN.find((one) => one.name === name) ?? Error;
  return Object.assign(new ErrorClass(message), { stack });
}
