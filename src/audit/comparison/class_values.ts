/**
 * Gathers what each training gives for each class, from the rows of `cells.jsonl`.
 * @module
 */
import { join } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { mean } from "../../statistics/means.ts";
import { CELLS_FILE, RESULTS_FILE } from "../folder/kind.ts";
import type { Contrast } from "../results/contrasts.ts";
import type { FinishedAudit, TrainedCell } from "./finished_audit.ts";

/** An arm of an audit with true texts. */
export interface ComparedArm {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** The condition. */
  readonly condition: Contrast["condition"];
}

/** What an arm's trainings give. */
export interface ClassValues {
  /** For each seed, the accuracy of each class; the mean over draws of a control pool. */
  readonly trainings: readonly Float64Array[];
  /** What arms have in common whose trainings are the same to the last bit of their losses. */
  readonly trained: string;
}

/** Largest difference between a mean of `cells.jsonl` and that of `results.json`, which sum in another order. */
const ROUNDING = 1e-9;

/**
 * Returns the accuracies of an arm; undefined where it was not trained.
 *
 * @param labels the classes, in the order of the values
 * @param seeds the audit's training seeds, in the order of the trainings
 * @throws {InputError} when rows are missing, or the file is not that of the results
 */
export function classValues(
  { folder, results, cells }: FinishedAudit,
  { audio, text, condition }: ComparedArm,
  labels: readonly string[],
  seeds: readonly number[] = results.seeds,
): ClassValues | undefined {
  const result = results.conditions.find((one) =>
    one.audio === audio && one.text === text && one.condition === condition
  );
  if (result === undefined) return undefined;
  const own = cells.filter((cell) =>
    cell.audio === audio && cell.text === text && cell.condition === condition && !cell.random_text
  );
  const name = `${condition} of "${quotable(audio)}" with "${quotable(text)}"`;
  const file = quotable(join(folder, CELLS_FILE));
  const trainings = seeds.map((seed) => {
    const values = valuesOf(own.filter((cell) => cell.seed === seed), labels);
    const missing = labels[values.findIndex(Number.isNaN)];
    if (missing === undefined) return values;
    throw new InputError(
      `"${file}" has no row for ${name}, seed ${seed}, with the class "${quotable(missing)}"; ` +
        "run the audit again with --resume",
    );
  });
  const found = mean(trainings.map((values) => mean(values)));
  if (Math.abs(found - result.accuracy.mean) > ROUNDING) {
    throw new InputError(
      `"${file}" has a mean of ${found} for ${name}, "${
        quotable(join(folder, RESULTS_FILE))
      }" has ` +
        `${result.accuracy.mean}; expected files of one audit: run it again with --resume`,
    );
  }
  return { trainings, trained: trainedAs(own, seeds) };
}

/** Returns the value of each label, NaN where none has it. */
function valuesOf(cells: readonly TrainedCell[], labels: readonly string[]): Float64Array {
  const byLabel = new Map<string, number[]>();
  for (const { per_class } of cells) {
    for (const [label, value] of Object.entries(per_class)) {
      const known = byLabel.get(label);
      if (known) known.push(value);
      else byLabel.set(label, [value]);
    }
  }
  return Float64Array.from(labels, (label) => {
    const draws = byLabel.get(label);
    return draws === undefined ? NaN : mean(draws);
  });
}

/** Sorts rows by class fold and seed, in whatever order an audit made them; draws of a control keep their order. */
function trainedAs(cells: readonly TrainedCell[], seeds: readonly number[]): string {
  const place = ({ fold, seed }: TrainedCell) => fold * seeds.length + seeds.indexOf(seed);
  return JSON.stringify(
    cells.toSorted((one, other) => place(one) - place(other))
      .map(({ fold, seed, final_loss, per_class }) => [fold, seed, final_loss, per_class]),
  );
}
