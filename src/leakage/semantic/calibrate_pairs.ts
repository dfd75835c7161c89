/**
 * Calibrates `TEXT-SEMANTIC` on captions as they are read.
 * @module
 */
import type { TextBackbone } from "../../backbones/backbone.ts";
import type { Compute } from "../../compute/compute.ts";
import type { TrainingPair } from "../findings.ts";
import type { LabelSet } from "../labels/label_set.ts";
import { compileScan } from "../scan.ts";
import { TEXT_RULES } from "../text/meaning.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import {
  calibrateSemantic,
  type CalibrationOptions,
  type SemanticThresholds,
} from "./calibrate.ts";
import type { Caption } from "./similarities.ts";

/** Implements {@link calibrateOnPairs}, which `doors/leakage/calibrate_pairs.ts` documents. */
export async function calibrateOnPairs(
  compute: Compute,
  backbone: TextBackbone,
  labels: LabelSet,
  batches: AsyncIterable<readonly TrainingPair[]>,
  dictionary: Dictionary,
  options: CalibrationOptions,
): Promise<SemanticThresholds> {
  const look = compileScan({ labels, items: [] }, TEXT_RULES, dictionary);
  async function* captions(): AsyncGenerator<Caption> {
    for await (const batch of batches) {
      for (const pair of batch) {
        // The text is copied: a slice would keep the whole file that was read in memory.
        yield { text: structuredClone(pair.text), mentions: look(pair).mentions };
      }
    }
  }
  return await calibrateSemantic(compute, backbone, labels.labels, captions(), options);
}
