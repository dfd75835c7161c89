import assert from "node:assert/strict";
import { withPossibleCurves } from "../../../src/audit/scores/curves.ts";
import { CellTrainer } from "../../../src/audit/trainings/runner.ts";
import type { Finding } from "../../../src/leakage/findings.ts";
import { makeWorld, worldConfiguration } from "../worlds.ts";

Deno.test("findings about a backbone, flagged or not, leave no leak to dose", () => {
  const world = makeWorld("meaning", "nothing");
  const configuration = { ...worldConfiguration(), leakDose: [0, 0.5, 1] };
  const dosesWith = (findings: readonly Finding[]) => {
    const inputs = { ...world, leaks: { ...world.leaks, findings } };
    const trainer = CellTrainer.open(configuration, inputs);
    return withPossibleCurves(configuration, trainer, inputs).leakDose;
  };
  const label = world.labels[0]!;
  const known = { rule: "BACKBONE-LABEL", flagged: true, item: "backbone", label } as const;
  assert.deepEqual(dosesWith(world.leaks.findings), [0, 0.5, 1]);
  assert.deepEqual(dosesWith([{ ...known, evidence: label, confidence: 1 }]), []);
});
