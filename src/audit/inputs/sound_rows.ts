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
  const numbers = new Map<string, number>();
  const rowOf = new Map<string, number>();
  for (const pair of pairs) {
    const sound = soundIdOf(pair);
    const row = numbers.get(sound) ?? numbers.size;
    numbers.set(sound, row);
    rowOf.set(pair.id, row);
  }
  return { ids: [...numbers.keys()], rowOf };
}
