/**
 * Runs the programs of engines. Nothing else talks to a cluster.
 * @module
 */
import { messageOf, SurroundingsError } from "../../basics/errors.ts";
import { printable } from "../../basics/printable.ts";

/** Longest message of an engine that is shown, in characters. */
const LONGEST_MESSAGE = 500;

/** The programs. */
export type EngineProgram = "sbatch" | "squeue" | "kubectl";

/** What to do where a program is missing. */
const REMEDY: Readonly<Record<EngineProgram, string>> = {
  sbatch: "run this on a node from which jobs are submitted, or see the scripts with --print",
  squeue: "run this on a node from which jobs are submitted",
  kubectl: "install it, or see the manifests with --print and apply them elsewhere",
};

/**
 * Runs a program of an engine.
 *
 * @param input what it reads
 * @returns what it wrote
 * @throws {SurroundingsError} when it is missing or fails, with its own message
 */
export async function runEngine(
  program: EngineProgram,
  words: readonly string[],
  input = "",
): Promise<string> {
  let output;
  try {
    const child = new Deno.Command(program, {
      args: [...words],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    [, output] = await Promise.all([write(child.stdin, input), child.output()]);
  } catch (thrown) {
    if (!(thrown instanceof Deno.errors.NotFound)) throw thrown;
    throw new SurroundingsError(`${program} is not installed here; ${REMEDY[program]}`);
  }
  const decoder = new TextDecoder();
  if (output.success) return decoder.decode(output.stdout);
  const said = messageOf(decoder.decode(output.stderr)) || `it ended with ${output.code}`;
  throw new SurroundingsError(`${program} failed: ${printable(said).slice(0, LONGEST_MESSAGE)}`);
}

async function write(stream: WritableStream<Uint8Array>, text: string): Promise<void> {
  const writer = stream.getWriter();
  try {
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
  } catch {
    // It ended without reading all; its exit code and message say why.
  }
}
