/**
 * A step of the device check: `demo.ts FOLDER DEVICE SECONDS` runs the demo's audit, or a shorter form where the device
 * is too slow for the time, and prints JSON.
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepareDemo } from "../../src/audit/demo/prepare_demo.ts";
import { type Accuracies, accuraciesOf, earnest } from "./earnest.ts";

/** The results of the demo. */
export interface FoundDemo extends Accuracies {
  /** What was cut for lack of time; absent if nothing was. */
  readonly cut?: string;
  /** Number of trainings of the whole demo. */
  readonly trainings: number;
  /** Their expected time, from short trainings on the device. */
  readonly expectedSeconds: number;
  /** Time to decode and embed the recordings, on the CPU. */
  readonly preparationSeconds: number;
  /** Time of the audit, including its report. */
  readonly auditSeconds: number;
  /** Faults in the results of the whole demo. */
  readonly problem?: string;
}

/** The parts of the demo's configuration that this step reads and changes. */
export interface DemoConfiguration {
  readonly optimizer: { readonly steps: number };
  readonly seeds: readonly number[];
  readonly shuffles: number;
  readonly bootstrap: number;
}

/** Reading, bootstrap and report take less time than the preparation, which is CPU work as well. */
const REPORT_BY_PREPARATION = 1;
/** On a shared machine, trainings took up to 1.5 times what short ones promised. */
const CAUTION = 1.6;
const CHECK = fileURLToPath(new URL("../../tests/end_to_end/check_demo.ts", import.meta.url));
const FEWEST_STEPS = 10;

/**
 * Shortens the demo: half of the seeds and shuffles, thus half of the trainings, and fewer steps in each.
 *
 * @param share share of the work that fits into the time
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const whole = { optimizer: { steps: 250 }, seeds: [0, 1], shuffles: 24, bootstrap: 2000 };
 * const { configuration, cut } = shorten(whole, 0.1);
 * assert.deepEqual(configuration.seeds, [0]);
 * assert.equal(cut, "1 of 2 seeds, 12 of 24 shuffles, 50 of 250 steps, 200 of 2000 bootstrap samples");
 * ```
 */
export function shorten<Configuration extends DemoConfiguration>(
  whole: Configuration,
  share: number,
): { configuration: Configuration; cut: string } {
  const { optimizer, seeds, shuffles, bootstrap } = whole;
  const half = seeds.slice(0, Math.ceil(seeds.length / 2));
  const trainings = half.length / seeds.length;
  const steps = Math.floor(optimizer.steps * share / trainings);
  const configuration = {
    ...whole,
    optimizer: { ...optimizer, steps: Math.min(optimizer.steps, Math.max(FEWEST_STEPS, steps)) },
    seeds: half,
    shuffles: Math.ceil(shuffles * trainings),
    bootstrap: Math.ceil(bootstrap / 10),
  };
  const cut = [
    `${half.length} of ${seeds.length} seeds`,
    `${configuration.shuffles} of ${shuffles} shuffles`,
    `${configuration.optimizer.steps} of ${optimizer.steps} steps`,
    `${configuration.bootstrap} of ${bootstrap} bootstrap samples`,
  ].join(", ");
  return { configuration, cut };
}

async function runDemo(folder: string, device: string, seconds: number): Promise<FoundDemo> {
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const path = await prepareDemo(folder, undefined, () => {});
  const preparationSeconds = elapsed();
  const out = join(folder, "audit");
  const onDevice = ["--out", out, "--device", device, "--quiet", "--json"];
  const plan = JSON.parse(await earnest("audit", path, ...onDevice, "--dry-run"));
  const left = seconds - elapsed() - REPORT_BY_PREPARATION * preparationSeconds;
  const share = left / (CAUTION * plan.seconds);
  const shorter = share < 1 ? await writeShorter(path, share) : undefined;
  const before = elapsed();
  const results = await earnest("audit", shorter?.path ?? path, ...onDevice);
  const auditSeconds = elapsed() - before;
  const problem = shorter ? undefined : await problemOf(out);
  return {
    ...accuraciesOf(results),
    ...(shorter && { cut: shorter.cut }),
    trainings: plan.trainings,
    expectedSeconds: plan.seconds,
    preparationSeconds,
    auditSeconds,
    ...(problem !== undefined && { problem }),
  };
}

/** Returns what the check of the README's figures reports on the results of the whole demo. */
async function problemOf(folder: string): Promise<string | undefined> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-read", CHECK, folder],
  }).output();
  return success ? undefined : new TextDecoder().decode(stderr).trim();
}

async function writeShorter(path: string, share: number) {
  const { configuration, cut } = shorten(JSON.parse(await Deno.readTextFile(path)), share);
  // Beside the whole configuration, since its paths are relative.
  const shorter = path.replace(/\.json$/, "-cut.json");
  await Deno.writeTextFile(shorter, JSON.stringify(configuration, null, 2));
  return { path: shorter, cut };
}

if (import.meta.main) {
  const [folder, device, seconds] = Deno.args;
  const found = await runDemo(folder!, device!, Number(seconds));
  console.log(JSON.stringify(found));
  if (found.problem !== undefined) console.error(found.problem);
  Deno.exit(found.problem === undefined ? 0 : 1);
}
