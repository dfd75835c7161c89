/**
 * Notes on evaluation items that the evaluation itself has twice, or that are trained on.
 * @module
 */
import { normalize } from "node:path";
import { quotable } from "../../basics/printable.ts";
import type { Item } from "../../datasets/items.ts";
import { FILE_COLUMN } from "../../datasets/audio_names.ts";
import { cellOf } from "../../datasets/cells.ts";
import { soundIdOf } from "../../datasets/sounds.ts";
import { labelOf, type Side } from "./sides.ts";

/**
 * Notes sounds that stand in several rows of the evaluation with different labels. Each row is an item, so one answer
 * counts as right for one of them and as wrong for the others, and a sound ranks beside itself.
 *
 * @param soundColumn the column that tells sounds apart, where one is named
 */
export function severalRowsNotes(side: Side, soundColumn: string = FILE_COLUMN): string[] {
  const rows = Map.groupBy(
    side.kept.filter((item) => cellOf(item, soundColumn) !== ""),
    (item) => cellOf(item, soundColumn),
  );
  const labelsOf = (own: readonly Item[]) => [...new Set(own.map((item) => labelOf(item, side)!))];
  const several = [...rows].filter(([, own]) => labelsOf(own).length > 1);
  if (several.length === 0) return [];
  const [sound, own] = several[0]!;
  const labels = labelsOf(own).slice(0, 2).map((label) => `"${quotable(label)}"`).join(" and ");
  return [
    `${several.length} of ${rows.size} sounds of "${quotable(side.manifest)}" stand in several ` +
    `rows with different labels, such as "${
      quotable(sound)
    }" with ${labels}. Each row is an item ` +
    "of its own, of which no answer can be right for all: write all labels of a sound into one row " +
    '(a list, or "evaluation.labelSeparator").',
  ];
}

/** Notes evaluation items that are training items, too: rows of one manifest that both sides keep. */
export function trainedItemsNotes(
  { training, evaluation }: {
    readonly training: readonly Side[];
    readonly evaluation: readonly Side[];
  },
): string[] {
  return evaluation.flatMap((side) => {
    const sounds = new Set(side.kept.map(soundIdOf));
    const trained = training.filter((one) => normalize(one.manifest) === normalize(side.manifest))
      .flatMap(({ kept }) => kept.map(soundIdOf));
    const both = [...new Set(trained)].filter((id) => sounds.has(id)).length;
    if (both === 0) return [];
    return [
      `${both} of ${sounds.size} items of "${quotable(side.manifest)}" that are to be named are ` +
      "trained on, too, so a pool is clean of them only where a rule flags them: choose other rows " +
      'with "where".',
    ];
  });
}
