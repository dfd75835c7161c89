/**
 * How long the network is waited for, and how often it is tried again.
 * @module
 */
import { SurroundingsError } from "../../basics/errors.ts";

/** How much is put up with. */
export interface Patience {
  /** Attempts in a row that get nothing further. */
  readonly attempts: number;
  /** The wait before the second attempt, in milliseconds; it doubles with each. */
  readonly firstWaitMilliseconds: number;
  /** How long a server may send nothing, in milliseconds. */
  readonly stallMilliseconds: number;
}

/** Connections that break are tried again after 1, 2, 4 and 8 seconds. */
export const PATIENCE: Patience = {
  attempts: 5,
  firstWaitMilliseconds: 1000,
  stallMilliseconds: 30_000,
};

/** The longest that a server's `Retry-After` is heeded. */
const LONGEST_WAIT_MILLISECONDS = 60_000;

/** A fault that may pass: a broken connection, a busy server. */
export class PassingFault extends Error {
  /**
   * @param message what happened, as a clause: `127.0.0.1 answers 503`
   * @param waitMilliseconds how long the server asks to wait
   */
  constructor(message: string, readonly waitMilliseconds = 0) {
    super(message);
  }
}

/**
 * Attempts something until it works, other than a {@link PassingFault} is thrown, or as many attempts in a row as
 * patience allows got nothing further.
 *
 * @param what what is attempted, for the message: `Cannot fetch "…"`
 * @param progress how far it is; a number that no attempt makes smaller
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
  progress: () => number = () => 0,
): Promise<Result> {
  let furthest = progress();
  for (let failures = 1;; failures++) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof PassingFault)) throw thrown;
      if (progress() > furthest) failures = 1;
      furthest = progress();
      if (failures >= patience.attempts) {
        throw new SurroundingsError(
          `${what}: ${thrown.message} (${failures} attempts); run "earnest prepare" with a network ` +
            "connection first: it goes on from what is there",
        );
      }
      const wait = patience.firstWaitMilliseconds * 2 ** (failures - 1);
      const asked = Math.min(thrown.waitMilliseconds, LONGEST_WAIT_MILLISECONDS);
      await new Promise((wake) => setTimeout(wake, Math.max(wait, asked)));
    }
  }
}

/** Aborts what hears its signal when it is not called upon for too long. */
export class StallTimer implements Disposable {
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ stallMilliseconds }: Patience) {
    this.#milliseconds = stallMilliseconds;
    this.start();
  }

  /** For `fetch`; its reason is a {@link PassingFault}. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Counts from now. */
  start(): void {
    this.stop();
    this.#timer = setTimeout(() => {
      const seconds = this.#milliseconds / 1000;
      this.#controller.abort(new PassingFault(`the server sends nothing for ${seconds} s`));
    }, this.#milliseconds);
  }

  /** Counts no longer: what takes time now is not the server. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
