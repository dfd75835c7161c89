/**
 * A step of the device check: `small_audit.ts FOLDER DEVICE` audits planted data on a device and on the CPU, and prints
 * JSON.
 *
 * The kernels are tuned first, which times every variant on the device.
 * @module
 */
import { join } from "node:path";
import type { KeptVariants } from "../../src/compute/variants_file.ts";
import { plantedConfiguration, writePlanted } from "../../tests/audit/planted.ts";
import { type Accuracies, accuraciesOf, earnest } from "./earnest.ts";

/** The results of the two audits. */
export interface FoundAudit {
  /** Accuracies by device: the device under test, then the CPU. */
  readonly accuracies: Readonly<Record<string, Accuracies>>;
  /** Seconds of each audit, including start and report. */
  readonly seconds: Readonly<Record<string, number>>;
  /** The kernels that tuning chose, with the time of each. */
  readonly variants: KeptVariants;
  /** Faults in the results. */
  readonly problems: readonly string[];
}

/** Devices round differently, which can change an answer or two of 120. */
const TOLERANCE = 0.05;
/** The classes of the planted data are well separated, so a leak is learned almost without error. */
const LEAST_DIRTY = 0.8;

async function auditTwice(folder: string, device: string): Promise<FoundAudit> {
  await writePlanted(folder);
  const path = join(folder, "audit.json");
  // The other rules read WordNet, which is too large for a pack.
  const configuration = plantedConfiguration({ leakage: { rules: ["TEXT-EXACT"] } });
  await Deno.writeTextFile(path, JSON.stringify(configuration));
  const accuracies: Record<string, Accuracies> = {};
  const seconds: Record<string, number> = {};
  for (const [choice, ...options] of [[device, "--tune"], ["cpu"]] as const) {
    const out = join(folder, `on-${choice}`);
    const started = performance.now();
    const results = await earnest(
      ...["audit", path, "--out", out, "--force", "--quiet", "--json"],
      ...["--device", choice, ...options],
    );
    accuracies[choice] = accuraciesOf(results);
    seconds[choice] = (performance.now() - started) / 1000;
  }
  const variants = await Deno.readTextFile(join(folder, `on-${device}`, "variants.json"));
  const problems = problemsOf(accuracies[device]!, accuracies.cpu!);
  return { accuracies, seconds, variants: JSON.parse(variants), problems };
}

function problemsOf(own: Accuracies, cpu: Accuracies): string[] {
  const problems = Object.entries(cpu.conditions)
    .filter(([condition, mean]) => Math.abs(own.conditions[condition]! - mean) > TOLERANCE)
    .map(([condition, mean]) =>
      `${condition} is ${own.conditions[condition]} on the device and ${mean} on the CPU`
    );
  const { dirty } = own.conditions;
  return dirty! >= LEAST_DIRTY ? problems : [...problems, `dirty is ${dirty}, not ${LEAST_DIRTY}`];
}

if (import.meta.main) {
  const found = await auditTwice(Deno.args[0]!, Deno.args[1]!);
  console.log(JSON.stringify(found));
  for (const problem of found.problems) console.error(problem);
  Deno.exit(found.problems.length > 0 ? 1 : 0);
}
