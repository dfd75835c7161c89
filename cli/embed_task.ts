/** The shards of `embed`: which of them this process does, and how they are put together. */
import { collectSet, embedShards, isCollectedSet } from "../src/distribute/embed_shards.ts";
import { runTask } from "../src/distribute/run_task.ts";
import { finishSet } from "../src/embeddings/finish_set.ts";
import type { Shard } from "../src/embeddings/parts.ts";
import type { SetSummary } from "../src/embeddings/set_folder.ts";
import type { ProgressDisplay } from "./progress.ts";
import { chosenShard, dividedCommand } from "./shards.ts";

/** Embeds what belongs to this process, with a backbone that is open. */
export type EmbedTask = (
  embed: (shard: Shard | undefined) => Promise<SetSummary>,
) => Promise<SetSummary>;

/** What decides which part of a set is embedded. */
interface TaskOptions {
  readonly out: string;
  readonly shard?: string;
}

/**
 * Runs `embed` for the whole set, for the shards of a task, or to put these together.
 *
 * @param embed opens the backbone and runs the task on it
 */
export async function embedTask<Options extends TaskOptions>(
  options: Options,
  progress: ProgressDisplay,
  embed: (options: Options, task: EmbedTask) => Promise<SetSummary>,
): Promise<SetSummary> {
  const { out } = options;
  const onNote = (note: string) => progress.note(`earnest: ${note}`);
  if (options.shard === undefined) return await embed(options, (run) => run(undefined));
  const shard = chosenShard(options.shard);
  if (shard.kind === "collect") return await collectSet(out, onNote);
  // Whether it is the same set is compared as always.
  if (await isCollectedSet(out)) return await embed(options, (run) => run({ index: 0, count: 1 }));
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
