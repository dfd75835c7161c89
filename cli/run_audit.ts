/** The part that `demo` and `audit` share: from a configuration file to a finished folder and a table. */
import { basename, join } from "node:path";
import {
  type AuditConfiguration,
  parseConfiguration,
  shiftSeeds,
} from "../src/audit/configuration.ts";
import type { AuditInputs } from "../src/audit/inputs.ts";
import type { AuditResults } from "../src/audit/results.ts";
import { runAudit } from "../src/audit/run.ts";
import { runInWorkers, workersFor } from "../src/distribute/cell_workers.ts";
import { writeFileAtomic } from "../src/basics/atomic.ts";
import { readInputFile } from "../src/basics/input_file.ts";
import { printable } from "../src/basics/printable.ts";
import type { Compute } from "../src/compute/compute.ts";
import { formatVariants, type KeptVariants, VARIANTS_FILE } from "../src/compute/variants_file.ts";
import { decodeUtf8 } from "../src/formats/reading.ts";
import { writeAuditFolder } from "../src/report/folder.ts";
import { leadSentences } from "../src/report/lead.ts";
import { resultsTable } from "../src/report/table.ts";
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
 * Runs an audit and writes its folder.
 *
 * @param out folder that is written
 * @param variants the kernels of the device
 */
export async function auditInto(
  out: string,
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  compute: Compute,
  variants: KeptVariants,
  progress: ProgressDisplay,
): Promise<AuditResults> {
  await writeFileAtomic(join(out, VARIANTS_FILE), formatVariants(variants));
  const audit = await runAudit(configuration, inputs, compute, {
    onProgress: progress.report,
    ...(workersFor(compute.device.class) > 1
      ? { runCells: runInWorkers(configuration, inputs, variants.device) }
      : {}),
  });
  await writeAuditFolder(out, audit, { command: commandLine(), configuration });
  return audit.results;
}

/** Prints what was found: a table and plain English for people, JSON for programs. */
export function printResults(results: AuditResults, folder: string, json: boolean): void {
  if (json) return console.log(JSON.stringify(results));
  console.log(resultsTable(results));
  console.log();
  for (const point of leadSentences(results)) console.log(wrap(point, "- "));
  if (results.notes.length > 0) console.log(wrap(results.notes.map(printable).join(" "), "- "));
  console.log(`\nReport: ${join(folder, "report.html")}`);
}

/** The command line that runs this command again in a clone. */
function commandLine(): string {
  const words = Deno.args.map((word) => /^[\w./:=@-]+$/.test(word) ? word : JSON.stringify(word));
  return ["deno task earnest", ...words].join(" ");
}
