import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("./cluster.sh", import.meta.url));
const NAMESPACES = ["--net", "--mount", "--uts", "--pid"];
const PROGRAMS = ["/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd"];
/** The states of jobs that have ended. */
const ENDED = new Set(["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL"]);

/** What became of a command. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Slurm controller with the nodes `n1` and `n2` of two processors each, and a partition `all`. */
export interface SlurmCluster {
  /** Runs a command where Slurm's commands reach this cluster. */
  run(command: readonly string[], folder: string, env?: Record<string, string>): Promise<Ran>;
  /** Runs `sbatch` and returns the job's id. */
  submit(words: readonly string[], folder: string): Promise<string>;
  /** Returns the states of jobs, or of an array's tasks, by id: `{ "1_0": "RUNNING" }`. */
  states(...jobs: readonly string[]): Promise<Record<string, string>>;
  /** Waits until a test of these states holds. */
  until(
    holds: (states: readonly string[]) => boolean,
    ...jobs: readonly string[]
  ): Promise<Record<string, string>>;
  /** Waits until jobs have ended. */
  ended(...jobs: readonly string[]): Promise<Record<string, string>>;
  /** Kills a node with all that runs on it, as a loss of power does. */
  killNode(name: "n1" | "n2"): Promise<void>;
  startNode(name: "n1" | "n2"): Promise<void>;
}

/**
 * Runs a test's work with a Slurm cluster of its own, in namespaces that are gone afterwards, however the test ends.
 * Where the machine cannot do that, says so loudly and runs nothing; with `EARNEST_REQUIRE_SLURM=1` it throws.
 */
export async function withSlurm(work: (cluster: SlurmCluster) => Promise<void>): Promise<void> {
  const hindrance = await findHindrance();
  if (hindrance !== undefined) {
    assert.notEqual(Deno.env.get("EARNEST_REQUIRE_SLURM"), "1", hindrance);
    console.warn(`SLURM TESTS NOT RUN: ${hindrance}`);
    return;
  }
  const child = new Deno.Command("unshare", {
    args: [...NAMESPACES, "--fork", "--kill-child", "bash", SCRIPT],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const input = child.stdin.getWriter();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    const [word, id] = (await readLine(output)).split(" ");
    assert.equal(word, "ready");
    await work(
      new Cluster(Number(id), async (line) => {
        await input.write(new TextEncoder().encode(`${line}\n`));
        assert.equal(await readLine(output), "done");
      }),
    );
  } finally {
    await input.close().catch(() => {});
    await output.cancel();
    await child.status;
  }
}

/** Says why no cluster can run here. */
async function findHindrance(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return "Slurm's tests need Linux";
  if (Deno.uid() !== 0) return "Slurm's tests need root";
  const { success } = await new Deno.Command("unshare", {
    args: [...NAMESPACES, "--fork", "--mount-proc", "true"],
  })
    .output();
  if (!success) return "this machine allows no namespaces";
  const missing = PROGRAMS.filter((path) => !existsSync(path));
  if (missing.length === 0) return undefined;
  return `${missing.join(", ")} missing; "apt-get install slurm-wlm munge iproute2" installs them`;
}

/** Reads a line that arrives as a whole. */
async function readLine(output: ReadableStreamDefaultReader<string>): Promise<string> {
  let text = "";
  while (!text.endsWith("\n")) {
    const { value, done } = await output.read();
    if (done) throw new Error("the Slurm cluster ended");
    text += value;
  }
  return text.trimEnd();
}

class Cluster implements SlurmCluster {
  readonly #id: number;
  readonly #tell: (line: string) => Promise<void>;

  /** `id` is the cluster's process 1 as this process sees it; `tell` has it do something. */
  constructor(id: number, tell: (line: string) => Promise<void>) {
    this.#id = id;
    this.#tell = tell;
  }

  async run(command: readonly string[], folder: string, env = {}): Promise<Ran> {
    const entry = ["-t", String(this.#id), "-n", "-m", "-u", "-p", `--wdns=${folder}`];
    const { code, stdout, stderr } = await new Deno.Command("nsenter", {
      args: [...entry, "--", ...command],
      env: { ...env, SLURM_CONF: "/etc/slurm/slurm.conf" },
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }

  async submit(words: readonly string[], folder: string): Promise<string> {
    const { code, stdout, stderr } = await this.run(["sbatch", "--parsable", ...words], folder);
    assert.equal(code, 0, stderr);
    return stdout.trim();
  }

  async states(...jobs: readonly string[]): Promise<Record<string, string>> {
    const words = ["--noheader", "--array", "--states=all", "--format=%i %T"];
    const { code, stdout, stderr } = await this.run(
      ["squeue", ...words, `--jobs=${jobs.join(",")}`],
      "/",
    );
    assert.equal(code, 0, stderr);
    return Object.fromEntries(stdout.trimEnd().split("\n").map((line) => line.split(" ")));
  }

  async until(
    holds: (states: readonly string[]) => boolean,
    ...jobs: readonly string[]
  ): Promise<Record<string, string>> {
    const end = performance.now() + 180_000;
    for (;;) {
      const states = await this.states(...jobs);
      if (holds(Object.values(states))) return states;
      if (performance.now() > end) assert.fail(await this.#describe());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  ended(...jobs: readonly string[]): Promise<Record<string, string>> {
    return this.until((states) => states.every((state) => ENDED.has(state)), ...jobs);
  }

  killNode(name: string): Promise<void> {
    return this.#tell(`kill_node ${name}`);
  }

  startNode(name: string): Promise<void> {
    return this.#tell(`start_node ${name}`);
  }

  /** What the cluster's queue and logs hold. */
  async #describe(): Promise<string> {
    const command = "squeue --states=all; sinfo; tail -n 20 /etc/slurm/*.log";
    return `jobs did not come so far in three minutes\n${
      (await this.run(["sh", "-c", command], "/")).stdout
    }`;
  }
}
