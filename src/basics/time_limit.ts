/**
 * The time limit of an item, and how an item that exceeds it is ended.
 * @module
 */
import { InputError, SurroundingsError } from "./errors.ts";

/** Default time limit for a step of work on an item, in seconds. */
export const ITEM_TIMEOUT_SECONDS = 600;

/** Longest limit in seconds: timers count milliseconds in 31 bits. */
export const LONGEST_TIMEOUT_SECONDS = 2_000_000;

/**
 * Work on an item exceeded its time limit.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { message } = new TimedOut('running "model.onnx"', 600);
 * assert.equal(message, 'running "model.onnx" took longer than the item timeout of 600 s');
 * ```
 */
export class TimedOut extends InputError {
  /** Index of the item, from 0, where several were processed one by one. */
  readonly index: number;

  /** Creates the error of `work`, a phrase such as `running "model.onnx"`. */
  constructor(work: string, seconds: number, index = 0) {
    super(`${work} took longer than the item timeout of ${seconds} s`);
    this.index = index;
  }
}

/** Number of ticks that a limit is divided into. */
const TICKS = 8;

/**
 * Calls `onTimeout` once `moved` has returned false for the whole limit. It counts ticks, not time: while this thread
 * is busy or the machine sleeps, an answer that is ready cannot be received.
 *
 * @param moved whether the work has advanced since the last call
 * @returns a function that ends the watch
 */
export function watch(seconds: number, moved: () => boolean, onTimeout: () => void): () => void {
  let quiet = 0;
  const timer = setInterval(() => {
    quiet = moved() ? 0 : quiet + 1;
    if (quiet < TICKS) return;
    clearInterval(timer);
    onTimeout();
  }, seconds * 1000 / TICKS);
  return () => clearInterval(timer);
}

/** Most threads that may be left running; each keeps a core busy until the process ends. */
const MOST_LEFT = 16;

let left = 0;

/**
 * Ends a worker that exceeds its time limit. Deno 2.9.6 takes no more messages from it, but does not stop code that
 * never returns: `terminate` left endless loops of JavaScript, WebAssembly and regular expressions running.
 *
 * @returns the error of the item, or of the whole work once too many threads are left running
 */
export function leaveBehind(
  worker: { terminate(): void },
  error: TimedOut,
): TimedOut | SurroundingsError {
  worker.terminate();
  if (++left <= MOST_LEFT) return error;
  return new SurroundingsError(
    `${error.message}, and so did ${MOST_LEFT} steps of work before it, whose threads cannot be ` +
      "stopped; leave such items out, or allow them more time",
  );
}
