// The 2x2 of labels in the pre-training and flagged pairs, on real sounds. With so little pre-training the labels of
// the evaluation add nothing that can be shown, and the flagged pairs do.
import assert from "node:assert/strict";
import type { PathPart } from "../../src/audit/results/results.ts";
import { openCompute } from "../../src/compute/open.ts";
import { pathSum } from "./path_sum.ts";
import { auditStandIn, cellLines, standInFiles } from "./twin_stand_in.ts";

const files = standInFiles();

Deno.test({
  name: "labels in the pre-training of a stand-in add nothing that can be shown, flagged pairs do",
  ignore: files === undefined,
  fn: async () => {
    const { compute } = await openCompute("auto");
    try {
      const { results, classifiers } = await auditStandIn(files!, compute, [0, 1]);
      for (const { trainingAccuracy } of classifiers) {
        assert.ok(trainingAccuracy > 0.9, `a classifier names ${trainingAccuracy} of its items`);
      }
      const { twin, path, dirty } = results.attribution[0]!;
      assert.equal(twin!.name, "without labels");
      console.log(cellLines(twin!).join("\n"));
      for (const { leakage, balanced_top1: { mean } } of twin!.cells) {
        const [low, high] = leakage ? [0.6, 0.8] : [0.15, 0.35];
        assert.ok(low < mean && mean < high, `${mean} is not from ${low} to ${high}`);
      }
      assert.equal(twin!.cells.length, 4);
      // The main effect itself is 0.027 [-0.004, 0.062] with two seeds and 0.008 [-0.025, 0.039] with five.
      for (const part of [path.backboneLabels!, twin!.interaction!]) {
        assert.ok(holdsNothing(part), `labels: ${part.value} from ${part.low} to ${part.high}`);
        assert.ok(Math.abs(part.value) < 0.1, `labels: ${part.value}`);
      }
      assert.ok(twin!.leakage!.low > 0.1, `leakage from ${twin!.leakage!.low}`);
      assert.ok(Math.abs(pathSum(path) - dirty) < 1e-9);
    } finally {
      compute.close();
    }
  },
});

/** Whether the interval for classes like these holds 0. */
function holdsNothing({ low, high }: PathPart): boolean {
  return low <= 0 && 0 <= high;
}
