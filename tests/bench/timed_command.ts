/**
 * A command as a user runs it, with what it takes.
 * @module
 */
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

/**
 * Seconds and peak memory in MiB of a command, start-up included, as the process itself and its system (Linux) tell
 * them.
 *
 * @throws {Error} when it fails
 */
export async function timedCommand(args: readonly string[]) {
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
  return { seconds: (performance.now() - start) / 1000, peakMiB };
}
