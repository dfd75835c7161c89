/** `earnest status DIR`: which shards of a divided command are done, run, failed or are missing. */
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { SurroundingsError } from "../src/basics/errors.ts";
import { printable, quotable } from "../src/basics/printable.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { collectedOutput } from "../src/distribute/collected.ts";
import { type Plan, readPlan } from "../src/distribute/plan.ts";
import { ranges, type ShardState, shardStates } from "../src/distribute/states.ts";
import { queuedTasks, queueOf } from "../src/distribute/submit/slurm.ts";
import { command, type CommonOptions } from "./options.ts";
import { nextLine } from "./status_next.ts";
import { counted, tableOf } from "./table.ts";
import { wrap } from "./wrap.ts";

/** Shards that are listed one by one; --json lists all. */
const SHOWN_SHARDS = 20;

/** The `status` command. */
export function statusCommand(): Command {
  return command(
    "status",
    "Says which shards of a command with --shard are done, run, failed or are missing.",
    "earnest status clips",
  )
    .argument("<folder>", "output folder of the shards")
    .action(status);
}

async function status(folder: string, { json }: CommonOptions): Promise<void> {
  if (await collectedOutput(folder) !== undefined) return printCollected(folder, json);
  const plan = await readPlan(folder);
  const states = await statesNow(folder, plan);
  if (json) console.log(safeJson(statusOf(folder, plan, states)));
  else await printStates(folder, plan, states);
  const left = states.filter(({ state }) => state !== "done");
  if (left.length === 0) return;
  throw new SurroundingsError(
    `${left.length} of ${plan.shards} shards of "${quotable(folder)}" are not done: ` +
      ranges(left.map(({ shard }) => shard)),
  );
}

/** The states. Slurm is asked once, when a process of one of its tasks cannot be seen from here. */
function statesNow(folder: string, plan: Plan): Promise<ShardState[]> {
  let queue: ReturnType<typeof slurmQueue> | undefined;
  return shardStates(folder, plan, {
    isQueued: async (task) => {
      if (task.engine !== "slurm") return undefined;
      queue ??= slurmQueue();
      return (await queue)?.(task);
    },
  });
}

/** What Slurm still has; undefined where it cannot be asked. */
async function slurmQueue(): Promise<ReturnType<typeof queueOf> | undefined> {
  // Asking without a permission would prompt.
  const { state } = await Deno.permissions.query({ name: "run", command: "squeue" });
  if (state !== "granted") return undefined;
  return await queuedTasks().then(queueOf, () => undefined);
}

/** Says that nothing is left to do. */
export function printCollected(folder: string, json: boolean): void {
  if (json) return console.log(safeJson({ schema: "earnest/status/1", folder, collected: true }));
  console.log(`All shards are done and put together: "${printable(folder)}"`);
}

/** The states as `--json` prints them. */
function statusOf(folder: string, { command, shards }: Plan, states: readonly ShardState[]) {
  const inState = (wanted: ShardState["state"]) => states.filter(({ state }) => state === wanted);
  return {
    schema: "earnest/status/1",
    folder,
    command,
    shards,
    done: inState("done").map(({ shard }) => shard),
    running: inState("running"),
    failed: inState("failed"),
    missing: inState("missing").map(({ shard }) => shard),
  };
}

async function printStates(
  folder: string,
  plan: Plan,
  states: readonly ShardState[],
): Promise<void> {
  const { command, shards } = plan;
  const numbers = (wanted: ShardState["state"]) =>
    states.filter(({ state }) => state === wanted).map(({ shard }) => shard);
  const done = numbers("done").length;
  console.log(
    `${done} of ${counted(shards, "shard")} of ${command} ${done === 1 ? "is" : "are"} done: ` +
      `"${printable(folder)}"\n`,
  );
  const rows = (["done", "running", "failed", "missing"] as const)
    .map((state) => [state, String(numbers(state).length), ranges(numbers(state))])
    .filter(([, count]) => count !== "0");
  for (const row of rows) row[2] = printable(row[2]!).slice(0, 60);
  console.log(tableOf(rows));
  printEach(states, "running", (state) => placeOf(state));
  printEach(states, "failed", (state) => state.state === "failed" ? state.reason : "");
  const next = await nextLine(folder, plan, states);
  if (next !== undefined) console.log(`\n${next}`);
}

/** Prints a line for each shard in a state, up to the limit. */
function printEach(
  states: readonly ShardState[],
  wanted: ShardState["state"],
  words: (state: ShardState) => string,
): void {
  const chosen = states.filter(({ state }) => state === wanted);
  if (chosen.length > 0) console.log();
  for (const state of chosen.slice(0, SHOWN_SHARDS)) {
    console.log(wrap(printable(`${wanted} ${state.shard}: ${words(state)}`), "", "  "));
  }
  const more = chosen.length - SHOWN_SHARDS;
  if (more > 0) console.log(`and ${more} more; --json lists all`);
}

/** Where a shard's process runs. */
function placeOf(state: ShardState): string {
  if (state.state !== "running") return "";
  const { host, pid, started, since } = state.worker;
  const job = started === undefined
    ? ""
    : `, ${started.engine} task ${
      [started.job, started.task].filter((id) => id !== undefined).join("_")
    }`;
  return `on ${host}, process ${pid}${job}, since ${since}`;
}
