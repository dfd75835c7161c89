/**
 * The processes that contestants run in.
 * @module
 */
import type { Contestant } from "./contestants.ts";
import { type InputFiles, settingOf } from "./inputs.ts";
import { linesOf, readReply, type Reply, type Request } from "./protocol.ts";
import { PYTHON_PROGRAM } from "./pythons.ts";
import type { Work } from "./work.ts";

/** A contestant that cannot do a piece of work. */
export class Problem extends Error {
  /** @param known whether that was to be expected */
  constructor(message: string, readonly known: boolean) {
    super(message);
  }
}

/** What a run gave. */
export interface Ran {
  /** By wall clock. */
  readonly milliseconds: number;
  /** Of all threads together. */
  readonly processorMilliseconds: number;
  /** Some elements of the answer. */
  readonly answer: number[];
}

/** A contestant's process. */
export class ContestantProcess {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #replies: AsyncGenerator<string>;
  readonly #cache: string;

  /** Starts it, with a shader cache of its own, which is empty: a first call compiles. */
  constructor(readonly contestant: Contestant, readonly inputs: InputFiles) {
    this.#cache = Deno.makeTempDirSync({ prefix: "earnest-bench-" });
    this.#child = commandOf(contestant.runs, this.#cache).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#replies = linesOf(this.#child.stdout);
  }

  /** @returns where the contestant computes */
  async prepare(work: Work): Promise<string> {
    const isPython = "python" in this.contestant.runs;
    const inputs = isPython || work.family === "large-search"
      ? await this.inputs.pathsOf(work)
      : {};
    const setting = isPython ? settingOf(work) : undefined;
    return (await this.#ask({ prepare: work, inputs, setting })).device!;
  }

  /** Does what was prepared `count` times. */
  async run(count: number): Promise<Ran> {
    const { milliseconds, processorMilliseconds, answer } = await this.#ask({ run: count });
    return {
      milliseconds: milliseconds!,
      processorMilliseconds: processorMilliseconds!,
      answer: answer!,
    };
  }

  async #ask(request: Request): Promise<Reply> {
    await this.#input.write(new TextEncoder().encode(JSON.stringify(request) + "\n"))
      .catch(() => {});
    const { value } = await this.#replies.next();
    if (value === undefined) throw new Problem("its process ended", false);
    const reply = readReply(value, this.contestant.name);
    if (reply.problem !== undefined) throw new Problem(reply.problem, reply.known!);
    return reply;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    await this.#input.close().catch(() => {});
    await this.#child.status;
    await Deno.remove(this.#cache, { recursive: true });
  }
}

/** @param cache an empty folder for compiled shaders */
function commandOf(runs: Contestant["runs"], cache: string): Deno.Command {
  const pipes = { stdin: "piped", stdout: "piped", stderr: "inherit" } as const;
  if ("python" in runs) {
    const threads = `${runs.threads}`;
    return new Deno.Command(runs.python, {
      args: [runs.program ?? PYTHON_PROGRAM, ...runs.arguments],
      env: {
        OMP_NUM_THREADS: threads,
        OPENBLAS_NUM_THREADS: threads,
        MKL_NUM_THREADS: threads,
        // No __pycache__ beside the sources.
        PYTHONDONTWRITEBYTECODE: "1",
      },
      ...pipes,
    });
  }
  const here = new URL("./", import.meta.url);
  const module = new URL(`./peers/${runs.module}`, here).href;
  const program = new URL("contestant.ts", here).href;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", "--quiet", program, module, runs.argument],
    env: {
      MESA_SHADER_CACHE_DIR: cache,
      __GL_SHADER_DISK_CACHE_PATH: cache,
      // Else the GL backend prints a line.
      XDG_RUNTIME_DIR: Deno.env.get("XDG_RUNTIME_DIR") ?? "/tmp",
    },
    ...pipes,
  });
}
