/** The part that `demo` and `audit` share: from a configuration file to a finished folder and a table. */
import { basename, join } from "node:path";
import { CELLS_FOLDER } from "../src/audit/trainings/finished_trainings.ts";
import {
  type AuditConfiguration,
  parseConfiguration,
  shiftSeeds,
} from "../src/audit/configuration/configuration.ts";
import type { AuditInputs } from "../src/audit/inputs/read_inputs.ts";
import type { AuditResults } from "../src/audit/results/results.ts";
import { runAudit } from "../src/audit/run.ts";
import type { AuditRun } from "../src/audit/results/run_file.ts";
import { planAudit } from "../src/audit/trainings/plan_audit.ts";
import { runHere } from "../src/audit/trainings/runner.ts";
import { runInWorkers } from "../src/audit/trainings/workers.ts";
import { writeFileAtomic } from "../src/basics/atomic.ts";
import { readInputFile } from "../src/basics/input_file.ts";
import { printable } from "../src/basics/printable.ts";
import type { Compute } from "../src/compute/compute.ts";
import { formatVariants, type KeptVariants, VARIANTS_FILE } from "../src/compute/variants_file.ts";
import { decodeUtf8 } from "../src/formats/reading.ts";
import { writeAuditFolder } from "../src/report/folder/write_folder.ts";
import { leadSentences } from "../src/report/words/lead.ts";
import { resultsTable } from "../src/report/table.ts";
import { withRange } from "../src/report/text.ts";
import { findFinished, measurePlan, planText, workersOn } from "./audit_plan.ts";
import type { ProgressDisplay } from "./progress.ts";
import { wrap } from "./wrap.ts";

/** Reads a configuration file; `--seed` replaces the first seed and shifts the rest. */
export async function readConfiguration(
  path: string,
  seed: number | undefined,
): Promise<AuditConfiguration> {
  const name = basename(path);
  const configuration = parseConfiguration(decodeUtf8(await readInputFile(path), name), name);
  if (seed === undefined) return configuration;
  return { ...configuration, seeds: shiftSeeds(configuration.seeds, seed) };
}

/**
 * Runs an audit and writes its folder. Trainings that are finished in it are not repeated.
 *
 * @param out folder that is written; what it was asked for stands in it
 * @param variants the kernels of the device
 */
export async function auditInto(
  out: string,
  run: AuditRun,
  inputs: AuditInputs,
  compute: Compute,
  variants: KeptVariants,
  progress: ProgressDisplay,
): Promise<AuditResults> {
  const { configuration } = run;
  await writeFileAtomic(join(out, VARIANTS_FILE), formatVariants(variants));
  const note = (line: string) => progress.note(wrap(line, "earnest: "));
  const folder = join(out, CELLS_FOLDER);
  const plan = planAudit(configuration, inputs);
  const state = await findFinished(plan, compute, folder, note);
  const { finished, unfinished } = state;
  if (progress.isShown) note(planText(await measurePlan(plan, state, compute)));
  const runner = workersOn(compute, unfinished) > 1
    ? runInWorkers(configuration, inputs, variants.device)
    : runHere(plan.trainer, compute);
  const audit = await runAudit(plan, compute, {
    onProgress: progress.report,
    runTrainings: finished.around(runner),
    finished: plan.trainings.length - unfinished.length,
  });
  await writeAuditFolder(out, audit, run);
  return audit.results;
}

/** Prints what was found: a table and plain English for people, JSON for programs. */
export function printResults(results: AuditResults, folder: string, json: boolean): void {
  if (json) return console.log(JSON.stringify(results));
  console.log(resultsTable(results));
  console.log();
  for (const point of leadSentences(results)) console.log(wrap(point, "- "));
  if (results.published.length > 0) console.log(wrap(publishedLine(results), "- "));
  for (const note of results.notes) console.log(wrap(printable(note), "- "));
  const others = results.attribution.length > 1 ? " (with what is found of every backbone)" : "";
  console.log(`\nReport: ${join(folder, "report.html")}${others}`);
}

/** The accuracy of published models in their own shared spaces. */
function publishedLine({ published }: AuditResults): string {
  const models = published.map(({ name, balanced_top1: accuracy }) =>
    `${printable(name)} ${withRange(accuracy.value, accuracy)}`
  );
  return `Published, as it is, in its own shared space: ${models.join(", ")}.`;
}

/** What a folder is asked for by this command; the command line runs it again in a clone. */
export function runOf(configuration: AuditConfiguration): AuditRun {
  // An audit that was resumed is the same as one that was not.
  const asked = Deno.args.filter((word) => !["--resume", "--force"].includes(word));
  const words = asked.map((word) => /^[\w./:=@-]+$/.test(word) ? word : JSON.stringify(word));
  return { command: ["deno task earnest", ...words].join(" "), configuration };
}
