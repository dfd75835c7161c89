/**
 * Says once what notes say of several class folds.
 * @module
 */

const OF_FOLDS = /^Class fold (\d+(?:, \d+)*): (.*)$/s;
const NUMBER = /\d+(?:,\d{3})*(?:\.\d+)?/g;

/**
 * Returns the notes with those that differ only in their class folds and numbers as one, at the place of the first.
 *
 * @param folds the number of class folds
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const notes = ["Class fold 1: The pool has 8 pairs.", "A note.", "Class fold 2, 3: The pool has 12 pairs."];
 * assert.deepEqual(mergedNotes(notes, 5), ["In 3 of 5 class folds: The pool has 8 to 12 pairs.", "A note."]);
 * ```
 */
export function mergedNotes(notes: readonly string[], folds: number): string[] {
  const groups = Map.groupBy(notes, (note) => {
    const [, , text] = OF_FOLDS.exec(note) ?? [];
    // What is of no class fold is only like itself.
    return text === undefined ? `=${note}` : `~${text.replaceAll(NUMBER, "0")}`;
  });
  return Array.from(groups.values(), (own) => {
    const parts = own.map((note) => OF_FOLDS.exec(note));
    if (own.length === 1 || parts[0] === null) return own[0]!;
    const named = new Set(parts.flatMap((part) => part![1]!.split(", ")));
    return `In ${named.size} of ${folds} class folds: ${spanned(parts.map((part) => part![2]!))}`;
  });
}

/** Joins texts that differ in their numbers alone: each number is given from the least to the most. */
function spanned(texts: readonly string[]): string {
  const numbers = texts.map((text) => text.match(NUMBER) ?? []);
  let at = 0;
  return texts[0]!.replaceAll(NUMBER, () => {
    const own = numbers.map((found) => found[at]!)
      .sort((one, other) => valueOf(one) - valueOf(other));
    at++;
    const [least, most] = [own[0]!, own.at(-1)!];
    return least === most ? least : `${least} to ${most}`;
  });
}

function valueOf(number: string): number {
  return Number(number.replaceAll(",", ""));
}
