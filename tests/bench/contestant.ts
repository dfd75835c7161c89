/**
 * One contestant in a process of its own: `contestant.ts MODULE ARGUMENT`. Requests and replies are lines of JSON
 * on stdin and stdout; what the software prints itself goes to stderr.
 * @module
 */
import process from "node:process";
import { messageOf } from "../../src/basics/errors.ts";
import { linesOf, type Reply, type Request } from "./protocol.ts";
import { CannotRun, type Peer, type Prepared } from "./work.ts";

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
      this.#prepared = await this.#peer.prepare(request.prepare, request.inputs);
      return { device: this.#peer.device };
    }
    const processor = process.cpuUsage();
    const started = performance.now();
    const answer = await this.#prepared!.run(request.run);
    const milliseconds = performance.now() - started;
    const { user, system } = process.cpuUsage(processor);
    return {
      milliseconds,
      processorMilliseconds: (user + system) / 1000,
      answer: sampleOf(answer),
    };
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
