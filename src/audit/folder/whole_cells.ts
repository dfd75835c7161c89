/**
 * Makes sure that the rows of `cells.jsonl` are those of the results beside it: each training once, and none missing.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { CellPlace } from "../results/cell_place.ts";
import type { AuditResults } from "../results/results.ts";
import { drawsOfEachSeed } from "../trainings/plan.ts";

/** The fields of an accuracy that tell how many trainings it is of. */
type TrainedCondition = Pick<
  AuditResults["conditions"][number],
  "audio" | "text" | "condition" | "trainings"
>;

/**
 * Refuses rows that are missing or doubled. Nothing is known of results of the first schema.
 *
 * @param file the rows' file, for errors
 * @throws {InputError} that names the first training with other rows than it should have
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const of = { audio: "a", text: "t", condition: "dirty" as const };
 * const row = { ...of, random_text: false, fold: 0, seed: 0 };
 * const conditions = [{ ...of, trainings: 1 }];
 * const results = { seeds: [0], class_folds: [["dog"]], conditions, least_sources: 5 };
 * refuseOtherCells([row], results, "cells.jsonl");
 * assert.throws(() => refuseOtherCells([row, row], results, "cells.jsonl"), /has 2 rows for dirty/);
 * ```
 */
export function refuseOtherCells(
  cells: readonly CellPlace[],
  { seeds, class_folds, conditions, least_sources }:
    & Pick<AuditResults, "seeds" | "class_folds" | "least_sources">
    & { readonly conditions: readonly TrainedCondition[] },
  file: string,
): void {
  if (least_sources === undefined) return;
  const planned = conditions.flatMap(({ audio, text, condition }) =>
    class_folds.flatMap((_, fold) =>
      // Permutations have seeds of their own, which count up from the first one.
      (condition === "shuffled" ? seeds.slice(0, 1) : seeds)
        .map((seed) => ({ audio, text, random_text: false, condition, fold, seed }))
    )
  );
  const counts = new Map<string, number>(planned.map((place) => [keyOf(place), 0]));
  for (const cell of cells) counts.set(keyOf(cell), (counts.get(keyOf(cell)) ?? 0) + 1);
  for (const cell of [...planned, ...cells]) {
    const found = counts.get(keyOf(cell))!;
    const expected = cell.condition === "control" ? drawsOfEachSeed(seeds) : 1;
    if (found === expected) continue;
    const codes = cell.random_text ? " with random codes" : "";
    const where = `${codes}, class fold ${cell.fold}, seed ${cell.seed}`;
    throw otherRows(file, found, cell, where, `${expected}`);
  }
  for (const one of conditions) {
    const own = cells.filter((cell) =>
      !cell.random_text && cell.audio === one.audio && cell.text === one.text &&
      cell.condition === one.condition
    );
    // Several rows may share one training, and none has several.
    if (own.length >= one.trainings) continue;
    throw otherRows(file, own.length, one, "", `${one.trainings} or more`);
  }
}

function otherRows(
  file: string,
  found: number,
  { condition, audio, text }: Pick<CellPlace, "condition" | "audio" | "text">,
  where: string,
  expected: string,
): InputError {
  return new InputError(
    `"${quotable(file)}" has ${found} rows for ${quotable(condition)} of "${
      quotable(audio)
    }" with ` +
      `"${quotable(text)}"${where}; expected ${expected}: run the audit again with --resume`,
  );
}

function keyOf({ audio, text, random_text, condition, fold, seed }: CellPlace): string {
  return JSON.stringify([audio, text, random_text, condition, fold, seed]);
}
