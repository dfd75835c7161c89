/**
 * The rule `AUDIO-SOURCE`: a training pair cut from the same recording as an evaluation item.
 * @module
 */
import type { EvaluationItem, Finding, TrainingPair } from "./findings.ts";

/**
 * Collects the evaluation items' sources into a function that finds the training pairs that share one.
 * Items and pairs without a source share none. A pair has one finding for each label that its source has in
 * the evaluation, since one recording can be cut into clips of several classes; the evidence names the
 * source and the first such item.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const find = compileAudioSource([{ id: "e.wav", label: "dog", source: "1234" }]);
 * assert.equal(find({ id: "t.wav", text: "a hen", source: "1234" })[0]?.label, "dog");
 * assert.deepEqual(find({ id: "u.wav", text: "a dog" }), []);
 * ```
 */
export function compileAudioSource(
  items: readonly EvaluationItem[],
): (pair: TrainingPair) => Finding[] {
  const firstItems = new Map<string, Map<string, string>>();
  for (const { id, label, source } of items) {
    if (source === undefined) continue;
    let byLabel = firstItems.get(source);
    if (byLabel === undefined) firstItems.set(source, byLabel = new Map());
    if (!byLabel.has(label)) byLabel.set(label, id);
  }
  return ({ id, source }) => {
    if (source === undefined) return [];
    return Array.from(firstItems.get(source) ?? [], ([label, item]) => ({
      rule: "AUDIO-SOURCE",
      flagged: true,
      item: id,
      label,
      evidence: `source ${source}, also of evaluation item ${item}`,
      confidence: 1,
    }));
  };
}
