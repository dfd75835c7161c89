/** The shards of `audit`: which of them this process does, and how they are put together. */
import { readAsked } from "../src/audit/folder/asked.ts";
import { checkAuditFolder, checkKind } from "../src/audit/folder/content.ts";
import type { AuditFolderOptions } from "../src/audit/folder/options.ts";
import { trainingsOfShard } from "../src/audit/folder/train_shards.ts";
import type { AuditResults } from "../src/audit/results/results.ts";
import { printable } from "../src/basics/printable.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { pathWord, shellWord } from "../src/basics/shell_word.ts";
import { collectAudit, trainAuditShards } from "../src/distribute/audit_shards.ts";
import { previewTask, type TaskChoice } from "../src/distribute/open_task.ts";
import { readPlan } from "../src/distribute/plan.ts";
import { runTask } from "../src/distribute/run_task.ts";
import { commandLine } from "./command_line.ts";
import type { ProgressDisplay } from "./progress.ts";
import { chosenShard, dividedCommand } from "./shards.ts";
import { counted } from "./table.ts";
import { doInWorkers } from "./workers.ts";
import type { Seat } from "../src/distribute/workers/run_workers.ts";

/** How the shards of an audit are run. */
export interface ShardedAudit {
  /** Path of the configuration. */
  readonly config: string;
  /** The folder to write. */
  readonly out: string;
  /** How the audit is run. */
  readonly asked: AuditFolderOptions;
}

/** The trainings of one shard, as `--dry-run` tells. */
export interface PlannedShard {
  readonly shard: number;
  readonly of: number;
  readonly trainings: number;
}

/** Trains the shards of a task, and prints how that ended. */
export async function trainTask(
  { config, out, asked }: ShardedAudit,
  choice: TaskChoice,
  json: boolean,
): Promise<void> {
  // Before the plan keeps the command.
  await readAsked(config, asked);
  checkKind(out);
  const { shards, of, result: trainings } = await runTask(
    out,
    choice,
    dividedCommand("audit"),
    (task) => trainAuditShards(config, out, asked, task),
  );
  if (json) return console.log(safeJson({ out, shards, of, trainings: trainings ?? 0 }));
  const shard = `Shard ${shards.join(", ")} of ${of}`;
  const folder = printable(out);
  console.log(
    trainings === undefined
      ? `${shard} was done before: "${folder}"`
      : `${shard} is done, ${counted(trainings, "training")}: "${folder}"`,
  );
  console.log(`When all are: earnest collect ${shellWord(pathWord(out))}`);
}

/** Scores what the shards have trained. */
export async function collectTask({ config, out, asked }: ShardedAudit): Promise<AuditResults> {
  const { command, words } = await readPlan(out);
  const options = { ...asked, command: commandLine([command, ...words]) };
  return (await collectAudit(config, out, options)).results;
}

/** Trains in several processes, then scores here. */
export async function auditInWorkers(
  audit: ShardedAudit,
  resume: boolean,
  seats: readonly Seat[],
  progress: ProgressDisplay,
): Promise<AuditResults> {
  const { config, out, asked } = audit;
  const { configuration, files } = await readAsked(config, asked);
  await checkAuditFolder(out, { resume }, configuration, files);
  await doInWorkers("audit", out, seats, progress);
  return await collectTask(audit);
}

/** Tells how many of an audit's trainings each shard of a task has; nothing is written. */
export async function plannedShards(
  out: string,
  asked: string | undefined,
  trainings: number,
): Promise<PlannedShard[]> {
  const choice = chosenShard(asked);
  if (choice === undefined || choice.kind === "collect") return [];
  const { plan: { shards: of }, shards } = await previewTask(out, choice, dividedCommand("audit"));
  return shards.map((shard) => ({ shard, of, trainings: trainingsOfShard(trainings, shard, of) }));
}
