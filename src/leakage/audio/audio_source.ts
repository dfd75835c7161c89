/**
 * The rule `AUDIO-SOURCE`: a training pair whose sound was cut from the same source as an evaluation item.
 * @module
 */
import type { EvaluationItem, Finding, TrainingPair } from "../findings.ts";
import { type Source, sourceOf } from "./source.ts";

/** Confidence for two parts of one video that do not overlap: they share the scene, hardly the event. */
const OTHER_PART = 0.5;

/** An evaluation item and its source. */
interface Cut {
  readonly id: string;
  readonly source: Source;
}

/**
 * Collects the evaluation items' sources into a function that finds the training pairs that share one.
 * {@link sourceOf} defines what a source is and when two are the same. Items and pairs without a source share none.
 *
 * A pair has one finding for each label that its source has in the evaluation, since one source can be cut into
 * clips of several classes; the evidence names the source and the first such item. Parts of one YouTube video are the
 * same source where they overlap, or where one of the parts is not known; parts that do not overlap are reported, not
 * flagged.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const find = compileAudioSource([{ id: "1-1234-A.ogg", label: "dog" }]);
 * assert.equal(find({ id: "t.wav", text: "a hen", source: "1234" })[0]?.label, "dog");
 * assert.equal(find({ id: "1234-3-0-0.wav", text: "a hen" })[0]?.evaluationItem, "1-1234-A.ogg");
 * assert.deepEqual(find({ id: "u.wav", text: "a dog" }), []);
 * ```
 */
export function compileAudioSource(
  items: readonly EvaluationItem[],
): (pair: TrainingPair) => Finding[] {
  // The first item of each source, label and part.
  const cuts = new Map<string, Map<string, Map<string, Cut>>>();
  for (const item of items) {
    const source = sourceOf(item);
    if (source === undefined) continue;
    const byLabel = cuts.get(source.key) ?? new Map<string, Map<string, Cut>>();
    cuts.set(source.key, byLabel);
    const byPart = byLabel.get(item.label) ?? new Map<string, Cut>();
    byLabel.set(item.label, byPart);
    const part = partOf(source);
    if (!byPart.has(part)) byPart.set(part, { id: item.id, source });
  }
  return (pair) => {
    const source = sourceOf(pair);
    if (source === undefined) return [];
    return Array.from(
      cuts.get(source.key) ?? [],
      ([label, byPart]) => sourceFinding(pair.id, source, label, [...byPart.values()]),
    );
  };
}

function overlap({ part: one }: Source, { part: other }: Source): boolean {
  return !one || !other || (one[0] < other[1] && other[0] < one[1]);
}

function sourceFinding(
  pairId: string,
  source: Source,
  label: string,
  sameLabel: readonly Cut[],
): Finding {
  const overlapping = sameLabel.find((cut) => overlap(cut.source, source));
  const cut = overlapping ?? sameLabel[0]!;
  const flagged = overlapping !== undefined;
  const evidence = flagged
    ? `${source.name}, also of evaluation item ${cut.id}`
    : `${source.name} ${partOf(source)}, of which evaluation item ${cut.id} is ${
      partOf(cut.source)
    }`;
  return {
    rule: "AUDIO-SOURCE",
    flagged,
    item: pairId,
    label,
    evidence,
    confidence: flagged ? 1 : OTHER_PART,
    evaluationItem: cut.id,
  };
}

function partOf({ part }: Source): string {
  return part === undefined ? "all" : `${part[0]} to ${part[1]} s`;
}
