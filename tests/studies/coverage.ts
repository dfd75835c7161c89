/**
 * Checks whether the 95 % intervals for classes like these contain the truth as often as they claim:
 *
 *     deno run -A tests/studies/coverage.ts [AUDITS [TRUTH]]
 *
 * In each of a few settings, AUDITS small audits (default 200) of a planted world draw new evaluation classes, sources
 * and training seeds. The truth is the mean of TRUTH other audits (default 1,500) with one seed each. It takes about
 * 20 minutes of processor time; the same numbers give the same table.
 * @module
 */
import { progressDisplay } from "../../cli/progress.ts";
import { tableOf } from "../../cli/table.ts";
import { decimal } from "../../src/statistics/format.ts";
import {
  type Claims,
  coverageOf,
  type Effort,
  expectationOf,
  QUANTITIES,
} from "./coverage/simulated_audit.ts";
import type { Draw } from "./coverage/world.ts";

const POOL = 1;
/** First number of the audits that give the truth; those whose intervals are tested have smaller ones. */
const TRUTH_FROM = 1_000_000;
const EFFORT: Effort = { seeds: 5, bootstrap: 1000 };

interface Setting {
  readonly name: string;
  readonly classes: number;
  /** Whether each audit has a clean pool of its own, which its interval does not account for. */
  readonly ownPool: boolean;
}

const SETTINGS: readonly Setting[] = [
  { name: "10 classes", classes: 10, ownPool: false },
  { name: "20 classes", classes: 20, ownPool: false },
  { name: "10 classes, a clean pool of its own", classes: 10, ownPool: true },
];

const [audits = 200, truths = 1500] = Deno.args.map(Number);
const progress = progressDisplay(false);
const workers = Array.from(
  { length: navigator.hardwareConcurrency },
  () => new Worker(new URL("./coverage/worker.ts", import.meta.url), { type: "module" }),
);
for (const setting of SETTINGS) {
  const { name } = setting;
  const drawn = (from: number, count: number) =>
    Array.from({ length: count }, (_, i): Draw => {
      const audit = from + i;
      return { classes: setting.classes, pool: setting.ownPool ? audit : POOL, audit };
    });
  const truth = await run(`${name}, truth`, drawn(TRUTH_FROM, truths), { seeds: 1, bootstrap: 1 });
  const tested = await run(`${name}, audits`, drawn(0, audits), EFFORT);
  console.log(`${name}: ${audits} audits, truth from ${truths}\n${tableFor(tested, truth)}\n`);
}
progress.stop();
for (const worker of workers) worker.terminate();

/** Runs audits on all workers and returns their claims in the order of the draws. */
async function run(stage: string, draws: readonly Draw[], effort: Effort): Promise<Claims[]> {
  const claims = new Array<Claims>(draws.length);
  let next = 0;
  let done = 0;
  await Promise.all(workers.map(async (worker) => {
    while (next < draws.length) {
      const number = next++;
      claims[number] = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<Claims>) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage({ draw: draws[number], effort });
      });
      progress.report({ stage, done: ++done, total: draws.length });
    }
  }));
  return claims;
}

function tableFor(tested: readonly Claims[], truth: readonly Claims[]): string {
  const head = ["", "truth", "covered", "95 % of that", "below", "above", "width", "bias"];
  const rows = QUANTITIES.map((quantity) => {
    const expected = expectationOf(truth.map((claims) => claims[quantity]));
    const { covered, below, above, width, bias } = coverageOf(
      tested.map((claims) => claims[quantity]),
      expected.value,
    );
    return [
      quantity,
      `${decimal(expected.value)} ± ${expected.error.toFixed(4)}`,
      percent(covered.value),
      `[${percent(covered.low)}, ${percent(covered.high)}]`,
      percent(below),
      percent(above),
      decimal(width),
      bias.toFixed(3),
    ];
  });
  return tableOf([head, ...rows]);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
