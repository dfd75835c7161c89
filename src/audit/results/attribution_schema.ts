/**
 * The shape of an attribution in `results.json` as a schema.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { accuracy, measured, number, optionalMeasured, pair, text, texts } from "./schema_parts.ts";

/** The cells of an attribution. */
export const cells = z.array(z.object({
  audio: z.boolean(),
  text: z.boolean(),
  pairing: z.boolean(),
  leakage: z.boolean(),
  expected: number.exactOptional(),
  chance: number.exactOptional(),
  balanced_top1: accuracy,
}));

const unlisted = z.object({ topics: texts, labels: texts, classes: number });

/** An attribution. */
export const attribution = z.object({
  ...pair,
  baselines: z.object({ audio: text.exactOptional(), text: text.exactOptional() }),
  dirty: number,
  path: z.object({
    chance: number,
    baselineFeatures: optionalMeasured,
    textBackbone: optionalMeasured,
    audioBackbone: optionalMeasured,
    backboneLabels: optionalMeasured,
    transfer: optionalMeasured,
    leakage: optionalMeasured,
    volume: optionalMeasured,
    flaggedPairs: optionalMeasured,
  }),
  flaggedPairs: measured,
  transfer: measured.extend({
    over_shuffled: optionalMeasured,
    permutation_p: number.exactOptional(),
    without_listed: z.union([
      unlisted.extend({ ...measured.shape, chance: number, permutation_p: number }),
      unlisted,
    ]).exactOptional(),
  }),
  codes: z.object({ accuracy: measured, over_nine_tenths: measured }).exactOptional(),
  over_same_pairs: optionalMeasured,
  features: z.object({
    cells: z.array(
      z.object({ audio: z.boolean(), text: z.boolean(), balanced_top1: accuracy }),
    ),
    audio: measured,
    text: measured,
    interaction: measured,
  }).exactOptional(),
  twin: z.object({
    name: text,
    cells: z.array(
      z.object({ labels: z.boolean(), leakage: z.boolean(), balanced_top1: accuracy }),
    ),
    onClean: measured,
    backboneLabels: measured,
    leakage: optionalMeasured,
    interaction: optionalMeasured,
  }).exactOptional(),
  drops: z.object({
    audio: optionalMeasured,
    text: optionalMeasured,
    pairing: optionalMeasured,
  }),
  dirty_drops: z.object({ text: measured }).exactOptional(),
  cells,
});
