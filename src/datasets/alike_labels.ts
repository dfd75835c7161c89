/**
 * Labels that are written differently and mean one class: `dog`, `Dog` and `DOG`.
 * @module
 */
import { quotable } from "../basics/printable.ts";

/** Groups that a note names. */
const NAMED = 3;

/**
 * Groups labels that differ in nothing but case, accents, and what is between words.
 *
 * @param labels distinct labels
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const labels = ["dog", "rain", "Dog", "sea_waves", "Sea waves", "C", "C#"];
 * assert.deepEqual(alikeLabels(labels), [["dog", "Dog"], ["sea_waves", "Sea waves"]]);
 * ```
 */
export function alikeLabels(labels: readonly string[]): string[][] {
  return [...Map.groupBy(labels, folded).values()].filter((group) => group.length > 1);
}

function folded(label: string): string {
  return label.normalize("NFKD").replaceAll(/\p{M}+/gu, "").toLowerCase()
    .replaceAll(/[\s_-]+/g, " ").trim();
}

/**
 * Says which labels are written differently though they seem to mean one class; nothing where none are.
 *
 * @param labels distinct labels
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(alikeNotes(["DOG", "dog", "rain"]), [
 *   'Some labels differ only in case, accents or separators, and each is a class of its own: "DOG" and "dog". ' +
 *   "Where they mean one class, write them alike.",
 * ]);
 * ```
 */
export function alikeNotes(labels: readonly string[]): string[] {
  const groups = alikeLabels(labels);
  if (groups.length === 0) return [];
  const named = groups.slice(0, NAMED).map((group) =>
    group.slice(0, NAMED).map((label) => `"${quotable(label)}"`).join(" and ")
  );
  const more = groups.length > NAMED ? ` and ${groups.length - NAMED} more` : "";
  return [
    `Some labels differ only in case, accents or separators, and each is a class of its own: ${
      named.join(", ")
    }${more}. Where they mean one class, write them alike.`,
  ];
}
