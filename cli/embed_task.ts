/** The shards of `embed`: which of them this process does, and how they are put together. */
import type { ShardChoice } from "../src/distribute/choice.ts";
import { collectSet, embedShards, isCollectedSet } from "../src/distribute/embed_shards.ts";
import { runTask } from "../src/distribute/run_task.ts";
import { finishSet } from "../src/embeddings/finish_set.ts";
import { lookAt } from "../src/embeddings/folder.ts";
import { checkPlace } from "../src/embeddings/opening.ts";
import type { Shard } from "../src/embeddings/parts.ts";
import type { SetSummary } from "../src/embeddings/set_folder.ts";
import type { ProgressDisplay } from "./progress.ts";
import { chosenShard, dividedCommand } from "./shards.ts";
import { doInWorkers, seatsFor, type WorkerCount } from "./workers.ts";

/** Embeds what belongs to this process, with a backbone that is open. */
export type EmbedTask = (
  embed: (shard: Shard | undefined) => Promise<SetSummary>,
) => Promise<SetSummary>;

/** What decides which part of a set is embedded. */
interface TaskOptions {
  readonly out: string;
  readonly resume: boolean;
  readonly shard?: string;
  readonly workers?: WorkerCount;
}

/** Opens the backbone and runs a task on it. */
type Embed<Options> = (options: Options, task: EmbedTask) => Promise<SetSummary>;

/**
 * Runs `embed` for the whole set, for the shards of a task, in several processes, or to put shards together.
 *
 * @param embed opens the backbone and runs the task on it
 */
export async function embedTask<Options extends TaskOptions>(
  options: Options,
  progress: ProgressDisplay,
  embed: Embed<Options>,
): Promise<SetSummary> {
  const onNote = (note: string) => progress.note(`earnest: ${note}`);
  const shard = chosenShard(options.shard);
  if (shard !== undefined) return await embedShard(options, shard, onNote, embed);
  const whole = () => embed(options, (run) => run(undefined));
  const { out, workers, resume } = options;
  const seats = await seatsFor(workers, out, onNote);
  // Whether a finished set is the same is compared as always.
  if (seats === undefined || await isCollectedSet(out)) return await whole();
  checkPlace(await lookAt(out), out, resume ? "resume" : "create", false);
  await doInWorkers("embed", out, seats, progress);
  return await collectSet(out, onNote);
}

async function embedShard<Options extends TaskOptions>(
  options: Options,
  shard: ShardChoice,
  onNote: (note: string) => void,
  embed: Embed<Options>,
): Promise<SetSummary> {
  const { out } = options;
  if (shard.kind === "collect") return await collectSet(out, onNote);
  // Whether it is the same set is compared as always.
  if (await isCollectedSet(out)) return await embed(options, (run) => run({ index: 0, count: 1 }));
  // Before the plan is written into it.
  checkPlace(await lookAt(out), out, "resume", true);
  const { shards, of, result } = await runTask(
    out,
    shard,
    dividedCommand("embed"),
    (task) => embed(options, (run) => embedShards(out, task, run)),
  );
  if (result !== undefined) return result;
  onNote(`shard ${shards.join(", ")} of ${of} was done before`);
  return await finishSet(out, onNote);
}
