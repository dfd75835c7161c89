/**
 * Splits notes into training and evaluation by pitch.
 * @module
 */

/** Share of the recordings that the evaluation range should hold. */
const EVALUATION_SHARE = 0.4;
/** Smallest number of recordings on each side. */
const FEWEST = 3;

/**
 * Chooses the notes of the evaluation range: from one end, the number of whole notes that brings its recordings
 * closest to 40 %, with at least 3 recordings on each side. All recordings of one note stay together.
 *
 * @param notes the note of each recording, in any order
 * @param end whether the highest or the lowest notes evaluate
 * @param together ranges of notes (lowest, highest) that must not be split
 * @returns the notes that evaluate; the others train
 * @throws {RangeError} when no split is possible
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const notes = [60, 64, 64, 67, 72, 76, 79, 84];
 * assert.deepEqual(evaluationNotes(notes, "upper"), new Set([84, 79, 76]));
 * assert.deepEqual(evaluationNotes(notes, "upper", [[72, 76]]), new Set([84, 79, 76, 72]));
 * ```
 */
export function evaluationNotes(
  notes: readonly number[],
  end: "upper" | "lower",
  together: readonly (readonly [number, number])[] = [],
): Set<number> {
  const fromEnd = [...new Set(notes)].sort((a, b) => end === "upper" ? b - a : a - b);
  const candidates = fromEnd.map((_, i) => new Set(fromEnd.slice(0, i + 1))).filter((chosen) => {
    const parted = together.some(([low, high]) => chosen.has(low) !== chosen.has(high));
    const evaluating = countIn(notes, chosen);
    return !parted && evaluating >= FEWEST && notes.length - evaluating >= FEWEST;
  });
  const distance = (chosen: Set<number>) =>
    Math.abs(countIn(notes, chosen) - EVALUATION_SHARE * notes.length);
  const [best] = candidates.sort((a, b) => distance(a) - distance(b));
  if (best === undefined) throw new RangeError(`Cannot split the notes ${fromEnd.join(", ")}`);
  return best;
}

function countIn(notes: readonly number[], chosen: Set<number>): number {
  return notes.filter((note) => chosen.has(note)).length;
}
