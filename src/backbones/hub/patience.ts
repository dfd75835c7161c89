/**
 * Retries and timeouts for the network.
 * @module
 */
import { SurroundingsError } from "../../basics/errors.ts";

/** Retry and timeout limits. */
export interface Patience {
  /** Consecutive attempts without progress before giving up. */
  readonly attempts: number;
  /** The wait before the second attempt, in milliseconds; it doubles with each attempt. */
  readonly firstWaitMilliseconds: number;
  /** How long a server may send nothing, in milliseconds. */
  readonly stallMilliseconds: number;
}

/** Broken connections are retried after 1, 2, 4 and 8 seconds. */
export const PATIENCE: Patience = {
  attempts: 5,
  firstWaitMilliseconds: 1000,
  stallMilliseconds: 30_000,
};

/** The longest `Retry-After` of a server that is honored. */
const LONGEST_WAIT_MILLISECONDS = 60_000;

/** What helps where a file that a card names cannot be fetched. */
const PREPARE = 'run "earnest prepare" with a network connection first: it continues the download';

/** How an attempt is repeated. */
export interface PersistOptions {
  /** The progress so far; a number that never decreases. */
  readonly progress?: () => number;
  /** What the user can do, for the message; default: `earnest prepare`. */
  readonly remedy?: string;
  /** Ends the attempts and the waits between them, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A temporary fault: a broken connection or a busy server. */
export class PassingFault extends Error {
  /**
   * @param message what happened, as a clause: `127.0.0.1 answers 503`
   * @param waitMilliseconds how long the server asks clients to wait
   */
  constructor(message: string, readonly waitMilliseconds = 0) {
    super(message);
  }
}

/**
 * Repeats an attempt until it succeeds, fails with an error other than {@link PassingFault}, or has made no progress
 * in as many consecutive attempts as `patience` allows.
 *
 * @param what what the attempt does, for the message: `Cannot fetch "…"`
 * @throws {SurroundingsError} with the last fault
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * let calls = 0;
 * const patience = { ...PATIENCE, attempts: 2, firstWaitMilliseconds: 1 };
 * const attempt = () => Promise.reject(new PassingFault(`it fails, ${++calls}`));
 * await assert.rejects(persist(attempt, patience, "Cannot go"), /^Surr.*: Cannot go: it fails, 2 \(2 attempts\)/);
 * ```
 */
export async function persist<Result>(
  attempt: () => Promise<Result>,
  patience: Patience,
  what: string,
  { progress = () => 0, remedy = PREPARE, signal }: PersistOptions = {},
): Promise<Result> {
  let furthest = progress();
  for (let failures = 1;; failures++) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof PassingFault)) throw thrown;
      if (progress() > furthest) failures = 1;
      furthest = progress();
      if (failures >= patience.attempts) {
        throw new SurroundingsError(
          `${what}: ${thrown.message} (${failures} attempts); ${remedy}`,
          { cause: thrown },
        );
      }
      const wait = patience.firstWaitMilliseconds * 2 ** (failures - 1);
      const asked = Math.min(thrown.waitMilliseconds, LONGEST_WAIT_MILLISECONDS);
      await waitFor(Math.max(wait, asked), signal);
    }
  }
}

/** Waits, or throws the signal's reason as soon as it is aborted. */
export async function waitFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((wake, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", end);
      wake();
    }, milliseconds);
    signal?.addEventListener("abort", end, { once: true });
  });
}

/** Aborts its signal when it is not restarted for too long, or as soon as the caller's is aborted. */
export class StallTimer implements Disposable {
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The signal for `fetch`; its reason is a {@link PassingFault} or that of the caller's signal. */
  readonly signal: AbortSignal;

  constructor({ stallMilliseconds }: Patience, signal?: AbortSignal) {
    this.#milliseconds = stallMilliseconds;
    const stalled = this.#controller.signal;
    this.signal = signal === undefined ? stalled : AbortSignal.any([stalled, signal]);
    this.start();
  }

  /** Starts the timer. */
  start(): void {
    this.stop();
    this.#timer = setTimeout(() => {
      const seconds = this.#milliseconds / 1000;
      this.#controller.abort(new PassingFault(`the server sends nothing for ${seconds} s`));
    }, this.#milliseconds);
  }

  /** Stops the timer: time from now on is not the server's. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
