/**
 * Loads `src/leakage/semantic/calibrate_pairs.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Compute } from "../../src/compute/compute.ts";
import type {
  CalibrationOptions,
  SemanticThresholds,
} from "../../src/leakage/semantic/calibrate.ts";
import type { PairCalibration } from "../../src/leakage/semantic/calibrate_pairs.ts";

const loading = later<typeof import("../../src/leakage/semantic/calibrate_pairs.ts")>(
  new URL("../../src/leakage/semantic/calibrate_pairs.ts", import.meta.url),
);

/**
 * Calibrates like {@link calibrateSemantic}; a caption mentions every label that a rule about words finds in it.
 *
 * @param data the backbone, the labels, captions in batches, and the dictionary of the scan
 * @throws {InputError} as {@link calibrateSemantic}, and when a label has no word or a sense is unknown
 */
export async function calibrateOnPairs(
  compute: Compute,
  data: PairCalibration,
  options?: CalibrationOptions,
): Promise<SemanticThresholds> {
  return await (await loading()).calibrateOnPairs(compute, data, options);
}
