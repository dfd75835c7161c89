import { fileURLToPath } from "node:url";

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line's arguments to Deno. */
export const EARNEST: readonly string[] = [
  "run",
  "--quiet",
  "-A",
  fileURLToPath(new URL("../../cli/main.ts", import.meta.url)),
];

/**
 * Runs a command to its end.
 *
 * @param command the arguments to Deno: those of another checkout, or of fewer permissions
 */
export async function earnest(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
  command = EARNEST,
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...command, ...args],
    ...options,
    env: { NO_COLOR: "1", ...options.env },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Starts a command; what it writes to stderr must be read. */
export function started(args: readonly string[], cwd: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [...EARNEST, ...args],
    cwd,
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

/** Starts a command and kills it after so many milliseconds, unless it is done by then. */
export async function killed(
  args: readonly string[],
  cwd: string,
  milliseconds: number,
): Promise<void> {
  const end = performance.now() + milliseconds;
  await killedWhen(args, cwd, () => performance.now() >= end);
}

/** Starts a command and kills it when it is time, as is asked every few milliseconds, unless it is done by then. */
export async function killedWhen(
  args: readonly string[],
  cwd: string,
  isTime: () => boolean,
): Promise<void> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...EARNEST, ...args],
    cwd,
    stdout: "null",
    stderr: "null",
  }).spawn();
  const watch = setInterval(() => {
    try {
      if (isTime()) child.kill("SIGKILL");
    } catch {
      // It was done already.
    }
  }, 5);
  await child.status;
  clearInterval(watch);
}

/** Names in a folder, hidden ones included, sorted. */
export function namesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}
