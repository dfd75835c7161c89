/**
 * The pairs that a training is made on.
 * @module
 */
import type { ConditionPool } from "../../leakage/pools/pool_of.ts";
import { type PlacedPair, type PoolRows, poolRows } from "../../projector/files/pool_rows.ts";
import type { AuditPair } from "../inputs/shape.ts";

/** Pairs with the text that each of them trains on. */
export interface TextedPairs {
  /** The pairs, in order of id. */
  readonly pairs: readonly AuditPair[];
  /** The text of each: another pair's, where texts are shuffled. */
  readonly texts: readonly string[];
}

/** The pairs of a training's pool. */
export interface TrainingPool extends TextedPairs {
  /** Those that are held out to tell when to stop, where some are. */
  readonly heldOut?: TextedPairs;
}

/**
 * A pool with its pairs in the place of their ids.
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
 * A pool as rows of embeddings.
 *
 * @param audioRow row of each pair's sound, by the pair's id
 * @param textRow row of each text
 */
export function placePairs(
  { heldOut, ...trained }: TrainingPool,
  audioRow: ReadonlyMap<string, number>,
  textRow: ReadonlyMap<string, number>,
): PoolRows {
  const placed = ({ pairs, texts }: TextedPairs): PlacedPair[] =>
    pairs.map(({ id, label }, i) => ({
      audio: audioRow.get(id)!,
      text: textRow.get(texts[i]!)!,
      label,
    }));
  return poolRows(placed(trained), heldOut ? placed(heldOut) : []);
}
