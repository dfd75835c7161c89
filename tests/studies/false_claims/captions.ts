/** Turns labelled pairs into captions. */
import type { AuditInputs } from "../../../src/audit/inputs/shape.ts";
import { matrixOf } from "./vectors.ts";

/** Number of words that captions have beside their topic. */
const WORDS = 6;

/**
 * Gives each pair a caption of its own, with the topic and another word as nouns, and no label. It has the embedding of
 * its topic.
 */
export function asCaptions(inputs: AuditInputs): AuditInputs {
  const { texts: known } = inputs.backbones.text[0]!;
  const rowOf = new Map(known.map((text, row) => [text, row]));
  const nouns = new Map<string, readonly string[]>();
  const captions = inputs.pairs.map(({ id, label }, i) => {
    const own = [label!, `word${i % WORDS}`];
    nouns.set(id, own);
    return { id, text: `${own.join(" with ")}, ${i}`, row: rowOf.get(label!)!, nouns: own };
  });
  const text = inputs.backbones.text.map((one) => {
    const { columns, values } = one.vectors;
    const rows = [...known.keys(), ...captions.map(({ row }) => row)];
    return {
      ...one,
      texts: [...known, ...captions.map(({ text }) => text)],
      vectors: matrixOf(
        rows.map((row) => [...values.subarray(row * columns, (row + 1) * columns)]),
      ),
      lemmas: [...known.map((word) => [word]), ...captions.map(({ nouns }) => nouns)],
    };
  });
  return {
    ...inputs,
    pairs: captions.map(({ id, text }) => ({ id, text })),
    backbones: { ...inputs.backbones, text },
    leaks: { ...inputs.leaks, nouns },
  };
}
