/** `earnest audit CONFIG`: the audit of a configuration. */
import { safeJson } from "../src/basics/safe_json.ts";
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { keepsAnything } from "../src/audit/folder/content.ts";
import type { AuditRunOptions } from "../src/audit/folder/options.ts";
import type { PlanSummary } from "../src/audit/folder/plan_summary.ts";
import { previewAudit } from "../src/audit/folder/preview.ts";
import { TO_CONTINUE } from "../src/audit/folder/work_in_folder.ts";
import { auditIntoFolder } from "../src/report/folder/audit_into_folder.ts";
import { noteText } from "./audit_notes.ts";
import {
  auditInWorkers,
  collectTask,
  plannedShards,
  type ShardedAudit,
  trainTask,
} from "./audit_task.ts";
import { type CardOptions, fileOptions, withCardOptions } from "./card_options.ts";
import { commandLine } from "./command_line.ts";
import { type DeviceOptions, readVariants, withKernelOptions } from "./device.ts";
import { interruptible } from "./interrupt.ts";
import { continuedOnce } from "./lost_device.ts";
import { command, itemTimeoutOption, strictOption } from "./options.ts";
import { planText } from "./plan_text.ts";
import { notesText, prospectsText } from "./prospects_text.ts";
import type { ProgressDisplay } from "./progress.ts";
import { printResults } from "./results_text.ts";
import { chosenShard, shardOption } from "./shards.ts";
import { counted } from "./table.ts";
import { besideOption, workerProgress } from "./worker.ts";
import { seatsFor, type WorkerCount, workersOption } from "./workers.ts";
import { wrap } from "./wrap.ts";

interface AuditOptions extends DeviceOptions, CardOptions {
  out: string;
  resume: boolean;
  force: boolean;
  dryRun: boolean;
  itemTimeout: number;
  strict: boolean;
  shard?: string;
  workers?: WorkerCount;
  beside?: number;
}

/** The `audit` command. */
export function auditCommand(): Command {
  const audits = command(
    "audit",
    "Takes a zero-shot accuracy apart into chance, transfer, leakage and volume. " +
      "Use --resume to continue an interrupted run.",
    "earnest audit audit.json --out found",
    { device: true, seed: "first training seed" },
  )
    .argument("<config>", "configuration, JSON; its paths are relative to it")
    .requiredOption("--out <folder>", "folder to write")
    .addOption(shardOption().conflicts("force"))
    .addOption(workersOption())
    .addOption(besideOption())
    .option("--resume", "continue an unfinished audit", false)
    .option("--force", "start over; with --resume, keep the trainings that are the same", false)
    .addOption(
      new Option("--dry-run", "print what is to be trained and for how long, and stop")
        .default(false).conflicts("force"),
    )
    .addOption(itemTimeoutOption())
    .addOption(strictOption())
    .action(audit);
  return withKernelOptions(withCardOptions(audits));
}

async function audit(path: string, options: AuditOptions): Promise<void> {
  const { out, dryRun } = options;
  const progress = workerProgress(options);
  const asked = await runOptions(options, progress);
  const work = () => dryRun ? printPlan(path, options, asked) : run(path, options, asked, progress);
  const hint = () => {
    if (!dryRun && keepsAnything(out)) console.error(`\nWhat is finished is kept; ${TO_CONTINUE}.`);
  };
  await interruptible(hint, work).finally(() => progress.stop());
}

/** Runs the audit, a shard of it, or what is left when all shards are done. */
async function run(
  config: string,
  { out, resume, force, json, ...options }: AuditOptions,
  asked: AuditRunOptions,
  progress: ProgressDisplay,
): Promise<void> {
  const note = (line: string) => progress.note(wrap(line, "earnest: "));
  const whole = {
    ...asked,
    force,
    command: commandLine(),
    onPlan: progress.isShown ? (plan: PlanSummary) => note(planText(plan)) : undefined,
  };
  const audit: ShardedAudit = { config, out, asked: { ...whole, onPlan: undefined } };
  const shard = chosenShard(options.shard);
  if (shard !== undefined && shard.kind !== "collect") {
    return await continuedOnce(() => trainTask(audit, shard, json), note);
  }
  const seats = await seatsFor(options.workers, out, note);
  const results = await continuedOnce(async (isContinued) => {
    if (shard !== undefined) return await collectTask(audit);
    const isResumed = resume || isContinued;
    if (seats !== undefined) return await auditInWorkers(audit, isResumed, seats, progress);
    return (await auditIntoFolder(config, out, { ...whole, resume: isResumed })).results;
  }, note);
  progress.stop();
  printResults(results, out, json);
}

/** What both the audit and its plan are asked. */
async function runOptions(
  options: AuditOptions,
  progress: ProgressDisplay,
): Promise<AuditRunOptions> {
  const { device, tune, seed, itemTimeout, strict } = options;
  return {
    ...fileOptions(options),
    device,
    tune,
    seed,
    variants: await readVariants(options),
    itemTimeoutSeconds: itemTimeout,
    strict,
    onProgress: progress.report,
    onNote: (note, about) => progress.note(noteText(note, about)),
  };
}

async function printPlan(
  path: string,
  { out, resume, shard, json }: AuditOptions,
  asked: AuditRunOptions,
): Promise<void> {
  const plan = await previewAudit(path, out, {
    ...asked,
    resume,
    onNote: (note, about) => {
      // What is trained again belongs to the plan, which is printed with --quiet, too.
      if (about === "trainings") console.error(noteText(note, about));
      else asked.onNote?.(note, about);
    },
  });
  const shards = await plannedShards(out, shard, plan.trainings);
  if (json) return console.log(safeJson(shards.length === 0 ? plan : { ...plan, shards }));
  const notes = notesText(plan.notes, plan);
  const shares = shards.map(({ shard, of, trainings }) =>
    `Shard ${shard} of ${of}: ${counted(trainings, "training")}.`
  );
  console.log(
    [wrap(planText(plan), ""), ...shares, ...notes, prospectsText(plan)].join("\n\n"),
  );
}
