/**
 * What a worker's process says on stderr: a JSON value a line for progress and notes. Any other line is an error, as its
 * command prints it.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import type { ProgressReport } from "../../basics/progress.ts";

const message = z.union([
  z.strictObject({ stage: z.string(), done: z.number(), total: z.number() }),
  z.strictObject({ note: z.string() }),
]);

/** A report of progress, or a note for the user. */
export type WorkerMessage = z.infer<typeof message>;

/** Formats a report of progress as a line. */
export function progressLine({ stage, done, total }: ProgressReport): string {
  return JSON.stringify({ stage, done, total } satisfies WorkerMessage);
}

/** Formats a note as a line. */
export function noteLine(note: string): string {
  return JSON.stringify({ note } satisfies WorkerMessage);
}

/**
 * Parses a line.
 *
 * @returns undefined when it is no message
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(parseMessage(noteLine("a sound is odd")), { note: "a sound is odd" });
 * assert.equal(parseMessage("earnest: no such file"), undefined);
 * ```
 */
export function parseMessage(line: string): WorkerMessage | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return message.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
