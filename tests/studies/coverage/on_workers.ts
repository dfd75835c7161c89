/**
 * Runs the draws of a coverage study on workers, and writes the row of a table that says how often intervals held.
 * @module
 */
import type { ProgressDisplay } from "../../../cli/progress.ts";
import { decimal } from "../../../src/statistics/format.ts";
import { coverageOf, expectationOf } from "./simulated_audit.ts";

/** Starts as many workers as there are cores. */
export function startWorkers(module: URL): Worker[] {
  return Array.from(
    { length: navigator.hardwareConcurrency },
    () => new Worker(module, { type: "module" }),
  );
}

/** Asks the workers all questions and returns their answers in the order of the questions. */
export async function onWorkers<Answer>(
  workers: readonly Worker[],
  questions: readonly unknown[],
  stage: string,
  progress: ProgressDisplay,
): Promise<Answer[]> {
  const found = new Array<Answer>(questions.length);
  let next = 0;
  let done = 0;
  await Promise.all(workers.map(async (worker) => {
    while (next < questions.length) {
      const number = next++;
      found[number] = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(questions[number]);
      });
      progress.report({ stage, done: ++done, total: questions.length });
    }
  }));
  return found;
}

/** The cells of a row: the quantity, its truth, how often its intervals held it, missed it on a side, and their width. */
export function coverageRow(of: string, own: Parameters<typeof coverageOf>[0]): string[] {
  const truth = expectationOf(own);
  const { covered, below, above, width } = coverageOf(own, truth.value);
  return [
    of,
    `${decimal(truth.value)} ± ${truth.error.toFixed(3)}`,
    `${percent(covered.value)} % [${percent(covered.low)}, ${percent(covered.high)}]`,
    percent(below),
    percent(above),
    decimal(width),
  ];
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
