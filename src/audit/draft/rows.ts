/**
 * Chooses which rows of each side are kept.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { Item } from "../../datasets/items.ts";
import { cellOf } from "../../datasets/cells.ts";
import type { Where } from "../../datasets/where.ts";
import type { DraftChoices } from "./choice.ts";
import type { FoundLabels } from "./label_column.ts";
import type { LookedSide } from "./look.ts";
import { fewestRecordings, type FoundSources, recordingsOf } from "./sources.ts";
import { countsOf, countsText, findSplits } from "./splits.ts";

/** The sides, with their columns of recordings. */
export interface Sides {
  readonly evaluation: LookedSide;
  readonly training: LookedSide | undefined;
  readonly labels: FoundLabels;
  /** Whether both sides are one data set. */
  readonly areSame: boolean;
  readonly sourceColumns: {
    readonly evaluation: string | undefined;
    readonly training: string | undefined;
  };
  /** What tells those columns. */
  readonly sources: FoundSources;
}

/** What is kept of both sides. */
export interface KeptRows {
  readonly evaluation: Where;
  readonly training: Where;
}

/**
 * Chooses the rows: tests are evaluated on, all else is trained on; folds that share recordings with the training items
 * are left out of the evaluation.
 *
 * @throws {InputError} when both sides are one data set without splits
 */
export function chooseRows(sides: Sides, choices: DraftChoices): KeptRows {
  const { evaluation, training, areSame } = sides;
  const splits = findSplits(evaluation.items);
  if (areSame && splits === undefined) {
    throw new InputError(
      `--evaluation and --training are both "${
        quotable(evaluation.path)
      }", and no column of splits ` +
        "tells them apart; leave --training out: class folds then train on the other classes",
    );
  }
  const evaluated = splits === undefined ? {} : testsOf(sides, splits, choices);
  const trained = training === undefined ? {} : trainingRows(training, choices);
  const where = Object.keys(evaluated).length > 0 ? evaluated : otherFolds(sides, trained, choices);
  return { evaluation: where, training: trained };
}

function testsOf(
  { evaluation, training, labels, sourceColumns }: Sides,
  { column, test, training: others }: NonNullable<ReturnType<typeof findSplits>>,
  choices: DraftChoices,
): Where {
  const values = [...test.keys()];
  const where = { [column]: values };
  const key = "evaluation.where";
  const all = countsText(new Map([...test, ...others]));
  if (training === undefined) {
    const kept = evaluation.items.filter((item) => values.includes(cellOf(item, column)));
    const fewest = fewestRecordings(kept, labels.column, sourceColumns.evaluation);
    if (fewest < 2) {
      const why =
        `column "${column}" has ${all}, but among the tests alone a class has fewer than ` +
        "two recordings, one to train on and one to be named";
      choices.guessed(key, "all rows", why, 'write "where" to keep rows');
      return {};
    }
  }
  choices.told(key, `${column}: ${values.join(", ")}`, `column "${column}" has ${all}`);
  return where;
}

function trainingRows({ items }: LookedSide, choices: DraftChoices): Where {
  const splits = findSplits(items);
  const key = "training.where";
  if (splits === undefined) {
    choices.told(key, "all rows", "no column tells rows of tests");
    return {};
  }
  const { column, test, training } = splits;
  const values = [...training.keys()];
  const why = `column "${column}" has ${countsText(new Map([...training, ...test]))}; tests are ` +
    "not trained on";
  choices.told(key, `${column}: ${values.join(", ")}`, why);
  return { [column]: values };
}

/** Leaves out the folds of the evaluation whose recordings the training items have, too. */
function otherFolds(
  { evaluation, training, sourceColumns }: Sides,
  trained: Where,
  choices: DraftChoices,
): Where {
  const key = "evaluation.where";
  const folds = countsOf(evaluation.items, "fold");
  const shared = training === undefined ? [] : sharedItems(
    { items: evaluation.items, column: sourceColumns.evaluation },
    { items: keptOf(training.items, trained), column: sourceColumns.training },
  );
  const inFolds = countsOf(shared, "fold");
  // A few recordings in a fold are no reason to lose it: their pairs are flagged.
  const isTrained = (fold: string) => 2 * (inFolds.get(fold) ?? 0) > folds.get(fold)!;
  const others = [...folds.keys()].filter((fold) => !isTrained(fold)).sort();
  const hint = 'write "where" to keep rows, such as those of a fold';
  if (shared.length === 0) {
    choices.told(key, "all rows", "no column tells rows of tests", hint);
    return {};
  }
  const which = inFolds.size === 0 ? "" : `, in "fold" ${countsText(inFolds)}`;
  const why = `${shared.length} of ${evaluation.items.length} items are of recordings that are ` +
    `trained on, too${which}`;
  const areAll = others.length === folds.size;
  if (areAll || 2 * others.length < folds.size) {
    const flagged = `${why}; AUDIO-SOURCE flags their pairs`;
    choices.add({ key, value: "all rows", why: flagged, isUnsure: !areAll }, hint);
    return {};
  }
  choices.told(
    key,
    `fold: ${others.join(", ")}`,
    `${why}; folds that are trained on for the most part are left out`,
    "leave it out to evaluate on all folds",
  );
  return { fold: others };
}

interface OneSide {
  readonly items: readonly Item[];
  readonly column: string | undefined;
}

/** The items of recordings that the others have, too. */
function sharedItems(own: OneSide, others: OneSide): Item[] {
  const theirs = new Set(recordingsOf(others.items, others.column));
  const recordings = recordingsOf(own.items, own.column);
  return own.items.filter((_, i) => recordings[i] !== undefined && theirs.has(recordings[i]));
}

function keptOf(items: readonly Item[], where: Where): readonly Item[] {
  return items.filter((item) =>
    Object.entries(where).every(([column, values]) => values.includes(cellOf(item, column)))
  );
}
