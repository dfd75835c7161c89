/** Audits the worlds of cells on all cores. */
import type { OnProgress } from "../../../src/basics/progress.ts";
import type { Found } from "./audit_world.ts";
import type { Cell } from "./cell.ts";
import type { Finished } from "./finished.ts";

/** A cell, and the seeds of its worlds. */
export interface Asked {
  readonly cell: Cell;
  readonly seeds: readonly number[];
}

/** Audits what is not finished; returns what was found in each cell's worlds, in their order. */
export async function auditCells(
  asked: readonly Asked[],
  finished: Finished,
  onProgress: OnProgress,
): Promise<Found[][]> {
  const all = asked.flatMap(({ cell, seeds }) => seeds.map((seed) => ({ cell, seed })));
  const open = all.filter(({ cell, seed }) => finished.of(cell, seed) === undefined);
  let done = all.length - open.length;
  let next = 0;
  const report = () => onProgress({ stage: "auditing worlds", done, total: all.length });
  report();
  const workers = Array.from(
    { length: Math.min(navigator.hardwareConcurrency, open.length) },
    () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
  );
  try {
    await Promise.all(workers.map(async (worker) => {
      while (next < open.length) {
        const { cell, seed } = open[next++]!;
        await finished.keep(cell, seed, await answerOf(worker, { cell, seed }));
        done++;
        report();
      }
    }));
  } finally {
    for (const worker of workers) worker.terminate();
  }
  return asked.map(({ cell, seeds }) => seeds.map((seed) => finished.of(cell, seed)!));
}

function answerOf(worker: Worker, question: { cell: Cell; seed: number }): Promise<Found> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Found>) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`${question.cell.name}, world ${question.seed}: ${event.message}`));
    };
    worker.postMessage(question);
  });
}
