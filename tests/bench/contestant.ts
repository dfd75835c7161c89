/**
 * One contestant in a process of its own: `contestant.ts MODULE ARGUMENT`. Requests and replies are lines of JSON
 * on stdin and stdout; what the software prints itself goes to stderr.
 * @module
 */
import { messageOf } from "../../src/basics/errors.ts";
import { CannotRun, type Peer, type Prepared, type Work } from "./work.ts";

/** What a contestant is asked. */
export type Request = { readonly prepare: Work } | { readonly run: number };

/** What it replies. */
export interface Reply {
  /** Where it computes; to the first request. */
  readonly device?: string;
  /** How long `run` took. */
  readonly milliseconds?: number;
  /** Some elements of the answer, evenly spread. */
  readonly answer?: number[];
  /** Why it cannot do what was asked. */
  readonly problem?: string;
  /** Whether the problem is known beforehand, as against an error. */
  readonly known?: boolean;
}

/** Elements of an answer that are compared. */
const COMPARED = 1024;

function sampleOf(values: ArrayLike<number>): number[] {
  const stride = Math.max(1, Math.floor(values.length / COMPARED));
  const length = Math.min(values.length, COMPARED);
  return Array.from({ length }, (_, i) => values[i * stride]!);
}

class Session {
  #peer: Peer | undefined;
  #prepared: Prepared | undefined;

  constructor(readonly open: () => Promise<Peer>) {}

  async reply(request: Request): Promise<Reply> {
    if ("prepare" in request) {
      this.#peer ??= await this.open();
      this.#prepared = await this.#peer.prepare(request.prepare);
      return { device: this.#peer.device };
    }
    const started = performance.now();
    const answer = await this.#prepared!.run(request.run);
    return { milliseconds: performance.now() - started, answer: sampleOf(answer) };
  }
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

async function serve(module: string, argument: string): Promise<void> {
  const output = Deno.stdout.writable.getWriter();
  const encoder = new TextEncoder();
  console.log = console.info = console.debug = console.error;
  const session = new Session(async () => (await import(module)).open(argument));
  for await (const line of linesOf(Deno.stdin.readable)) {
    const reply = await session.reply(JSON.parse(line)).catch((thrown) => ({
      problem: messageOf(thrown).split("\n")[0]!,
      known: thrown instanceof CannotRun,
    }));
    await output.write(encoder.encode(JSON.stringify(reply) + "\n"));
  }
}

if (import.meta.main) {
  await serve(Deno.args[0]!, Deno.args[1] ?? "");
  Deno.exit(0);
}
