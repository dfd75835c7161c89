import assert from "node:assert/strict";
import { runAudit } from "../../../src/audit/run.ts";
import { contrastBackbones } from "../../../src/audit/scores/contrasts.ts";
import type { ScoredArm } from "../../../src/audit/scores/scored_arm.ts";
import { type Arm, armKey } from "../../../src/audit/trainings/plan.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { makeWorld, worldConfiguration } from "../worlds.ts";

/** Makes an arm whose two resamples move with those of every other. */
function scored(arm: Arm, value: number): readonly [string, ScoredArm] {
  const resamples = Float64Array.of(value - 0.3, value + 0.3);
  const estimate = { value, theseClasses: resamples, classesLikeThese: resamples };
  return [armKey(arm), { arm, balancedTop1: estimate } as ScoredArm];
}

const arm = (audio: string, text: string, kind: "dirty" | "clean" | "control"): Arm => {
  return { audio, text, randomText: false, condition: { kind } };
};

Deno.test("every two chosen backbones of a side are paired, in the conditions that both have", () => {
  const arms = new Map([
    scored(arm("a", "t", "dirty"), 0.9),
    scored(arm("b", "t", "dirty"), 0.7),
    scored(arm("a", "u", "dirty"), 0.8),
    scored(arm("b", "u", "dirty"), 0.8),
    scored(arm("a", "t", "clean"), 0.4),
    scored(arm("b", "t", "control"), 0.5),
  ]);
  const chosen = { audio: [{ name: "a" }, { name: "b" }], text: [{ name: "t" }, { name: "u" }] };
  const found = contrastBackbones(chosen, (one) => arms.get(armKey(one)));
  assert.deepEqual(
    found.map(({ between, side, with: other, condition, value, low, high }) => [
      [...between, side, other, condition].join(" "),
      ...[value, low, high].map((one) => one.toFixed(6)),
    ]),
    [
      ["a b audio t dirty", "0.200000", "0.200000", "0.200000"],
      ["a b audio u dirty", "0.000000", "0.000000", "0.000000"],
      ["t u text a dirty", "0.100000", "0.100000", "0.100000"],
      ["t u text b dirty", "-0.100000", "-0.100000", "-0.100000"],
    ],
  );
  const [one] = chosen.audio;
  assert.deepEqual(
    contrastBackbones({ audio: [one!], text: [{ name: "t" }] }, () => undefined),
    [],
  );
});

Deno.test("an audit of two backbones has their contrast, and says which is higher", async () => {
  const world = makeWorld("meaning", "nothing");
  const { audio: [entry], ...configuration } = worldConfiguration();
  const both = {
    ...configuration,
    audio: ["backbone", "baseline"].map((name) => ({ ...entry!, name, baseline: undefined })),
    conditions: ["dirty", "clean", "control"] as const,
    attribution: false,
  };
  const backbones = {
    ...world.backbones,
    audio: world.backbones.audio.map((one) => ({ ...one, baseline: undefined })),
  };
  const { results } = await runAudit(await planAudit(both, { ...world, backbones }), openCpu());
  const accuracy = (audio: string, condition: string) =>
    results.conditions.find((one) => one.audio === audio && one.condition === condition)!
      .accuracy.mean;
  assert.deepEqual(results.contrasts.map(({ condition }) => condition), [
    "dirty",
    "clean",
    "control",
  ]);
  for (const contrast of results.contrasts) {
    const { condition, value, low, high, between, with: other } = contrast;
    assert.ok(contrast.low_together <= low && high <= contrast.high_together);
    assert.deepEqual([...between, other], ["backbone", "baseline", "text"]);
    const difference = accuracy("backbone", condition) - accuracy("baseline", condition);
    assert.ok(Math.abs(value - difference) < 1e-12);
    assert.ok(low <= value && value <= high && low > 0);
  }
  const said = results.claims.filter(({ kind }) => kind === "backbones-differ");
  assert.deepEqual(said.map(({ between }) => between![0]), ["backbone", "backbone", "backbone"]);
});
