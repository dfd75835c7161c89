import assert from "node:assert/strict";
import { possibleCurves } from "../../../src/audit/trainings/possible_curves.ts";
import { Trainer } from "../../../src/audit/trainings/trainer.ts";
import type { Finding } from "../../../src/leakage/findings.ts";
import { makeWorld, worldConfiguration } from "../worlds.ts";

Deno.test("findings about a backbone, flagged or not, leave no leak to dose", async () => {
  const world = makeWorld("meaning", "nothing");
  const configuration = { ...worldConfiguration(), leakDose: [0, 0.5, 1] };
  const dosesWith = async (findings: readonly Finding[]) => {
    const inputs = { ...world, leaks: { ...world.leaks, findings } };
    const trainer = await Trainer.open(configuration, inputs);
    return possibleCurves(configuration, trainer, inputs.pairs).leakDose;
  };
  const label = world.evaluation.labels[0]!;
  const known = { rule: "BACKBONE-LABEL", flagged: true, item: "backbone", label } as const;
  assert.deepEqual(await dosesWith(world.leaks.findings), [0, 0.5, 1]);
  assert.deepEqual(await dosesWith([{ ...known, evidence: label, confidence: 1 }]), []);
});
