/** `earnest audit CONFIG`: the audit of a configuration. */
import { safeJson } from "../src/basics/safe_json.ts";
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { keepsAnything } from "../src/audit/folder/content.ts";
import type { AuditRunOptions } from "../src/audit/folder/options.ts";
import { previewAudit } from "../src/audit/folder/preview.ts";
import { TO_CONTINUE } from "../src/audit/folder/work_in_folder.ts";
import { auditIntoFolder } from "../src/report/folder/audit_into_folder.ts";
import { noteText } from "./audit_notes.ts";
import { type CardOptions, fileOptions, withCardOptions } from "./card_options.ts";
import { commandLine } from "./command_line.ts";
import { type DeviceOptions, readVariants, withKernelOptions } from "./device.ts";
import { interruptible } from "./interrupt.ts";
import { continuedOnce } from "./lost_device.ts";
import { command, itemTimeoutOption, strictOption } from "./options.ts";
import { planText } from "./plan_text.ts";
import { notesText, prospectsText } from "./prospects_text.ts";
import { type ProgressDisplay, progressDisplay } from "./progress.ts";
import { printResults } from "./results_text.ts";
import { wrap } from "./wrap.ts";

interface AuditOptions extends DeviceOptions, CardOptions {
  out: string;
  resume: boolean;
  force: boolean;
  dryRun: boolean;
  itemTimeout: number;
  strict: boolean;
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
  const { out, resume, force, dryRun, json } = options;
  const progress = progressDisplay(options.quiet);
  const asked = await runOptions(options, progress);
  const work = async () => {
    if (dryRun) return await printPlan(path, options, asked);
    const note = (line: string) => progress.note(wrap(line, "earnest: "));
    const { results } = await continuedOnce((isContinued) =>
      auditIntoFolder(path, out, {
        ...asked,
        resume: resume || isContinued,
        force,
        command: commandLine(),
        onPlan: progress.isShown ? (plan) => note(planText(plan)) : undefined,
      }), note);
    progress.stop();
    printResults(results, out, json);
  };
  const hint = () => {
    if (!dryRun && keepsAnything(out)) console.error(`\nWhat is finished is kept; ${TO_CONTINUE}.`);
  };
  await interruptible(hint, work).finally(() => progress.stop());
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
  { out, resume, json }: AuditOptions,
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
  if (json) return console.log(safeJson(plan));
  const notes = notesText(plan.notes, plan);
  console.log([wrap(planText(plan), ""), ...notes, prospectsText(plan)].join("\n\n"));
}
