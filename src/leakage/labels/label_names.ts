/**
 * Finds the names that a label gives its class: "Gunshot, gunfire" has two, "Zipper (clothing)" one.
 * @module
 */
import { isFunctionWord } from "../text/function_words.ts";
import { wordsOf } from "../text/words.ts";
import { withoutBrackets } from "./brackets.ts";
import { isCaption } from "./caption_labels.ts";

/** Names joined by "and" that are one name. */
const JOINED = new Set(["drum and bass", "rock and roll", "rhythm and blues"]);

/** How a list of labels writes names of one class. */
export interface NamingHabit {
  /** Whether "and" parts names, as in FSD50K's `Walk_and_footsteps`; else commas do, and "Drum and bass" is one name. */
  readonly andParts: boolean;
}

/**
 * Returns the habit of a list: where no label has a comma, "and" parts names instead.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(namingHabit(["Chirp_and_tweet", "Bark"]).andParts, true);
 * assert.equal(namingHabit(["Chirp, tweet", "Drum and bass"]).andParts, false);
 * ```
 */
export function namingHabit(labels: readonly string[]): NamingHabit {
  return { andParts: !labels.some((label) => withoutBrackets(label).includes(",")) };
}

/**
 * Returns the names in a label, as written but for brackets and `_`. A caption is one name, and so is a label that would
 * have a name of function words alone ("Inside, small room").
 *
 * @param isOneName whether words joined by "and" are one name, as "salt and pepper" is in a dictionary
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const commas = { andParts: false };
 * assert.deepEqual(namesIn("Male speech, man speaking", commas), ["Male speech", "man speaking"]);
 * assert.deepEqual(namesIn("Zipper (clothing)", commas), ["Zipper"]);
 * assert.deepEqual(namesIn("Dishes, pots, and pans", commas), ["Dishes", "pots", "pans"]);
 * assert.deepEqual(namesIn("Cupboard open or close", commas), ["Cupboard open", "Cupboard close"]);
 * assert.deepEqual(namesIn("Walk_and_footsteps", { andParts: true }), ["Walk", "footsteps"]);
 * assert.deepEqual(namesIn("A man speaks, and a goat bleats", commas), ["A man speaks, and a goat bleats"]);
 * ```
 */
export function namesIn(
  label: string,
  habit: NamingHabit,
  isOneName: (words: string) => boolean = () => false,
): string[] {
  return isCaption(label) ? [withoutBrackets(label)] : listedNames(label, habit, isOneName);
}

/**
 * Returns the names in a text that is known to list them, however many words they have together.
 *
 * @param isOneName as for {@link namesIn}
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const names = listedNames("pop music, pop song, a pop tune, pop group", { andParts: false });
 * assert.deepEqual(names, ["pop music", "pop song", "a pop tune", "pop group"]);
 * ```
 */
export function listedNames(
  text: string,
  { andParts }: NamingHabit,
  isOneName: (words: string) => boolean = () => false,
): string[] {
  const told = withoutBrackets(text);
  const names = told.split(/\s*[,;/]\s*(?:(?:and|or)\s)?/i)
    .flatMap((name) => {
      const keys = keysIn(name).join(" ");
      if (!andParts || JOINED.has(keys) || isOneName(keys)) return [name];
      return name.split(/\s+and\s+/i);
    })
    .flatMap(alternativesIn)
    .filter((name) => keysIn(name).length > 0 && !/^etc\.?$/i.test(name));
  const isWhole = names.length === 0 ||
    names.some((name) => keysIn(name).every((word) => isFunctionWord(word)));
  return isWhole ? [told] : [...new Set(names)];
}

/** Splits "Cupboard open or close": what stands before the alternatives belongs to each. */
function alternativesIn(name: string): string[] {
  const [before, after, ...more] = name.split(/\s+or\s+/i);
  if (after === undefined || more.length > 0) return [name];
  const words = before!.split(" ");
  const shared = words.slice(0, Math.max(0, words.length - after.split(" ").length)).join(" ");
  return [before!, `${shared} ${after}`.trim()];
}

function keysIn(text: string): string[] {
  return wordsOf(text).map(({ key }) => key);
}
