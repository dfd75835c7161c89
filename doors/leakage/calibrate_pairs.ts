/**
 * Loads `src/leakage/semantic/calibrate_pairs.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { TextBackbone } from "../../src/backbones/backbone.ts";
import type { Compute } from "../../src/compute/compute.ts";
import type { TrainingPair } from "../../src/leakage/findings.ts";
import type { LabelSet } from "../../src/leakage/labels/label_set.ts";
import type {
  CalibrationOptions,
  SemanticThresholds,
} from "../../src/leakage/semantic/calibrate.ts";
import type { Dictionary } from "../../src/leakage/wordnet/dictionary.ts";

const loading = later<typeof import("../../src/leakage/semantic/calibrate_pairs.ts")>(
  new URL("../../src/leakage/semantic/calibrate_pairs.ts", import.meta.url),
);

/**
 * Calibrates like {@link calibrateSemantic}; a caption mentions every label that a rule about words finds in it.
 *
 * @param batches captions in batches
 * @param dictionary the dictionary of the scan
 * @throws {InputError} as {@link calibrateSemantic}, and when a label has no word or a sense is unknown
 */
export async function calibrateOnPairs(
  compute: Compute,
  backbone: TextBackbone,
  labels: LabelSet,
  batches: AsyncIterable<readonly TrainingPair[]>,
  dictionary: Dictionary,
  options: CalibrationOptions,
): Promise<SemanticThresholds> {
  return await (await loading()).calibrateOnPairs(
    compute,
    backbone,
    labels,
    batches,
    dictionary,
    options,
  );
}
