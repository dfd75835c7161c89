/**
 * The shape of `results.json` as a schema.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { retrievalResult } from "./retrieval.ts";
import { recordOf } from "../../basics/record_schema.ts";
import { CONDITIONS } from "../configuration/conditions.ts";
import { attribution } from "./attribution_schema.ts";
import { CLAIM_KINDS } from "./claims.ts";
import { CONTRASTED } from "./contrasts.ts";
import { MEASURES, RESULTS_SCHEMA } from "./results.ts";
import {
  accuracy,
  byName,
  ends,
  measured,
  number,
  numbers,
  optionalMeasured,
  pair,
  text,
  texts,
} from "./schema_parts.ts";
import { SPACES } from "./spaces.ts";

const prompts = z.object({
  single: z.array(z.object({ prompt: text, balanced_top1: number })),
  mean: number,
  sd: number,
});

export const condition = z.object({
  ...pair,
  condition: z.enum(CONDITIONS),
  pairs: number,
  classes: number,
  trainings: number,
  accuracy,
  balanced_top1: accuracy,
  top1: accuracy.exactOptional(),
  top5: accuracy.exactOptional(),
  per_class: byName,
  roc_auc: byName.exactOptional(),
  map: accuracy,
  chance: number.exactOptional(),
  permutation_p: number.exactOptional(),
  prompts: prompts.exactOptional(),
  selection: z.object({
    steps: numbers,
    balanced_top1: numbers,
    best: number,
    chosen: number,
    leakage: number,
  }).exactOptional(),
});

const reference = z.object({
  audio: text,
  separability: z.object({
    nearest_centroid: measured,
    knn: recordOf(measured).exactOptional(),
    silhouette_cosine: optionalMeasured,
  }),
  same_pairs: z.object({ nearest_centroid: measured, classes: number, pairs: number })
    .exactOptional(),
});

const cleanAndControl = z.tuple([number, number]);

const leakDose = z.object({
  ...pair,
  points: z.array(z.object({ dose: number, pairs: number, balanced_top1: accuracy })).min(1),
});

const diversity = z.object({
  ...pair,
  points: z.array(
    z.object({ share: number, classes: number, pairs: number, balanced_top1: accuracy }),
  ).min(1),
  rise: z.object({ from_classes: number, value: number, ...ends }).exactOptional(),
});

const separability = z.object({
  space: z.enum(SPACES),
  audio: text.exactOptional(),
  text: text.exactOptional(),
  condition: text.exactOptional(),
  items: number,
  compared: number.exactOptional(),
  silhouette_cosine: optionalMeasured,
  silhouette_euclidean: optionalMeasured,
  nearest_centroid: optionalMeasured,
  knn: recordOf(measured).exactOptional(),
  nearest_text: number.exactOptional(),
});

const overlap = z.object({
  space: z.enum(["backbone", "shared"]),
  ...pair,
  condition: text.exactOptional(),
  random_text: z.boolean().exactOptional(),
  classes: number,
  k: number,
  overlap: measured,
  per_seed: numbers.exactOptional(),
  chance: number,
  p_value: number.exactOptional(),
  p_value_holm: number.exactOptional(),
});

const rankCorrelation = z.object({
  spearman: number.exactOptional(),
  low: number.exactOptional(),
  high: number.exactOptional(),
  classes: number,
});

const association = z.object({
  ...pair,
  condition: text,
  silhouette: rankCorrelation,
  nearest_text: rankCorrelation,
  classes: z.array(
    z.object({ label: text, accuracy: number, silhouette: number, nearest_text: number }),
  ),
});

const backbone = z.object({
  name: text,
  modality: z.enum(["audio", "text"]),
  role: z.enum(["chosen", "baseline", "twin"]),
  dimensions: number,
  embeddings: z.enum(["run", "ready-made", "run and ready-made"]),
  ledger: z.object({
    license: text,
    training_data: z.union([z.literal("unknown"), texts]),
    training_labels: z.union([number, z.enum(["none", "unknown"])]),
    source: text,
  }).exactOptional(),
  covered_labels: texts.exactOptional(),
});

const labelHead = z.object({
  audio: text,
  head_labels: number,
  covered: recordOf(texts),
  uncovered: texts,
  balanced_top1: optionalMeasured,
  chance: number.exactOptional(),
});

const coverage = z.object({
  ...pair,
  condition: text,
  covered_classes: number,
  uncovered_classes: number,
  covered: optionalMeasured,
  uncovered: optionalMeasured,
});

const published = z.object({
  name: text,
  balanced_top1: measured,
  chance: number.exactOptional(),
  top1: optionalMeasured,
  top5: optionalMeasured,
  per_class: byName,
  roc_auc: byName.exactOptional(),
  nearest_centroid: measured,
  permutation_p: number.exactOptional(),
  prompts: prompts.exactOptional(),
});

const claim = z.object({
  kind: z.enum(CLAIM_KINDS),
  audio: text.exactOptional(),
  text: text.exactOptional(),
  between: z.tuple([text, text]).exactOptional(),
  model: text.exactOptional(),
  condition: z.enum(CONDITIONS).exactOptional(),
  numbers: recordOf(z.union([number, measured])),
  topics: z.array(z.object({ topic: text, label: text, auc: number })).exactOptional(),
  sentence: text,
});

const contrast = measured.extend({
  between: z.tuple([text, text]),
  side: z.enum(["audio", "text"]),
  with: text,
  condition: z.enum(CONTRASTED),
  low_together: number,
  high_together: number,
});

// Unknown keys are ignored, since a later version may have added them.
export const residualTopic = z.object({
  ...pair,
  fold: number.exactOptional(),
  topic: text,
  label: text,
  pairs: number,
  auc: number,
  expected: number.exactOptional(),
  status: z.enum(["listed", "cannot tell"]),
  runner_up: z.object({ label: text, auc: number }).exactOptional(),
});

/** The shape of `results.json`. */
export const resultsSchema = z.object({
  schema: z.literal(RESULTS_SCHEMA),
  measure: z.enum(MEASURES),
  chance: number,
  classes: texts,
  class_folds: z.array(texts),
  evaluation_items: number,
  least_sources: number.exactOptional(),
  training_items: number,
  seeds: numbers.min(1),
  fingerprint: recordOf(text),
  environment: recordOf(text),
  conditions: z.array(condition),
  controls: z.array(z.object({
    valid: z.boolean(),
    reason: text.exactOptional(),
    pairs: cleanAndControl,
    sounds: cleanAndControl,
    topics: cleanAndControl,
  })),
  small_clean_pool: text.exactOptional(),
  references: z.array(reference),
  attribution: z.array(attribution),
  contrasts: z.array(contrast),
  leak_dose: z.array(leakDose),
  diversity: z.array(diversity),
  separability: z.array(separability),
  overlap: z.array(overlap),
  retrieval: z.array(retrievalResult).exactOptional(),
  associations: z.array(association),
  backbones: z.array(backbone),
  label_heads: z.array(labelHead),
  coverage: z.array(coverage),
  published: z.array(published),
  residual: z.array(residualTopic),
  leakage: z.object({
    verdict: z.enum(["clean", "leaky", "unknown"]),
    rules: texts,
    not_run: z.array(z.object({ rule: text, labels: text.exactOptional(), reason: text }))
      .exactOptional(),
    label_set: z.object({
      name: text,
      drafted: z.boolean(),
      unsure: texts.exactOptional(),
      labels: z.array(
        z.object({ label: text, senses: z.array(z.object({ sense: text, gloss: text })) }),
      ),
    }).exactOptional(),
    by_rule: recordOf(z.object({ findings: number, flagged_pairs: number })),
    covered_classes: number.exactOptional(),
    examples: z.array(
      z.object({ rule: text, item: text, evidence: text, label: text, flagged: z.boolean() }),
    ),
  }),
  // Results of the first schema have none; whoever reads them fills them in.
  claims: z.array(claim).exactOptional(),
  out_of_vocabulary: recordOf(texts),
  notes: texts,
});
