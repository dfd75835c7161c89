/**
 * The time that an item may take, and what happens to one that takes longer.
 * @module
 */
import { InputError, SurroundingsError } from "./errors.ts";

/** Seconds that a step of work on an item may take, unless another limit is given. */
export const ITEM_TIMEOUT_SECONDS = 600;

/** Longest limit, in seconds: timers count milliseconds in 31 bits. */
export const LONGEST_TIMEOUT_SECONDS = 2_000_000;

/**
 * Work on an item took longer than it may.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { message } = new TimedOut('running "model.onnx"', 600);
 * assert.equal(message, 'running "model.onnx" took longer than the item timeout of 600 s');
 * ```
 */
export class TimedOut extends InputError {
  /** Which of several items, from 0, where they were worked on one by one. */
  readonly index: number;

  /** The error of `work`, a phrase such as `running "model.onnx"`. */
  constructor(work: string, seconds: number, index = 0) {
    super(`${work} took longer than the item timeout of ${seconds} s`);
    this.index = index;
  }
}

/** A limit is divided into so many ticks. */
const TICKS = 8;

/**
 * Calls `onTimeout` once `moved` has been false for the limit. Ticks are counted, not time: while this thread is busy or
 * the machine sleeps, an answer that is ready cannot be taken.
 *
 * @param moved whether work advanced since the last question
 * @returns ends the watch
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

/** Threads that may be left behind; each keeps a core busy until the process ends. */
const MOST_LEFT = 16;

let left = 0;

/**
 * Ends a worker that takes too long. Deno 2.9.6 takes no more messages from it, but does not stop code that never
 * returns: `terminate` left endless loops of JavaScript, WebAssembly and regular expressions running.
 *
 * @returns the error of the item, or of the whole work once more threads run on than a machine bears
 */
export function leaveBehind(worker: Worker, error: TimedOut): TimedOut | SurroundingsError {
  worker.terminate();
  if (++left <= MOST_LEFT) return error;
  return new SurroundingsError(
    `${error.message}, and so did ${MOST_LEFT} steps of work before it, whose threads cannot be ` +
      "stopped; leave such items out, or allow them more time",
  );
}
