/**
 * Who takes part, and the processes that they run in.
 * @module
 */
import { linesOf, type Reply, type Request } from "./contestant.ts";
import type { FamilyName, Work } from "./work.ts";

/** Software on a device. */
export interface Contestant {
  /** As the table shows it. */
  readonly name: string;
  /** The package and its version, or nothing for this repository's own. */
  readonly package?: string;
  /** Module below `peers/` that exports `open(argument)`. */
  readonly module: string;
  /** What `open` is given. */
  readonly argument: string;
  /** Whether it computes on the adapter, so that its share of the adapter's peak means something. */
  readonly onAdapter: boolean;
  /** What it does. */
  readonly families: readonly FamilyName[];
}

/** Everyone. The first is what the others are compared with. */
export const CONTESTANTS: readonly Contestant[] = [
  {
    name: "earnest, webgpu",
    module: "earnest.ts",
    argument: "webgpu",
    onAdapter: true,
    families: ["matrix-multiply", "training-step", "contrastive-loss", "search", "silhouette"],
  },
  {
    name: "tfjs, webgpu",
    package: "@tensorflow/tfjs@4.22.0",
    module: "tfjs.ts",
    argument: "",
    onAdapter: true,
    families: ["matrix-multiply", "training-step", "contrastive-loss"],
  },
  {
    name: "jax-js, webgpu",
    package: "@jax-js/jax@0.1.25",
    module: "jax.ts",
    argument: "",
    onAdapter: true,
    families: ["matrix-multiply", "contrastive-loss"],
  },
  ...["1", "2"].map((threads) => ({
    name: `onnxruntime, wasm ×${threads}`,
    package: "onnxruntime-web@1.30.0",
    module: "onnxruntime.ts",
    argument: threads,
    onAdapter: false,
    families: ["matrix-multiply"] as const,
  })),
  ...["1", "2"].map((threads) => ({
    name: `usearch ×${threads}`,
    package: "usearch@2.26.2",
    module: "usearch.ts",
    argument: threads,
    onAdapter: false,
    families: ["search"] as const,
  })),
  ...[["earnest, native", "native"], ["earnest, native ×1", "native 1"]].map((
    [name, argument],
  ) => ({
    name: name!,
    module: "earnest.ts",
    argument: argument!,
    onAdapter: false,
    families: [
      "matrix-multiply",
      "training-step",
      "contrastive-loss",
      "search",
      "silhouette",
    ] as const,
  })),
  {
    name: "earnest, cpu",
    module: "earnest.ts",
    argument: "cpu",
    onAdapter: false,
    families: ["matrix-multiply", "contrastive-loss", "search", "silhouette"],
  },
];

/** A contestant that cannot do a piece of work. */
export class Problem extends Error {
  /** @param known whether that was to be expected */
  constructor(message: string, readonly known: boolean) {
    super(message);
  }
}

/** A contestant's process. */
export class ContestantProcess {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #replies: AsyncGenerator<string>;
  readonly #cache: string;

  /** Starts it, with a shader cache of its own, which is empty: a first call compiles. */
  constructor(readonly contestant: Contestant) {
    this.#cache = Deno.makeTempDirSync({ prefix: "earnest-bench-" });
    const here = new URL("./", import.meta.url);
    const module = new URL(`./peers/${contestant.module}`, here).href;
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-lock", "--quiet", new URL("contestant.ts", here).href, module]
        .concat(
          contestant.argument,
        ),
      env: {
        MESA_SHADER_CACHE_DIR: this.#cache,
        __GL_SHADER_DISK_CACHE_PATH: this.#cache,
        // Else the GL backend prints a line.
        XDG_RUNTIME_DIR: Deno.env.get("XDG_RUNTIME_DIR") ?? "/tmp",
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#replies = linesOf(this.#child.stdout);
  }

  /** @returns where the contestant computes */
  async prepare(work: Work): Promise<string> {
    return (await this.#ask({ prepare: work })).device!;
  }

  /** Does what was prepared `count` times. */
  async run(count: number): Promise<{ milliseconds: number; answer: number[] }> {
    const { milliseconds, answer } = await this.#ask({ run: count });
    return { milliseconds: milliseconds!, answer: answer! };
  }

  async #ask(request: Request): Promise<Reply> {
    await this.#input.write(new TextEncoder().encode(JSON.stringify(request) + "\n"))
      .catch(() => {});
    const { value } = await this.#replies.next();
    if (value === undefined) throw new Problem("its process ended", false);
    const reply: Reply = JSON.parse(value);
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
