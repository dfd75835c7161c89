import assert from "node:assert/strict";
import { prospectsOf } from "../../../src/audit/claims/prospects.ts";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { ANIMALS, type PlainConfiguration, plantedConfiguration, withPlanted } from "../planted.ts";

/** Returns what a planned audit of planted data will be able to claim, by what it is about. */
async function prospects(folder: string, changes: PlainConfiguration) {
  const text = JSON.stringify(plantedConfiguration(changes));
  const configuration = parseConfiguration(text, "audit.json");
  const found = prospectsOf(
    await planAudit(configuration, await readInputs(configuration, folder)),
  );
  return new Map(found.map(({ about, ...one }) => [about, one]));
}

Deno.test("what can be claimed follows the conditions of claims", () =>
  withPlanted(async (folder) => {
    const planted = await prospects(folder, {});
    assert.equal(planted.get("seeds")!.isEnough, false);
    assert.match(planted.get("seeds")!.sentence, /has 2 training seeds, fewer than 3/);
    assert.equal(planted.get("audio backbone")!.isEnough, true);
    assert.match(planted.get("leakage")!.sentence, /training pairs are taken out/);
    assert.ok(!planted.has("differences"));
    const unflagged = await prospects(folder, {
      seeds: [0],
      leakage: { rules: ["TEXT-EXACT"], report: ["TEXT-EXACT"] },
    });
    assert.match(unflagged.get("leakage")!.sentence, /nothing will be said of leakage/);
    assert.match(unflagged.get("audio backbone")!.sentence, /takes several training seeds\.$/);
    assert.equal(unflagged.get("audio backbone")!.isEnough, false);
    const seeds = [0, 1, 2];
    const unattributed = await prospects(folder, { seeds, attribution: false });
    // The baseline is trained without the 16 cells, too.
    assert.equal(unattributed.get("audio backbone")!.isEnough, true);
    const dirty = await prospects(folder, { seeds, conditions: ["dirty"] });
    assert.match(dirty.get("leakage")!.sentence, /but leakage takes "clean" among "conditions"\.$/);
    assert.match(
      dirty.get("transfer")!.sentence,
      /takes "clean" and "shuffled" among "conditions"/,
    );
    assert.equal(dirty.get("audio backbone")!.isEnough, false);
    const two = ["dirty", "clean"];
    const unshuffled = await prospects(folder, { seeds, conditions: two });
    assert.equal(unshuffled.get("transfer")!.isEnough, false);
    assert.match(unshuffled.get("leakage")!.sentence, /Without the condition control, only/);
  }));

Deno.test("a permutation test that cannot be passed is said before anything is trained", () =>
  withPlanted(async (folder) => {
    const of = (labels: number) =>
      prospects(folder, {
        evaluation: { items: "evaluation.csv", where: { label: ANIMALS.slice(0, labels) } },
        conditions: ["clean", "shuffled"],
        attribution: false,
      });
    const [four, five] = [await of(4), await of(5)];
    assert.match(four.get("transfer")!.sentence, /cannot be passed .* would have p = 0.080/);
    assert.match(four.get("classes")!.sentence, /has 4 classes, fewer than 10/);
    assert.deepEqual(
      [four, five].map((found) => found.get("transfer")!.isEnough),
      [false, true],
    );
  }));
