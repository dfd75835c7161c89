// Twins with planted truths: what labels in the pre-training give, with flagged pairs and without.
import assert from "node:assert/strict";
import type { PathPart, TwinEffects } from "../../src/audit/results/results.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { pathSum } from "./path_sum.ts";
import { withoutOtherCells } from "./twin_arms.ts";
import { makeWorld, type Sounds, worldConfiguration } from "./worlds.ts";

/** All that can be had above chance among ten classes. */
const ALL = 0.9;
const TOLERANCE = 0.15;

/** The value of each effect where training learns everything that is planted. */
interface Truth {
  /** v(backbone, clean) - v(twin, clean) */
  readonly onClean: number;
  /** v(twin, clean) - v(baseline, clean) */
  readonly audioBackbone: number;
  readonly labels: number;
  readonly leakage: number;
  readonly interaction: number;
}

function planted(name: string, twin: Sounds, truth: Truth): void {
  Deno.test(`planted twin: ${name}`, async () => {
    const { results: { attribution: [attribution], conditions } } = await runAudit(
      withoutOtherCells(
        await planAudit(worldConfiguration(), makeWorld("meaning", "nothing", twin)),
      ),
      openCpu(),
    );
    const { dirty, path, twin: effects } = attribution!;
    covers("backbone labels", path.backboneLabels!, truth.onClean);
    assert.equal(path.backboneLabels!.low > 0, truth.onClean > 0, "a gain shows, and only a gain");
    assert.deepEqual(effects!.onClean, path.backboneLabels);
    covers("audio backbone", path.audioBackbone!, truth.audioBackbone);
    covers("main effect of labels", effects!.backboneLabels, truth.labels);
    covers("main effect of leakage", effects!.leakage!, truth.leakage);
    covers("interaction", effects!.interaction!, truth.interaction);
    assert.ok(Math.abs(pathSum(path) - dirty) < 1e-9);
    followsFromCells(effects!);
    assert.ok(conditions.every(({ audio }) => audio !== "twin"), "a twin is shown in its 2x2");
  });
}

function covers(what: string, { value, low, high }: PathPart, planted: number): void {
  assert.ok(Math.abs(value - planted) <= TOLERANCE, `${what} is ${value}, planted ${planted}`);
  const isInside = low - 1e-9 <= planted && planted <= high + 1e-9;
  assert.ok(isInside, `${what} is from ${low} to ${high}, planted ${planted}`);
}

/** Whether the effects are those that a reader computes by hand from the four cells. */
function followsFromCells({ cells, backboneLabels, leakage, interaction }: TwinEffects): void {
  assert.equal(cells.length, 4);
  const of = (labels: boolean, leakage: boolean) =>
    cells.find((cell) => cell.labels === labels && cell.leakage === leakage)!.balanced_top1.mean;
  const [onClean, onControl] = [false, true].map((pool) => of(true, pool) - of(false, pool));
  const [ofTwin, ofBackbone] = [false, true].map((labels) => of(labels, true) - of(labels, false));
  const equal = (found: PathPart, expected: number) =>
    assert.ok(Math.abs(found.value - expected) < 1e-9, `${found.value} instead of ${expected}`);
  equal(backboneLabels, (onClean! + onControl!) / 2);
  equal(leakage!, (ofTwin! + ofBackbone!) / 2);
  equal(interaction!, onControl! - onClean!);
  equal(interaction!, ofBackbone! - ofTwin!);
}

planted("sounds that mean their texts without the labels as well gain nothing by them", "meaning", {
  onClean: 0,
  audioBackbone: ALL,
  labels: 0,
  leakage: 0,
  interaction: 0,
});

planted("sounds that carry nothing without the labels gain all by them", "nothing", {
  onClean: ALL,
  audioBackbone: 0,
  labels: ALL,
  leakage: 0,
  interaction: 0,
});

// Such a twin names the evaluation's classes where it trained on their pairs, so there the labels add nothing.
planted("sounds that tell the class without the labels gain meaning by them", "class", {
  onClean: ALL,
  audioBackbone: 0,
  labels: ALL / 2,
  leakage: ALL / 2,
  interaction: -ALL,
});
