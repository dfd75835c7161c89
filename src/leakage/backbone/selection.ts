/**
 * The rule `SELECTION`: a checkpoint, prompt or setting chosen on evaluation items.
 * @module
 */
import type { EvaluationItem, Finding } from "../findings.ts";

/** Something that was chosen by its results. */
export interface Selection {
  /** What was chosen: `checkpoint`, `prompt template`. */
  readonly what: string;
  /** Ids or sources of the items that the choice was made on. */
  readonly chosenOn: readonly string[];
}

/** Most items that the evidence names. */
const EXAMPLES = 3;

/**
 * Finds choices that were made on evaluation items, or on clips of the same sources. Each choice has one finding about
 * it as a whole: its `item` is what was chosen, its `evaluationItem` the first evaluation item that was used.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const items = [{ id: "a.wav", label: "dog" }, { id: "b.wav", label: "cat", source: "77" }];
 * const [finding] = findSelection([{ what: "checkpoint", chosenOn: ["77", "c.wav"] }], items);
 * assert.equal(finding?.evidence, "1 of the 2 items that it was chosen on is of the evaluation: b.wav");
 * ```
 */
export function findSelection(
  selections: readonly Selection[],
  evaluationItems: readonly EvaluationItem[],
): Finding[] {
  return selections.flatMap(({ what, chosenOn }) => {
    const names = new Set(chosenOn);
    const isUsed = (name: string | undefined) => name !== undefined && names.has(name);
    // An item of several labels has an entry for each.
    const used = [
      ...new Map(
        evaluationItems.filter(({ id, source }) => isUsed(id) || isUsed(source))
          .map((item) => [item.id, item]),
      ).values(),
    ];
    const [first] = used;
    if (first === undefined) return [];
    const known = new Set(used.flatMap(({ id, source }) => [id, source]));
    const count = [...names].filter((name) => known.has(name)).length;
    const examples = used.slice(0, EXAMPLES).map(({ id }) => id).join(", ");
    return [{
      rule: "SELECTION" as const,
      flagged: true,
      item: what,
      evidence: `${count} of the ${names.size} items that it was chosen on ` +
        `${count === 1 ? "is" : "are"} of the evaluation: ${examples}` +
        (used.length > EXAMPLES ? ", …" : ""),
      evaluationItem: first.id,
      confidence: 1,
    }];
  });
}
