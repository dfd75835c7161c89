/**
 * Loads `src/leakage/semantic/find.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { WorkOptions } from "../../src/basics/progress.ts";
import type { Compute } from "../../src/compute/compute.ts";
import type { SemanticFindings, SemanticSearch } from "../../src/leakage/semantic/find.ts";

const loading = later<typeof import("../../src/leakage/semantic/find.ts")>(
  new URL("../../src/leakage/semantic/find.ts", import.meta.url),
);

/**
 * Finds the training pairs whose text is at least as similar to a label as the label's threshold. It holds one block
 * of about 4,096 pairs at a time. Labels that a pair `mentions` are skipped: a rule about words has found them with
 * better evidence.
 *
 * **Confidence** grows from 0 at the threshold, which unrelated captions reach at the false-alarm rate, to 1 where
 * caption and label have the same embedding. It orders findings; it is not the probability that one is right.
 *
 * **Limits.** The rule compares a whole caption with a label, so a mention in a long caption is lost among the other
 * words. A near caption is often only of the same kind or place (a cat for dog, surf for sailing). Means of word
 * vectors know no order, no negation ("no rain") and no senses (a hot dog). A caption without a finding is therefore
 * not shown to be clean, and clean captions have findings at the calibrated rate. At 1 %, with glove-100d, ESC-50's
 * labels and each corpus calibrating itself, the rule finds 173 of Clotho's 19,690 captions and 40 of AudioCaps'
 * 7,350. Of 20 findings of each that were read, 6 and 4 mean the label ("ocean waves" for sea waves, a tram for train,
 * "helicoptor"); the others mean at best a similar sound. So its findings are reported for reading and flag nothing by
 * default.
 *
 * @param search the backbone, its thresholds and the pairs
 * @param options `signal` ends the search after the block of pairs at hand, with its reason
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
 * import { openGlove100d } from "../../src/backbones/glove_100d.ts";
 * import { calibrateSemantic } from "../../src/leakage/semantic/calibrate.ts";
 * const compute = openCpu(), backbone = await openGlove100d();
 * const unrelated = ["rain on a roof", "a door is shut", "people talk"].map((text) => ({ text }));
 * const labels = [{ label: "dog" }];
 * const calibration = { backbone, labels, captions: unrelated };
 * const thresholds = await calibrateSemantic(compute, calibration, { falseAlarmRate: 0.5 });
 * const pairs = [{ id: "1", text: "puppies" }, { id: "2", text: "wind" }];
 * for await (const { findings } of findSemantic(compute, { backbone, thresholds, pairs })) {
 *   assert.deepEqual(findings.map(({ item, label }) => [item, label]), [["1", "dog"]]);
 * }
 * await backbone.close();
 * compute.close();
 * ```
 */
export async function* findSemantic(
  compute: Compute,
  search: SemanticSearch,
  options?: Pick<WorkOptions, "signal">,
): AsyncGenerator<SemanticFindings> {
  yield* (await loading()).findSemantic(compute, search, options);
}
