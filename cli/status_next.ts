/** What is to be done about the shards that nothing works on. */
import { join } from "node:path";
import { isThere } from "../src/basics/output/place.ts";
import { LOGS_FOLDER } from "../src/basics/output/shard_names.ts";
import { pathWord, shellWord } from "../src/basics/shell_word.ts";
import { type Plan, shardsIn, shardsOfTask } from "../src/distribute/plan.ts";
import { ranges, type ShardState } from "../src/distribute/states.ts";
import { withOptions } from "../src/distribute/words.ts";

/**
 * Returns the command that comes next: what starts the shards again that failed or are missing, as they were started, or
 * what puts them together; undefined while all that is left runs.
 *
 * @param folder the output folder
 */
export function nextCommand(
  folder: string,
  plan: Plan,
  states: readonly ShardState[],
): string | undefined {
  const place = shellWord(pathWord(folder));
  if (states.every(({ state }) => state === "done")) return `earnest collect ${place}`;
  const isLeft = (shard: number) => ["failed", "missing"].includes(states[shard]!.state);
  const tasks = Array.from({ length: plan.tasks }, (_, task) => task)
    .filter((task) => shardsOfTask(plan, task).some(isLeft));
  if (tasks.length === 0) return undefined;
  // Only a submission to Slurm makes it.
  if (isThere(join(shardsIn(folder), LOGS_FOLDER))) return `earnest submit slurm --resume ${place}`;
  const engine = states.map((state) => "worker" in state ? state.worker.started?.engine : undefined)
    .find((found) => found !== undefined);
  if (engine === "kubernetes") {
    return `earnest submit kubernetes --resume ${place}, with the image and volumes of before`;
  }
  if (engine === "slurm") {
    const numbers = ranges(tasks.map((task) => plan.firstTask + task));
    return `your array again with --array=${numbers}, or earnest submit slurm --resume ${place}`;
  }
  return shardCommand(plan, tasks);
}

/** The command of the first of some tasks, and the numbers of the others. */
function shardCommand({ command, words, directory, tasks }: Plan, left: readonly number[]): string {
  const [first, ...others] = left;
  const own = withOptions(words, ["--shard", `${first}/${tasks}`]);
  const line = ["earnest", command, ...own].map(shellWord).join(" ");
  const place = directory === Deno.cwd() ? "" : `cd ${shellWord(pathWord(directory))} && `;
  const also = others.length === 0 ? "" : ` (so ${ranges(others)}, too)`;
  return `${place}${line}${also}`;
}
