/**
 * How long an audit's cells will take, told from short trainings on the device at hand.
 * @module
 */
import type { Compute } from "../../compute/compute.ts";
import { type CellSetting, runCell } from "./run_training.ts";
import type { Cell } from "./plan.ts";
import type { CellTrainer } from "./runner.ts";

/** A training shorter than this is timed badly. */
const LEAST_SECONDS = 0.3;
/** Steps of the first training that is timed: with as many, a cell is looked at as often as with any more. */
const FEWEST_STEPS = 10;

/**
 * About how many seconds cells take, trained one after the other in this thread. One cell of each pair of backbones,
 * trained and untrained, stands for all of them.
 *
 * @throws {InputError} when a training diverges in its first steps
 */
export async function forecastSeconds(
  compute: Compute,
  trainer: CellTrainer,
  cells: readonly Cell[],
): Promise<number> {
  let seconds = 0;
  for (const alike of Map.groupBy(cells, kindOf).values()) {
    const [cell] = alike;
    seconds += alike.length * await secondsOf(compute, cell!, trainer.setting(cell!));
  }
  return seconds;
}

function kindOf({ audio, text, condition }: Cell): string {
  return JSON.stringify([audio, text, condition === "untrained"]);
}

/** Seconds of one cell: those of a few steps, and so much for each more. */
async function secondsOf(compute: Compute, cell: Cell, setting: CellSetting): Promise<number> {
  const { optimizer } = setting;
  const time = async (steps: number) => {
    const started = performance.now();
    await runCell(compute, cell, { ...setting, optimizer: { ...optimizer, steps } });
    return (performance.now() - started) / 1000;
  };
  const fewest = Math.min(FEWEST_STEPS, optimizer.steps);
  // The first training waits for kernels to be compiled.
  await time(1);
  const least = await time(fewest);
  if (cell.condition === "untrained" || optimizer.steps === fewest) return least;
  for (let steps = 2 * FEWEST_STEPS;; steps *= 2) {
    const timed = Math.min(steps, optimizer.steps);
    const seconds = await time(timed);
    if (seconds - least < LEAST_SECONDS && timed < optimizer.steps) continue;
    return least + (seconds - least) / (timed - fewest) * (optimizer.steps - fewest);
  }
}
