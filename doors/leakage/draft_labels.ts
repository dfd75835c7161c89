/**
 * Loads `src/leakage/labels/draft_labels.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { LabelDraft } from "../../src/leakage/labels/draft_labels.ts";
import type { Dictionary } from "../../src/leakage/wordnet/dictionary.ts";

const loading = later<typeof import("../../src/leakage/labels/draft_labels.ts")>(
  new URL("../../src/leakage/labels/draft_labels.ts", import.meta.url),
);

/**
 * Drafts a label set. A name that WordNet has, also as one word (`gun_shot`), gets the senses that fit a label of
 * sounds; another name of two or three words is split into parts, each with its senses. What stands in brackets chooses
 * among senses, and names that a comma parts (or "and", where no label has a comma) choose each other's. Words of a
 * sense that more often mean something else are excluded: most horns are not a car's. Labels with a meaning that is not
 * sure are marked with `checked: false`, and so is the set.
 *
 * @param labels the labels, verbatim, each once
 * @param name the name of the label set
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WordNet } from "../../src/leakage/wordnet/wordnet.ts";
 * const { set } = await draftLabels(["car_horn", "dog_bark"], "urban", await WordNet.open());
 * assert.deepEqual(set.labels[0]?.senses, ["car_horn.n.01"]);
 * assert.deepEqual(set.labels[1]?.parts?.[0], { words: "dog", senses: ["dog.n.01"] });
 * assert.equal(set.checked, false);
 * ```
 */
export async function draftLabels(
  labels: readonly string[],
  name: string,
  wordnet: Dictionary,
): Promise<LabelDraft> {
  return await (await loading()).draftLabels(labels, name, wordnet);
}
