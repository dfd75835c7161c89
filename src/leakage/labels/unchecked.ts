/**
 * Says of a label set that no person has looked at what its labels are guessed to mean.
 * @module
 */
import { quotable } from "../../basics/printable.ts";
import type { LabelSet } from "./label_set.ts";
import { someOf } from "./some_labels.ts";

/**
 * Returns the note that every command gives of a label set with marks `"checked": false`; none without.
 *
 * @param reference what the user named
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const labels = [{ label: "crow", senses: ["crow.n.01"], checked: false }, { label: "dog" }];
 * assert.deepEqual(uncheckedNotes({ name: "pets", checked: false, labels }, "pets.json"), [
 *   'What 1 of 2 labels in "pets.json" mean was guessed, is unsure and unchecked: "crow". ' +
 *   '"earnest labels --check pets.json" goes through it.',
 * ]);
 * ```
 */
export function uncheckedNotes({ checked, labels }: LabelSet, reference: string): string[] {
  const unsure = labels.filter((entry) => entry.checked === false);
  if (unsure.length === 0 && checked !== false) return [];
  const file = quotable(reference);
  if (unsure.length === 0) {
    return [
      `What the labels in "${file}" mean was guessed, and no person has checked it. Where it is right, ` +
      `"earnest labels --check ${file}" marks it so.`,
    ];
  }
  return [
    `What ${unsure.length} of ${labels.length} labels in "${file}" mean was guessed, is unsure and ` +
    `unchecked: ${someOf(unsure.map(({ label }) => label))}. ` +
    `"earnest labels --check ${file}" goes through ${unsure.length === 1 ? "it" : "them"}.`,
  ];
}
