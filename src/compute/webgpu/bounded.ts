/**
 * Bounds the wait for a device that may never answer.
 *
 * A driver that hangs leaves a card at no load and its program waiting for ever, on a server for days. The longest wait
 * that was measured for one answer is 143 s (a loss over 32,768 pairs on a software adapter).
 * @module
 */
import { SurroundingsError } from "../../basics/errors.ts";

/** The longest wait for an answer. */
const MOST_MS = 30 * 60_000;

/**
 * Waits for an answer of a device.
 *
 * @param name of the device, for the error
 * @throws {SurroundingsError} when it does not come in time
 */
export async function bounded<Result>(
  answer: Promise<Result>,
  name: string,
  mostMs = MOST_MS,
): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(
      new SurroundingsError(
        `${name} has not answered for ${
          mostMs / 60_000
        } minutes: it hangs, or the work is too large ` +
          "for it; end other programs on it or restart its driver, or use --device cpu",
      ),
    );
  }, mostMs);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
