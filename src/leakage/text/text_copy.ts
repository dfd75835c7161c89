/**
 * The rule `TEXT-COPY`: a training caption that is equal, or nearly equal, to a caption of the evaluation.
 * @module
 */
import type { EvaluationCaption, Finding, TrainingPair } from "../findings.ts";
import { CaptionIndex, foldedCaption } from "./caption_index.ts";

/**
 * Least similarity of a near copy: Dice's coefficient of character 4-grams. Of captions with one word dropped, added,
 * exchanged with its neighbor or misspelled it finds all but 1 in 1,000 (Clotho) and 0.93 to 0.98 (AudioCaps), with one
 * word replaced by any other 0.92 and 0.71. Of captions of other sounds in the same corpus it takes 0.73 % (Clotho's
 * development and evaluation captions) and 2.06 % (AudioCaps' validation and test captions) for near copies, of those in
 * other corpora at most 0.12 %. At 0.85 it would be 0.27 %, 0.69 % and 0.06 %, but replaced words 0.67 and 0.51.
 */
export const LEAST_SIMILARITY = 0.8;

/** Fewest words of a near copy: of shorter captions ("a toilet flushes once") one word is too much. */
const FEWEST_WORDS = 5;

/**
 * Collects the evaluation's captions into a function that finds the copies of one. Captions are equal where they have the
 * same words, whatever their case, punctuation, accents' encoding and spaces; equal captions of different sounds count,
 * too (0.1 % of Clotho's and 1.9 % of AudioCaps' captions). Of captions of at least five words those that reach
 * {@link LEAST_SIMILARITY} are near copies. A pair has at most one finding, about the nearest caption.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const find = compileTextCopy([{ id: "7", text: "A man speaks, and a goat bleats." }]);
 * assert.equal(find({ id: "a", text: "a man speaks and a goat bleats" })?.confidence, 1);
 * assert.equal(find({ id: "b", text: "a man speaks and the goat bleats" })?.evaluationItem, "7");
 * assert.equal(find({ id: "c", text: "A man speaks while a car passes" }), undefined);
 * ```
 */
export function compileTextCopy(
  captions: readonly EvaluationCaption[],
): (pair: TrainingPair) => Finding | undefined {
  const folded = captions.map(({ text }) => foldedCaption(text));
  const first = new Map<string, number>();
  folded.forEach((text, i) => {
    if (text !== "" && !first.has(text)) first.set(text, i);
  });
  const index = new CaptionIndex(folded, LEAST_SIMILARITY);
  return (pair) => {
    const text = foldedCaption(pair.text);
    const equal = first.get(text);
    if (equal !== undefined) return copyFinding(pair, captions[equal]!, 1);
    if (text.split(" ").length < FEWEST_WORDS) return undefined;
    const near = index.nearest(text);
    return near && copyFinding(pair, captions[near.caption]!, near.similarity);
  };
}

function copyFinding(pair: TrainingPair, caption: EvaluationCaption, similarity: number): Finding {
  const trimmed = pair.text.trim();
  const start = pair.text.indexOf(trimmed);
  return {
    rule: "TEXT-COPY",
    flagged: true,
    item: pair.id,
    label: caption.text,
    evidence: pair.text,
    matched: trimmed,
    span: [start, start + trimmed.length],
    // Two decimals that are 1 say that captions are equal.
    confidence: similarity === 1 ? 1 : Math.min(0.99, Math.round(similarity * 100) / 100),
    evaluationItem: caption.id,
  };
}
