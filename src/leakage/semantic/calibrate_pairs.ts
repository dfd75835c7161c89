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

/** What thresholds are calibrated with, and the pairs that they are calibrated on. */
export interface PairCalibration {
  /** The backbone that embeds texts. */
  readonly backbone: TextBackbone;
  /** The label set. */
  readonly labels: LabelSet;
  /** The pairs, in batches. */
  readonly batches: AsyncIterable<readonly TrainingPair[]>;
  /** The dictionary of the scan. */
  readonly dictionary: Dictionary;
}

/** Implements {@link calibrateOnPairs}, which `doors/leakage/calibrate_pairs.ts` documents. */
export async function calibrateOnPairs(
  compute: Compute,
  { backbone, labels, batches, dictionary }: PairCalibration,
  options: CalibrationOptions = {},
): Promise<SemanticThresholds> {
  const look = compileScan({ labels, items: [] }, { rules: TEXT_RULES, dictionary });
  async function* captions(): AsyncGenerator<Caption> {
    for await (const batch of batches) {
      for (const pair of batch) {
        // The text is copied: a slice would keep the whole file that was read in memory.
        yield { text: structuredClone(pair.text), mentions: look(pair).mentions };
      }
    }
  }
  return await calibrateSemantic(
    compute,
    { backbone, labels: labels.labels, captions: captions() },
    options,
  );
}
