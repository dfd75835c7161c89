/**
 * Loads `src/leakage/semantic/calibrate.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Compute } from "../../src/compute/compute.ts";
import type {
  CalibrationData,
  CalibrationOptions,
  SemanticThresholds,
} from "../../src/leakage/semantic/calibrate.ts";

const loading = later<typeof import("../../src/leakage/semantic/calibrate.ts")>(
  new URL("../../src/leakage/semantic/calibrate.ts", import.meta.url),
);

/**
 * Calibrates a threshold for each label, so that at most `falseAlarmRate` of captions have a finding for any label
 * that they do not mention.
 *
 * **Unrelated captions.** A caption counts for the labels that it does not mention; it is left out for its `mentions`,
 * the labels that a rule about words has found in it. Captions may be a corpus that is known to be unrelated, or the
 * training captions themselves. In the latter case, captions that mean a label in words that no rule knows are kept;
 * they raise the label's threshold, which costs findings. The rate then also sets the number of findings, in a leaky
 * corpus and in a clean one: they are the captions most worth reading, but no evidence that the corpus leaks. Only
 * against other captions is a number of findings above the rate evidence.
 *
 * **The rate** is that of a caption over all labels, not that of each label. A label's threshold is the similarity of
 * its k-th most similar caption, with one k for all labels: the largest at which at most rate · (n + 1) - 1 of the n
 * captions are among the k most similar to any label. So each label raises about as many alarms, and a caption near
 * several labels counts once, which it would not if the rate were divided by the labels. A further caption from the
 * same distribution reaches a threshold with probability `falseAlarmRate` at most, whatever that distribution is:
 * except for ties with the k-th, it does so only where its conformal p-value among the n + 1 is at most the rate (Vovk
 * and others, "Algorithmic Learning in a Random World", 2005; the score of a caption is its best rank for a label).
 * This holds on average over calibrations, but not for captions of another kind, such as longer ones or ones about
 * other subjects. Captions of one clip are not independent, so those of other clips reach thresholds a bit more often.
 *
 * The rates were measured with glove-100d and ESC-50's labels on Clotho, with one half to calibrate and the other to
 * check, as means of 8 splits. At 1, 2 and 5 %, 0.87, 1.93 and 4.83 % of the captions have findings where captions are
 * split, and 1.04, 2.11 and 5.16 % where clips are split. Calibrated on Clotho at 1 %, 10 % of AudioCaps have findings,
 * some because they mean labels in other words, some because AudioCaps uses other language. One threshold for all
 * labels does not work: at the 99th percentile of all similarities, 39 % of Clotho's unrelated captions have a finding,
 * nearly all for "can opening" and "hand saw", and 43 labels never have one.
 *
 * (labels + 1) / rate - 1 captions are always enough: 5,099 for 50 labels at 1 %. From more than 200,000 captions a
 * sample is drawn, which is the same each time; with fewer, their order does not matter.
 *
 * @param data the backbone, the labels, and the captions to calibrate on, such as those that are scanned
 * @throws {InputError} when the rate is out of range, the captions are too few for it, or no label can be embedded
 */
export async function calibrateSemantic(
  compute: Compute,
  data: CalibrationData,
  options?: CalibrationOptions,
): Promise<SemanticThresholds> {
  return await (await loading()).calibrateSemantic(compute, data, options);
}
