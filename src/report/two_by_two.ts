/**
 * The two 2 × 2 tables of accuracies with main effects and interaction: audio by text backbone on clean pairs, and labels
 * of the pre-training by flagged pairs.
 * @module
 */
import type { Attribution, MeanAccuracy, PathPart } from "../audit/results/results.ts";
import { withRange } from "../statistics/format.ts";
import { type Column, table } from "./elements.ts";
import { type Markup, markup } from "./markup.ts";
import type { BackbonePair } from "./pairs.ts";
import { partColumns, partRow } from "./part_table.ts";

/** Two factors, each off or on. */
export interface TwoByTwo {
  /** What the cells are about: heading of the first column. */
  readonly corner: string;
  /** Names of the columns, off first. */
  readonly columns: readonly string[];
  /** Rows of accuracies, off first. */
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[];
  /** Main effects and interaction, by name. */
  readonly effects: readonly { readonly name: string; readonly part: PathPart }[];
}

/** Returns the table of audio by text on clean pairs; undefined where it was not trained. */
export function featuresOf({ audio, text, baselines, features }: Attribution) {
  if (features === undefined) return undefined;
  const cellOf = (audio: boolean, text: boolean) =>
    accuracyText(
      features.cells.find((cell) => cell.audio === audio && cell.text === text)?.balanced_top1,
    );
  const { audio: audioEffect, text: textEffect, interaction } = features;
  return {
    corner: "clean pairs",
    columns: [baselines.text ?? "", text],
    rows: [
      { name: baselines.audio ?? "", cells: [cellOf(false, false), cellOf(false, true)] },
      { name: audio, cells: [cellOf(true, false), cellOf(true, true)] },
    ],
    effects: [
      { name: "audio, main effect", part: audioEffect },
      { name: "text, main effect", part: textEffect },
      { name: "interaction", part: interaction },
    ],
  } satisfies TwoByTwo;
}

/** Returns the table of twin and backbone by clean and control pairs; clean alone where no control matches. */
export function twinOf({ audio, twin }: Attribution): TwoByTwo | undefined {
  if (twin === undefined) return undefined;
  const hasControl = twin.cells.some(({ leakage }) => leakage);
  const cellsOf = (labels: boolean) =>
    (hasControl ? [false, true] : [false]).map((leakage) =>
      accuracyText(
        twin.cells.find((cell) => cell.labels === labels && cell.leakage === leakage)
          ?.balanced_top1,
      )
    );
  return {
    corner: "twin and backbone",
    columns: hasControl ? ["clean", "control"] : ["clean"],
    rows: [
      { name: twin.name, cells: cellsOf(false) },
      { name: audio, cells: cellsOf(true) },
    ],
    effects: [
      { name: "labels, on clean pairs", part: twin.onClean },
      { name: "labels, main effect", part: twin.backboneLabels },
      ...(twin.leakage ? [{ name: "flagged pairs, main effect", part: twin.leakage }] : []),
      ...(twin.interaction ? [{ name: "interaction", part: twin.interaction }] : []),
    ],
  };
}

/**
 * Makes the table of the report and that of its effects.
 *
 * @param title what the cells are
 * @param pair the pair of backbones
 */
export function effectTables(
  found: TwoByTwo | undefined,
  title: string,
  pair: Pick<BackbonePair, "name" | "words">,
): Markup | undefined {
  if (found === undefined) return undefined;
  const { corner, columns, rows, effects } = found;
  const heads: Column[] = [{ head: corner, words: true }, ...columns.map((head) => ({ head }))];
  const cells = rows.map(({ name, cells }) => [name, ...cells]);
  const parts = effects.map(({ name, part }) => partRow(name, part));
  return markup`${table(`${title}: ${pair.name}`, heads, cells, { arm: pair.name })}${
    table(`${title}, effects: ${pair.name}`, partColumns(pair.words), parts, { arm: pair.name })
  }`;
}

function accuracyText(accuracy: MeanAccuracy | undefined): string {
  return accuracy === undefined ? "" : withRange(accuracy.mean, accuracy);
}
