/**
 * Results of the schema `earnest/audit/1`, in the shape of today's, so that old folders still have a report.
 *
 * That schema had no text baseline, no control in the path and no twin: its path is read as chance, transfer and flagged
 * pairs.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import type { AuditResults, PathPart, UnclaimedResults } from "./results.ts";
import { cells } from "./attribution_schema.ts";
import { condition, resultsSchema } from "./results_schema.ts";
import {
  accuracy,
  byName,
  interval,
  measured,
  number,
  optionalMeasured,
  pair,
  text,
} from "./schema_parts.ts";
import { RESULTS_SCHEMA } from "./results.ts";

/** The name of the first schema. */
export const FIRST_SCHEMA = "earnest/audit/1";

const firstAttribution = z.object({
  ...pair,
  baseline: text,
  dirty: number,
  path: z.object({
    chance: number,
    crossModal: measured,
    audioBackbone: measured,
    leakage: measured,
  }),
  drops: z.object({ audio: measured, text: optionalMeasured, pairing: optionalMeasured }),
  dirty_drops: z.object({ text: measured }).exactOptional(),
  cells,
});

const firstReference = z.object({
  audio: text,
  nearest_centroid: number,
  nearest_centroid_interval: interval,
  knn: byName,
  silhouette_cosine: number,
  silhouette_cosine_interval: interval,
});

/** The shape of results of the first schema. */
export const firstSchema = resultsSchema.omit({
  measure: true,
  controls: true,
  residual: true,
  contrasts: true,
  claims: true,
})
  .extend({
    schema: z.literal(FIRST_SCHEMA),
    conditions: z.array(
      condition.omit({ accuracy: true, map: true }).extend({ mean_average_precision: accuracy }),
    ),
    references: z.array(firstReference),
    attribution: z.array(firstAttribution),
    leakage: resultsSchema.shape.leakage.omit({ rules: true }),
  });

type FirstResults = z.infer<typeof firstSchema>;

/** Brings results of the first schema into the shape of today's, without claims. */
export function fromFirst(first: FirstResults): UnclaimedResults {
  return {
    ...first,
    schema: RESULTS_SCHEMA,
    measure: "balanced_top1",
    controls: [],
    residual: [],
    contrasts: [],
    references: first.references.map((one) => referenceOf(one, first.separability)),
    conditions: first.conditions.map(({ mean_average_precision: map, ...one }) => {
      return { ...one, accuracy: one.balanced_top1, map };
    }),
    attribution: first.attribution.map((one) => attributionOf(one, first.conditions)),
    leakage: { ...first.leakage, rules: Object.keys(first.leakage.by_rule) },
  };
}

/** Reads an audio reference: its intervals stand with the measures of the backbone's space. */
function referenceOf(
  { audio, ...reference }: FirstResults["references"][number],
  spaces: FirstResults["separability"],
): AuditResults["references"][number] {
  const space = spaces.find((one) => one.space === "audio backbone" && one.audio === audio);
  return {
    audio,
    separability: {
      nearest_centroid: {
        value: reference.nearest_centroid,
        ...reference.nearest_centroid_interval,
      },
      knn: space?.knn ?? {},
      silhouette_cosine: {
        value: reference.silhouette_cosine,
        ...reference.silhouette_cosine_interval,
      },
    },
  };
}

function attributionOf(
  { baseline, path, drops, ...one }: FirstResults["attribution"][number],
  conditions: FirstResults["conditions"],
): AuditResults["attribution"][number] {
  const { chance, leakage: flaggedPairs } = path;
  const clean =
    conditions.find(({ audio, text, condition }) =>
      audio === one.audio && text === one.text && condition === "clean"
    )?.balanced_top1 ??
      one.cells.find(({ audio, text, pairing, leakage }) => audio && text && pairing && !leakage)!
        .balanced_top1;
  // Chance is a constant, so the interval of transfer is that of the clean accuracy, moved.
  const transfer: PathPart = {
    value: clean.mean - chance,
    low: clean.low - chance,
    high: clean.high - chance,
    low_fixed: clean.low_fixed - chance,
    high_fixed: clean.high_fixed - chance,
  };
  return {
    ...one,
    baselines: { audio: baseline },
    path: { chance, transfer, flaggedPairs },
    flaggedPairs,
    transfer: { ...transfer, ...(drops.pairing ? { over_shuffled: drops.pairing } : {}) },
    drops,
  };
}
