/**
 * What a sound is: all captions of one sound are removed together, held out together, and counted as one.
 * @module
 */
import type { TrainingPair } from "../findings.ts";

/**
 * Returns a key of the sound that a pair's text describes: its file where the pair names one, else the sound that it
 * says, else its id without `#number`, since a data set with several captions a row numbers them so.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(soundOf({ id: "a.wav#1" }), soundOf({ id: "a.wav#2" }));
 * assert.equal(soundOf({ id: "1", file: "a.wav" }), soundOf({ id: "2", file: "a.wav" }));
 * ```
 */
export function soundOf(
  { id, file, sound = id.replace(/#\d+$/, "") }: Pick<TrainingPair, "id" | "file" | "sound">,
): string {
  return file === undefined ? `clip ${sound}` : `file ${file}`;
}
