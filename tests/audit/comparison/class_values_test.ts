import assert from "node:assert/strict";
import { classValues } from "../../../src/audit/comparison/class_values.ts";
import type { FinishedAudit, TrainedCell } from "../../../src/audit/comparison/finished_audit.ts";

const ARM = { audio: "a", text: "t", condition: "control" } as const;

function cell(fold: number, seed: number, per_class: Record<string, number>): TrainedCell {
  return { ...ARM, random_text: false, fold, seed, final_loss: 1, per_class, confusion: [] };
}

function auditOf(cells: readonly TrainedCell[], mean: number): FinishedAudit {
  const conditions = [{ ...ARM, accuracy: { mean } }];
  // What the values are gathered by.
  return { folder: "x", cells, results: { seeds: [4, 7], conditions } } as unknown as FinishedAudit;
}

Deno.test("classes of all folds are joined for each seed, and draws of a control are averaged", () => {
  const cells = [
    cell(0, 7, { dog: 1, cat: 0 }),
    cell(0, 7, { dog: 0.5, cat: 0.5 }),
    cell(1, 7, { "1": 0.25 }),
    cell(1, 7, { "1": 0.75 }),
    cell(0, 4, { dog: 0, cat: 0 }),
    cell(1, 4, { "1": 0.5 }),
    // Those of other arms are none of it.
    { ...cell(0, 4, { dog: 1, cat: 1 }), random_text: true },
    { ...cell(0, 4, { dog: 1, cat: 1 }), condition: "clean" },
  ];
  const values = classValues(auditOf(cells, (1.5 + 0.5) / 6), ARM, ["1", "cat", "dog"])!;
  assert.deepEqual(values.trainings.map((each) => [...each]), [[0.5, 0, 0], [0.5, 0.25, 0.75]]);
  assert.equal(
    classValues(auditOf(cells, 0.5), { ...ARM, condition: "dirty" }, ["dog"]),
    undefined,
  );
  assert.throws(() => classValues(auditOf(cells, 0.5), ARM, ["1", "cat", "dog"]), {
    name: "InputError",
    message: /^"x\/cells\.jsonl" has a mean of 0\.333.* for control of "a" with "t", /,
  });
});

Deno.test("arms have the same trainings only where losses and values are the same", () => {
  const trained = (loss: number) => {
    const cells = [4, 7].map((seed) => ({ ...cell(0, seed, { dog: 1 }), final_loss: loss }));
    return classValues(auditOf(cells, 1), ARM, ["dog"])!.trained;
  };
  assert.equal(trained(0.5), trained(0.5));
  assert.notEqual(trained(0.5), trained(0.25));
});
