/**
 * A process that does a shard. It ends when its standard input does, and so with the process that started it, however
 * that ends.
 * @module
 */
import { messageOf, SurroundingsError } from "../../basics/errors.ts";
import { parseMessage, type WorkerMessage } from "./messages.ts";

/** How a process is started. */
export interface ChildCommand {
  /** The program. */
  readonly program: string;
  /** Its arguments. */
  readonly args: readonly string[];
  /** Variables of its environment, beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
}

/** How a process ended. */
export interface ChildEnd {
  /** Its exit code. */
  readonly code: number;
  /** Whether a signal ended it. */
  readonly wasKilled: boolean;
  /** The last line that it wrote to stderr, without a period; empty when it wrote none. */
  readonly reason: string;
}

/** Bytes of a line that are kept: a process that writes without end takes no memory. */
const LONGEST_LINE = 65_536;
/** Exit code of a command that a termination signal ended, and that could clean up. */
const TERMINATED = 143;

/** A process at work. */
export class Child {
  readonly #process: Deno.ChildProcess;
  /** Settles when the process has ended. */
  readonly ended: Promise<ChildEnd>;

  /**
   * @param onMessage called with what it reports
   * @throws {SurroundingsError} when it cannot be started
   */
  constructor(
    { program, args, env }: ChildCommand,
    onMessage: (message: WorkerMessage) => void,
  ) {
    try {
      this.#process = new Deno.Command(program, {
        args: [...args],
        env: { ...env },
        stdin: "piped",
        stdout: "null",
        stderr: "piped",
      }).spawn();
    } catch (thrown) {
      throw new SurroundingsError(`Cannot start "${program}": ${messageOf(thrown)}`);
    }
    this.ended = this.#end(onMessage);
  }

  /** Asks the process to end; what it has finished stays. */
  end(): void {
    try {
      this.#process.kill("SIGTERM");
    } catch {
      // It has ended.
    }
  }

  async #end(onMessage: (message: WorkerMessage) => void): Promise<ChildEnd> {
    let last = "";
    for await (const line of linesOf(this.#process.stderr)) {
      const message = parseMessage(line);
      if (message !== undefined) onMessage(message);
      else if (line.trim() !== "") last = line.trim();
    }
    const { code, signal } = await this.#process.status;
    await this.#process.stdin.close().catch(() => {});
    return {
      code,
      wasKilled: signal !== null || code === TERMINATED,
      reason: last.replace(/^earnest: /, "").replace(/\.$/, ""),
    };
  }
}

/** Yields the lines of a stream; of longer ones, the beginning. */
async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop()!.slice(0, LONGEST_LINE);
    yield* lines;
  }
  yield rest;
}
