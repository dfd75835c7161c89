/** Values of `embed`'s options. */
import { InvalidArgumentError } from "npm:commander@15.1.0"; // Parses the command line.

/** Parses `--threads`. */
export function parseThreads(value: string): number {
  const threads = Number(value);
  if (/^\d+$/.test(value) && threads >= 1 && threads <= 256) return threads;
  throw new InvalidArgumentError("expected a whole number from 1 to 256");
}
