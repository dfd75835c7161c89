/** `earnest demo`: the audit on real instrument recordings, nothing to prepare. */
import type { Command } from "npm:commander@15.1.0";
import { demoIntoFolder } from "../src/report/folder/demo_into_folder.ts";
import { noteText } from "./audit_notes.ts";
import { commandLine } from "./command_line.ts";
import { interruptible } from "./interrupt.ts";
import { type DeviceOptions, readVariants, withKernelOptions } from "./device.ts";
import { command } from "./options.ts";
import { planText } from "./plan_text.ts";
import { progressDisplay } from "./progress.ts";
import { printResults } from "./results_text.ts";
import { wrap } from "./wrap.ts";

const DEFAULT_FOLDER = "earnest-demo";
/** A demo takes minutes, and keeps no trainings of a run that did not end. */
const AFTER_INTERRUPT = "What was fetched is kept; the same command begins the demo again.";

interface DemoOptions extends DeviceOptions {
  out: string;
  force: boolean;
}

/** The `demo` command. */
export function demoCommand(): Command {
  const demos = command(
    "demo",
    "Audits a speech backbone on real instrument recordings: takes its accuracy at naming " +
      "instruments apart into chance, transfer, leakage and volume.",
    "earnest demo --out my-demo --seed 7",
    { device: true, seed: "first training seed" },
  )
    .option(
      "--out <folder>",
      "folder to write, replaced if it is still as a demo wrote it",
      DEFAULT_FOLDER,
    )
    .option("--force", "replace a demo's folder in which files were changed", false)
    .action(demo);
  return withKernelOptions(demos);
}

async function demo(options: DemoOptions): Promise<void> {
  const { out, force, device, tune, seed } = options;
  const progress = progressDisplay(options.quiet);
  const variants = await readVariants(options);
  const work = () =>
    demoIntoFolder(out, {
      force,
      device,
      tune,
      seed,
      variants,
      command: commandLine(),
      onProgress: progress.report,
      onLeftover: (note) => progress.note(`earnest: ${note}`),
      onNote: (note, about) => progress.note(noteText(note, about)),
      onPlan: progress.isShown
        ? (plan) => progress.note(wrap(planText(plan), "earnest: "))
        : undefined,
    });
  const hint = () => console.error(`\n${AFTER_INTERRUPT}`);
  const results = await interruptible(hint, work).finally(() => progress.stop());
  printResults(results, out, options.json);
}
