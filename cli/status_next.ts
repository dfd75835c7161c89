/** What is to be done about the shards that nothing works on. */
import { join, resolve } from "node:path";
import { isFolder, isSamePlace } from "../src/basics/on_disk.ts";
import { isThere } from "../src/basics/output/place.ts";
import { LOGS_FOLDER } from "../src/basics/output/shard_names.ts";
import { pathWord, shellWord } from "../src/basics/shell_word.ts";
import { type Plan, shardsIn, shardsOfTask } from "../src/distribute/plan.ts";
import { ranges, type ShardState } from "../src/distribute/states.ts";
import { outOf, withOptions, withOut } from "../src/distribute/words.ts";

/**
 * Returns a line with the command that comes next: what starts the shards again that failed or are missing, as they were
 * started, or what puts them together; undefined while all that is left runs. What must be said besides stands before
 * the colon, so that the command can be copied.
 *
 * @param folder the output folder
 */
export async function nextLine(
  folder: string,
  plan: Plan,
  states: readonly ShardState[],
): Promise<string | undefined> {
  const place = shellWord(pathWord(folder));
  if (states.every(({ state }) => state === "done")) return `Next: earnest collect ${place}`;
  const isLeft = (shard: number) => ["failed", "missing"].includes(states[shard]!.state);
  const tasks = Array.from({ length: plan.tasks }, (_, task) => task)
    .filter((task) => shardsOfTask(plan, task).some(isLeft));
  if (tasks.length === 0) return undefined;
  const slurm = `earnest submit slurm --resume ${place}`;
  // Only a submission to Slurm makes it.
  if (isThere(join(shardsIn(folder), LOGS_FOLDER))) {
    return `Next, with the options of before: ${slurm}`;
  }
  const isHere = await isSeen(plan.directory);
  const engine = engineOf(states, isHere);
  if (engine === "slurm") {
    const numbers = ranges(tasks.map((task) => plan.firstTask + task));
    return `Next, or your array again with --array=${numbers}: ${slurm}`;
  }
  if (engine === "kubernetes") {
    const volume = shellWord(`CLAIM:${plan.directory}`);
    return "Next, with the image, the claim and the options of before: " +
      `earnest submit kubernetes --image IMAGE --volume ${volume} --resume ${place}`;
  }
  return shardLine(folder, plan, tasks, isHere);
}

/** Whether the folder of a command is on this machine. Looking without a permission would prompt. */
async function isSeen(directory: string): Promise<boolean> {
  const { state } = await Deno.permissions.query({ name: "read", path: directory });
  return state === "granted" && await isFolder(directory);
}

/** What started the tasks; undefined where they were started by hand. */
function engineOf(states: readonly ShardState[], isHere: boolean) {
  const begun = states.flatMap((state) => "worker" in state ? [state.worker] : []);
  // Pods see a volume where this machine has none. Until they begin, there is a plan alone.
  if (begun.length === 0 && !isHere) return "kubernetes";
  return begun.find(({ started }) => started !== undefined)?.started?.engine;
}

/** A line with the command of the first of some tasks, and the numbers of the others. */
function shardLine(
  folder: string,
  plan: Plan,
  [first, ...others]: readonly number[],
  isHere: boolean,
): string {
  const { command, words, directory, tasks } = plan;
  const out = outOf(words);
  const isMoved = isHere && out !== undefined && !isSamePlace(resolve(directory, out), folder);
  const own = withOptions(isMoved ? withOut(words, resolve(folder)) : words, [
    ...["--shard", `${first}/${tasks}`],
  ]);
  const line = ["earnest", command, ...own].map(shellWord).join(" ");
  const remarks = [
    ...isHere ? [] : ["where that folder is"],
    ...others.length === 0 ? [] : [`and the same for ${ranges(others)}`],
  ];
  const place = directory === Deno.cwd() ? "" : `cd ${shellWord(pathWord(directory))} && `;
  return `${["Next", ...remarks].join(", ")}: ${place}${line}`;
}
