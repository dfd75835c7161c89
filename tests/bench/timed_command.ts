/**
 * A command as a user runs it, with what it takes.
 * @module
 */
import process from "node:process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

/** What a command took, start-up included. */
export interface CommandCost {
  /** Seconds that passed. */
  readonly seconds: number;
  /** Seconds of processor time, of all its threads and in the system. */
  readonly coreSeconds: number;
  /** Peak of resident memory. */
  readonly peakMiB: number;
}

/**
 * Runs a command, and says what it took, as its system (Linux) tells it. One runs at a time.
 *
 * @throws {Error} when it fails
 */
export async function timedCommand(args: readonly string[]): Promise<CommandCost> {
  const before = childrenSeconds();
  const start = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", MAIN, ...args, "--quiet"],
    stdout: "null",
  }).spawn();
  let ended = false;
  const status = child.status.finally(() => ended = true);
  let peakMiB = 0;
  while (!ended) {
    const text = await Deno.readTextFile(`/proc/${child.pid}/status`).catch(() => "");
    peakMiB = Math.max(peakMiB, Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024);
    await Promise.race([status, new Promise((done) => setTimeout(done, 20))]);
  }
  if (!(await status).success) throw new Error(`${args[0]} failed`);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, coreSeconds: childrenSeconds() - before, peakMiB };
}

/** Processor seconds of the processes that this one started and that have ended: `man 5 proc`, cutime and cstime. */
function childrenSeconds(): number {
  const fields = Deno.readTextFileSync(`/proc/${process.pid}/stat`).split(") ")[1]!.split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
