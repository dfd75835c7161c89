/** Values of `embed`'s options. */
import { InvalidArgumentError } from "npm:commander@15.1.0"; // Parses the command line.
import { messageOf } from "../src/basics/errors.ts";
import { parseShard, type Shard } from "../src/embeddings/parts.ts";

/** Parses `--shard I/N`. */
export function parseShardOption(value: string): Shard {
  try {
    return parseShard(value);
  } catch (thrown) {
    throw new InvalidArgumentError(messageOf(thrown));
  }
}

/** Parses `--threads`. */
export function parseThreads(value: string): number {
  const threads = Number(value);
  if (/^\d+$/.test(value) && threads >= 1 && threads <= 256) return threads;
  throw new InvalidArgumentError("expected a whole number from 1 to 256");
}
