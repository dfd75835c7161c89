/**
 * Computes which labels the classes' items get, as the mean over all trainings.
 * @module
 */
import type { ReportCell } from "./folder/read_folder.ts";

/** Most classes of one picture; with more, neighboring squares could not be distinguished. */
export const MOST_CONFUSED = 60;

/** The dirty and the clean confusion of a pair of backbones. */
export interface Confusions {
  /** The confusion after training on every pair. */
  readonly dirty: Confusion | undefined;
  /** The confusion after training on the clean pool. */
  readonly clean: Confusion | undefined;
  /** Number of classes beyond {@link MOST_CONFUSED}, which are left out of both: those whose accuracy differs least. */
  readonly leftOut: number;
}

/** A confusion matrix of all classes; classes of different class folds cannot be confused. */
export interface Confusion {
  /** The labels, in order of class fold. */
  readonly labels: readonly string[];
  /** The class fold of each label. */
  readonly folds: readonly number[];
  /** Rows are true labels, columns the labels that their items got, as shares of the row; means over trainings. */
  readonly shares: readonly (readonly number[])[];
}

/**
 * Returns the confusions of the dirty and clean trainings of a pair of backbones.
 *
 * @param cells the trainings of the pair of backbones
 * @param classFolds the classes of each class fold
 */
export function confusionsOf(
  cells: readonly ReportCell[],
  classFolds: readonly (readonly string[])[],
): Confusions {
  const of = (condition: string) =>
    confusionOf(
      cells.filter((cell) => cell.condition === condition && !cell.random_text),
      classFolds,
    );
  const [dirty, clean] = [of("dirty"), of("clean")];
  const classes = classFolds.flat().length;
  const right = (confusion: Confusion | undefined, at: number) => confusion?.shares[at]?.[at] ?? 0;
  const change = (at: number) => Math.abs(right(dirty, at) - right(clean, at));
  const kept = Array.from({ length: classes }, (_, at) => at)
    .sort((a, b) => change(b) - change(a)).slice(0, MOST_CONFUSED).sort((a, b) => a - b);
  return {
    dirty: dirty && only(dirty, kept),
    clean: clean && only(clean, kept),
    leftOut: classes - kept.length,
  };
}

function only({ labels, folds, shares }: Confusion, classes: readonly number[]): Confusion {
  return {
    labels: classes.map((at) => labels[at]!),
    folds: classes.map((at) => folds[at]!),
    shares: classes.map((row) => classes.map((column) => shares[row]![column]!)),
  };
}

/**
 * Returns the mean confusion matrix of trainings. Each training's rows become shares first, so that classes count
 * equally.
 *
 * @param cells the trainings of one pair of backbones and one condition, with true texts
 * @param classFolds the classes of each class fold
 * @returns undefined where there is no training, or one does not fit the class folds
 */
function confusionOf(
  cells: readonly ReportCell[],
  classFolds: readonly (readonly string[])[],
): Confusion | undefined {
  const fits = ({ fold, confusion }: ReportCell) =>
    confusion.length === classFolds[fold]?.length &&
    confusion.every((row) => row.length === confusion.length);
  if (cells.length === 0 || !cells.every(fits)) return undefined;
  const folds = classFolds.flatMap((labels, fold) => labels.map(() => fold));
  const firsts = classFolds.map((_, fold) => folds.indexOf(fold));
  const shares = folds.map(() => new Array<number>(folds.length).fill(0));
  const trainings = classFolds.map((_, fold) => cells.filter((cell) => cell.fold === fold).length);
  for (const { fold, confusion } of cells) {
    const first = firsts[fold]!;
    confusion.forEach((row, at) => {
      const items = row.reduce((sum, count) => sum + count, 0) || 1;
      row.forEach((count, column) => {
        shares[first + at]![first + column]! += count / items / trainings[fold]!;
      });
    });
  }
  return { labels: classFolds.flat(), folds, shares };
}
