/**
 * The rows of training matrices: one for each sound, whatever the number of its captions.
 * @module
 */
import { soundIdOf } from "../../datasets/sounds.ts";
import type { AuditPair } from "./shape.ts";

/** Which row of a training matrix belongs to which pair. */
export interface SoundRows {
  /** The ids of the sounds, in the order of the rows: that of the sounds' first pairs. */
  readonly ids: readonly string[];
  /** The row of each pair's sound, by the pair's id. */
  readonly rowOf: ReadonlyMap<string, number>;
}

/** Returns the row of each pair's sound, in the order of the pairs. */
export function rowsOfPairs(pairs: readonly Pick<AuditPair, "id" | "sound">[]): Uint32Array {
  const { numbers } = numberSounds(pairs);
  return numbers;
}

function numberSounds(pairs: readonly Pick<AuditPair, "id" | "sound">[]) {
  const rows = new Map<string, number>();
  const numbers = new Uint32Array(pairs.length);
  for (const [at, pair] of pairs.entries()) {
    const sound = soundIdOf(pair);
    const row = rows.get(sound) ?? rows.size;
    rows.set(sound, row);
    numbers[at] = row;
  }
  return { rows, numbers };
}

/**
 * Numbers the sounds of training pairs.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pairs = [
 *   { id: "a#1", sound: "a", text: "a dog" },
 *   { id: "b", text: "rain" },
 *   { id: "a#2", sound: "a", text: "barking" },
 * ];
 * const { ids, rowOf } = soundRows(pairs);
 * assert.deepEqual(ids, ["a", "b"]);
 * assert.deepEqual([...rowOf.values()], [0, 1, 0]);
 * ```
 */
export function soundRows(pairs: readonly Pick<AuditPair, "id" | "sound">[]): SoundRows {
  const { rows, numbers } = numberSounds(pairs);
  return {
    ids: [...rows.keys()],
    rowOf: new Map(pairs.values().map(({ id }, at) => [id, numbers[at]!])),
  };
}
