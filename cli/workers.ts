/** `--workers`: a command's shards in several processes of this program, on this machine. */
import { InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { InputError } from "../src/basics/errors.ts";
import { eachCard } from "../src/compute/cards/each_card.ts";
import { openTask } from "../src/distribute/open_task.ts";
import {
  isDivided,
  type Plan,
  readPlan,
  type ShardedCommand,
  shardsOfTask,
} from "../src/distribute/plan.ts";
import { shardStates } from "../src/distribute/states.ts";
import { withOptions } from "../src/distribute/words.ts";
import { runWorkers, type Seat } from "../src/distribute/workers/run_workers.ts";
import { mainPlace } from "./command_line.ts";
import type { ProgressDisplay } from "./progress.ts";
import { dividedCommand } from "./shards.ts";

/** The value of `--workers`. */
export type WorkerCount = number | "per-card";

/** More processes than any machine has cores. */
const MOST_WORKERS = 256;
/** What processes hand on to those that they start, as far as they have it without a list. */
const PERMISSIONS = ["read", "write", "env", "net", "sys", "ffi"] as const;
/** Variables that make a device better, where they alone are allowed. */
const VARIABLES = ["XDG_RUNTIME_DIR", "LP_NUM_THREADS"];

/** The option. */
export function workersOption(): Option {
  return new Option(
    "--workers <n>",
    "do the work in n processes of this machine, or per-card: one for each graphics card",
  ).argParser(parseWorkers).conflicts(["shard", "force"]);
}

function parseWorkers(value: string): WorkerCount {
  if (value === "per-card") return value;
  const count = Number(value);
  if (/^\d+$/.test(value) && count >= 1 && count <= MOST_WORKERS) return count;
  throw new InvalidArgumentError(
    `expected a whole number from 1 to ${MOST_WORKERS}, or per-card`,
  );
}

/**
 * Finds for each process what shows it its own card, if there are several.
 *
 * @returns undefined where one process does, which is this one
 */
export async function seatsFor(
  workers: WorkerCount | undefined,
  out: string,
  onNote: (note: string) => void,
): Promise<readonly Seat[] | undefined> {
  if (workers === undefined) return undefined;
  let seats: readonly Seat[];
  if (workers === "per-card") {
    const { environments, note } = await eachCard();
    onNote(note);
    seats = environments;
  } else seats = Array.from({ length: workers }, () => ({}));
  // Shards that were begun are finished as shards.
  return seats.length > 1 || isDivided(out) ? seats : undefined;
}

/**
 * Does all shards of a command in processes; they are put together afterwards.
 *
 * @param out the output folder; it is free, or its work is to be continued
 * @throws {InputError} when no process may be started
 */
export async function doInWorkers(
  command: ShardedCommand,
  out: string,
  seats: readonly Seat[],
  progress: ProgressDisplay,
): Promise<void> {
  const permissions = await handedPermissions();
  const program = await allowedProgram();
  const divided = dividedCommand(command);
  // An earlier plan says how the work is divided.
  const count = isDivided(out) ? (await readPlan(out)).tasks : seats.length;
  const { plan } = await openTask(out, { kind: "counted", index: 0, count }, divided);
  await runWorkers({
    tasks: await tasksLeft(out, plan),
    seats,
    commandOf: (task) => ({
      program,
      args: ["run", "--quiet", "--no-prompt", ...permissions, mainPlace(), command].concat(
        withOptions(divided.words, [
          ...["--shard", `${task}/${plan.tasks}`, "--beside", String(seats.length)],
        ]),
      ),
    }),
    onProgress: progress.report,
    onNote: (note) => progress.note(note),
  });
}

/** The tasks of a plan that have a shard which is not done. */
async function tasksLeft(folder: string, plan: Plan): Promise<number[]> {
  const left = (await shardStates(folder, plan)).filter(({ state }) => state !== "done");
  const shards = new Set(left.map(({ shard }) => shard));
  return Array.from({ length: plan.tasks }, (_, task) => task)
    .filter((task) => shardsOfTask(plan, task).some((shard) => shards.has(shard)));
}

/** Returns the flags of this process, for those that it starts; they get no permission that it lacks. */
async function handedPermissions(): Promise<string[]> {
  const whole = await Promise.all(
    PERMISSIONS.map((name) => isGranted({ name })),
  );
  if (whole.every((is) => is) && await isGranted({ name: "run" })) return ["-A"];
  const named = PERMISSIONS.filter((_, i) => whole[i]);
  if (!named.includes("read") || !named.includes("write")) {
    throw new InputError(
      "--workers hands permissions on to the processes that it starts, but no lists of folders; give " +
        "--allow-read and --allow-write without a list, or start each shard with --shard",
    );
  }
  const flags = named.map((name) => `--allow-${name}`);
  const variables = [];
  for (const variable of named.includes("env") ? [] : VARIABLES) {
    if (await isGranted({ name: "env", variable })) variables.push(variable);
  }
  if (variables.length > 0) flags.push(`--allow-env=${variables.join(",")}`);
  return flags;
}

/** Returns the program that runs this one, if this process may start it. */
async function allowedProgram(): Promise<string> {
  for (const command of [Deno.execPath(), "deno"]) {
    if (await isGranted({ name: "run", command })) return command;
  }
  throw new InputError(
    "--workers starts processes of Deno; allow it with --allow-run=deno or -A, or start each shard " +
      "with --shard",
  );
}

async function isGranted(permission: Deno.PermissionDescriptor): Promise<boolean> {
  return (await Deno.permissions.query(permission)).state === "granted";
}
