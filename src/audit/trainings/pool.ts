/**
 * The pairs that a training trains on.
 * @module
 */
import type { ConditionPool } from "../../leakage/pools/pool_of.ts";
import { type PlacedPairs, type PoolRows, poolRowsOf } from "../../projector/files/pool_rows.ts";
import type { AuditPair } from "../inputs/shape.ts";

/** Pairs, and the text that each of them trains on. */
export interface TextedPairs {
  /** The pairs, in order of id. */
  readonly pairs: readonly AuditPair[];
  /** The text of each: another pair's, where texts are shuffled. */
  readonly texts: readonly string[];
}

/** The pairs of a training's pool. */
export interface TrainingPool extends TextedPairs {
  /** The pairs that are held out for early stopping, if any. */
  readonly heldOut?: TextedPairs;
}

/**
 * Replaces the ids of a pool by its pairs.
 *
 * @param pairs all training pairs, by id
 */
export function resolvePool(
  { training, validation, textOf }: ConditionPool,
  pairs: ReadonlyMap<string, AuditPair>,
): TrainingPool {
  const withTexts = (ids: readonly string[]) => ({
    pairs: ids.map((id) => pairs.get(id)!),
    texts: ids.map((id) => pairs.get(textOf?.get(id) ?? id)!.text),
  });
  return {
    ...withTexts(training),
    ...(validation.length > 0 ? { heldOut: withTexts(validation) } : {}),
  };
}

/**
 * Replaces the pairs of a pool by rows of embeddings.
 *
 * @param audioRow row of each pair's sound, by the pair's id
 * @param textRow row of each text
 */
export function placePairs(
  { heldOut, ...trained }: TrainingPool,
  audioRow: ReadonlyMap<string, number>,
  textRow: ReadonlyMap<string, number>,
): PoolRows {
  const placed = ({ pairs, texts }: TextedPairs): PlacedPairs => ({
    length: pairs.length,
    audio: (i) => audioRow.get(pairs[i]!.id)!,
    text: (i) => textRow.get(texts[i]!)!,
    label: (i) => pairs[i]!.label,
  });
  return poolRowsOf(placed(trained), placed(heldOut ?? { pairs: [], texts: [] }));
}
