/**
 * The sounds of an evaluation whose items have several labels: every label ranks all of them.
 * @module
 */
import type { EvaluationItem } from "../../leakage/findings.ts";
import { type Blocks, blocksOf } from "../../measures/multi_label/influences.ts";

/** The distinct sounds of an evaluation. */
export interface Sounds {
  /** A row of each sound in the evaluation matrices, which have one for each of its labels. */
  readonly rows: readonly number[];
  /** The source of each sound. */
  readonly sources: readonly (string | undefined)[];
  /** The sounds in the units that are resampled. */
  readonly blocks: Blocks;
}

/** The sounds with the labels of a class fold. */
export interface RankedSounds extends Sounds {
  /** The sounds of each label. */
  readonly itemsOf: readonly (readonly number[])[];
  /** The sound of each of the fold's entries of items and labels. */
  readonly soundOf: readonly number[];
}

/** The seed of the blocks, which is no audit's: every training has the same. */
const BLOCKS_SEED = 0;

/** Finds the distinct sounds, and the sound of each entry. */
export function soundsAmong(
  entries: readonly EvaluationItem[],
): { readonly sounds: Sounds; readonly soundOf: readonly number[] } {
  const numbers = new Map<string, number>();
  const rows: number[] = [];
  const soundOf = entries.map(({ id }, row) => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, rows.length);
    return rows.push(row) - 1;
  });
  const sources = rows.map((row) => entries[row]!.source);
  return { sounds: { rows, sources, blocks: blocksOf(sources, BLOCKS_SEED) }, soundOf };
}

/**
 * Gathers the sounds of each label.
 *
 * @param labels number of labels
 * @param truths the label of each entry
 * @param soundOf the sound of each entry
 */
export function rankSounds(
  { rows, sources, blocks }: Sounds,
  labels: number,
  truths: readonly number[],
  soundOf: readonly number[],
): RankedSounds {
  const itemsOf = Array.from({ length: labels }, (): number[] => []);
  truths.forEach((label, entry) => itemsOf[label]!.push(soundOf[entry]!));
  return { rows, sources, blocks, itemsOf, soundOf };
}
