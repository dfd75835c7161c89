/**
 * Runs a command with a time limit that holds even when the command hangs.
 * @module
 */

/** How a command ended. */
export interface Ended {
  /** Its exit code; absent when it was killed. */
  readonly code?: number;
  /** Why it was killed; absent when it ended by itself. */
  readonly killed?: "limit" | "interrupted";
  /** Seconds from its start to its end. */
  readonly seconds: number;
  /** All of its stdout. */
  readonly stdout: string;
  /** The end of its output. */
  readonly tail: string;
}

/** Characters of output that are kept. */
const TAIL = 4000;
/** Seconds that a killed process has to end, and its output to arrive. */
const GRACE = 3;

/**
 * Runs a command to its end, or kills it with all its children.
 *
 * A process that waits inside a driver can survive even SIGKILL, so every wait for it has a limit.
 *
 * @param command program and arguments
 * @param interrupted kills the command when it is aborted
 */
export async function runWithin(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  limitSeconds: number,
  interrupted: AbortSignal,
): Promise<Ended> {
  const started = performance.now();
  const child = new Deno.Command(command[0]!, {
    args: command.slice(1),
    env,
    // In its own process group, so that its children are killed with it.
    detached: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = new Output();
  const reading = Promise.all([output.keep(child.stdout), output.follow(child.stderr)]);
  const killed = await endOrReason(child.status, limitSeconds, interrupted);
  const seconds = (performance.now() - started) / 1000;
  killGroup(child.pid);
  const status = await within(GRACE, child.status);
  await within(GRACE, reading);
  return {
    ...(killed ? { killed } : { code: status!.code }),
    seconds,
    stdout: output.stdout,
    tail: output.tail,
  };
}

/** Waits for the end; returns the reason where something else comes first. */
async function endOrReason(
  status: Promise<unknown>,
  limitSeconds: number,
  interrupted: AbortSignal,
): Promise<Ended["killed"]> {
  const stop = Promise.withResolvers<Ended["killed"]>();
  const timer = setTimeout(() => stop.resolve("limit"), limitSeconds * 1000);
  const abort = () => stop.resolve("interrupted");
  if (interrupted.aborted) abort();
  interrupted.addEventListener("abort", abort);
  try {
    return await Promise.race([status.then(() => undefined), stop.promise]);
  } finally {
    clearTimeout(timer);
    interrupted.removeEventListener("abort", abort);
  }
}

/** Kills a process group, which may already have ended. */
function killGroup(leader: number): void {
  try {
    Deno.kill(-leader, "SIGKILL");
  } catch (thrown) {
    if (!(thrown instanceof Deno.errors.NotFound)) throw thrown;
  }
}

async function within<Result>(
  seconds: number,
  promise: Promise<Result>,
): Promise<Result | undefined> {
  const stop = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => stop.resolve(undefined), seconds * 1000);
  return await Promise.race([promise, stop.promise]).finally(() => clearTimeout(timer));
}

class Output {
  stdout = "";
  tail = "";

  /** Collects a whole stream. */
  async keep(stream: ReadableStream<Uint8Array>): Promise<void> {
    await this.#read(stream, (text) => this.stdout += text);
  }

  /** Collects the end of a stream. */
  async follow(stream: ReadableStream<Uint8Array>): Promise<void> {
    await this.#read(stream, () => {});
  }

  async #read(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      const text = decoder.decode(bytes, { stream: true });
      take(text);
      this.tail = (this.tail + text).slice(-TAIL);
    }
  }
}
