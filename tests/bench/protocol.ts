/**
 * What a contestant's process is asked and what it replies: a line of JSON each.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { parseJson } from "../../src/basics/parse_json.ts";
import type { InputPaths, Work } from "./work.ts";

/** What a contestant is asked. */
export type Request = {
  readonly prepare: Work;
  /** Files of inputs by name; none where the contestant makes its inputs itself. */
  readonly inputs: InputPaths;
  /** What else a contestant in another language must know of the work. */
  readonly setting?: Readonly<Record<string, unknown>> | undefined;
} | { readonly run: number };

/** JSON has no numbers that are not finite. */
const VALUE = z.number().nullable().transform((value) => value ?? NaN);

const REPLY = z.strictObject({
  /** Where it computes; to the first request. */
  device: z.string().optional(),
  /** How long `run` took by wall clock. */
  milliseconds: z.number().optional(),
  /** How long all its threads together kept a processor busy. */
  processorMilliseconds: z.number().optional(),
  /** Some elements of the answer, evenly spread. */
  answer: z.array(VALUE).optional(),
  /** Why it cannot do what was asked. */
  problem: z.string().optional(),
  /** Whether the problem is known beforehand, as against an error. */
  known: z.boolean().optional(),
});

/** What a contestant replies. */
export type Reply = z.infer<typeof REPLY>;

/**
 * Parses a line.
 *
 * @throws {InputError} when it is no reply
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(readReply('{"answer": [1, null]}', "a peer"), { answer: [1, NaN] });
 * assert.throws(() => readReply('{"answer": "1"}', "a peer"), /"answer" is "1"/);
 * ```
 */
export function readReply(line: string, name: string): Reply {
  return parseJson(line, `what ${name} answers`, REPLY);
}

/** The lines of a stream of UTF-8. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream() as never)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
