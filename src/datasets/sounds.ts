/**
 * Sounds that several rows of a manifest name: rows with the same sound and label are captions of that one sound.
 * @module
 */
import type { Item } from "./items.ts";

/** The id of the sound that an item is, or that its text describes. */
export function soundIdOf({ id, sound }: Pick<Item, "id" | "sound">): string {
  return sound ?? id;
}

/**
 * Returns the first item of each sound, under the sound's id.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = [{ id: "a.wav" }, { id: "b.wav" }, { id: "a.wav#row3", sound: "a.wav" }];
 * assert.deepEqual(distinctSounds(rows).map(({ id }) => id), ["a.wav", "b.wav"]);
 * ```
 */
export function distinctSounds<Some extends Pick<Item, "id" | "sound">>(
  items: readonly Some[],
): Some[] {
  const seen = new Set<string>();
  return items.flatMap((item) => {
    const id = soundIdOf(item);
    return seen.size === seen.add(id).size ? [] : [{ ...item, id }];
  });
}
