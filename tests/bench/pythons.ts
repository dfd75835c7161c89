/**
 * Asks a Python which of the peers' libraries it has.
 * @module
 */
import { fileURLToPath } from "node:url";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { InputError, messageOf } from "../../src/basics/errors.ts";
import { parseJson } from "../../src/basics/parse_json.ts";

/** The program that a Python runs. */
export const PYTHON_PROGRAM: string = fileURLToPath(
  new URL("./python/contestant.py", import.meta.url),
);

const SURVEY = z.strictObject({
  python: z.string(),
  threads: z.int().min(1),
  libraries: z.partialRecord(z.enum(["torch", "numpy", "scikit-learn", "faiss"]), z.string()),
});

/** A library of {@link Python}. */
export type Library = keyof Python["libraries"];

/** A Python and what it has. */
export interface Python extends z.infer<typeof SURVEY> {
  /** The program. */
  readonly path: string;
}

/**
 * Asks a Python which libraries it has, without loading them.
 *
 * @throws {InputError} when the path is no Python 3.10 or later that answers
 */
export async function surveyPython(path: string): Promise<Python> {
  const { code, stdout, stderr } = await ran(path);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  if (code !== 0) {
    const last = text(stderr).split("\n").at(-1)!;
    throw new InputError(
      `"${path}" of --python ended with ${code}: "${last}"; expected Python 3.10 or later`,
    );
  }
  return { path, ...parseJson(text(stdout), `what ${path} answers`, SURVEY) };
}

async function ran(path: string): Promise<Deno.CommandOutput> {
  try {
    const args = [PYTHON_PROGRAM, "--survey"];
    return await new Deno.Command(path, { args, stdin: "null" }).output();
  } catch (thrown) {
    throw new InputError(
      `Cannot run "${path}" of --python: ${messageOf(thrown)}; expected a Python program`,
    );
  }
}
