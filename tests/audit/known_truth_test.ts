import assert from "node:assert/strict";
import type { Attribution, PathPart } from "../../src/audit/results/results.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { pathSum } from "./path_sum.ts";
import { makeWorld, type Sounds, worldConfiguration } from "./worlds.ts";

/** Chance among ten classes. */
const CHANCE = 0.1;
const ALL = 1 - CHANCE;
const TOLERANCE = 0.15;

/** The value of each part and drop where training learns everything that is planted. */
interface Truth {
  readonly dirty: number;
  readonly baseline: number;
  readonly audioBackbone: number;
  readonly leakage: number;
  readonly textDrop: number;
  readonly pairingDrop: number;
  /** Accuracy of true dirty pairs with random text codes: with the backbone, and with the baseline. */
  readonly randomText: readonly [number, number];
}

const NOTHING: Truth = {
  dirty: CHANCE,
  baseline: 0,
  audioBackbone: 0,
  leakage: 0,
  textDrop: 0,
  pairingDrop: 0,
  randomText: [CHANCE, CHANCE],
};
const ALIGNED: Truth = { ...NOTHING, dirty: 1, textDrop: ALL, pairingDrop: ALL };

function planted(name: string, backbone: Sounds, baseline: Sounds, truth: Truth): void {
  Deno.test(`planted: ${name}`, async () => {
    const { results } = await runAudit(
      await planAudit(worldConfiguration(), makeWorld(backbone, baseline)),
      openCpu(),
    );
    const { dirty, path, flaggedPairs, transfer, drops, cells } = results
      .attribution[0] as Attribution;
    const holds = (what: string, found: number, planted: number) =>
      assert.ok(Math.abs(found - planted) <= TOLERANCE, `${what} is ${found}, planted ${planted}`);
    const covers = (what: string, part: PathPart, planted: number) => {
      holds(what, part.value, planted);
      const isInside = part.low - 1e-9 <= planted && planted <= part.high + 1e-9;
      assert.ok(isInside, `${what} is from ${part.low} to ${part.high}, planted ${planted}`);
    };
    holds("dirty", dirty, truth.dirty);
    covers("transfer", transfer, truth.baseline + truth.audioBackbone);
    covers("baseline features", path.baselineFeatures!, truth.baseline);
    covers("audio backbone", path.audioBackbone!, truth.audioBackbone);
    covers("flagged pairs", flaggedPairs, truth.leakage);
    covers("leakage", path.leakage!, truth.leakage);
    covers("volume", path.volume!, 0);
    covers("drop of audio", drops.audio!, truth.audioBackbone);
    covers("drop of text", drops.text!, truth.textDrop);
    covers("drop of pairing", drops.pairing!, truth.pairingDrop);
    assert.ok(Math.abs(pathSum(path) - dirty) < 1e-9);
    for (const [i, audio] of [true, false].entries()) {
      const cell = cells.find((cell) =>
        cell.audio === audio && !cell.text && cell.pairing && cell.leakage
      )!;
      holds("random codes", cell.balanced_top1.mean, truth.randomText[i]!);
    }
  });
}

planted("independent modalities leave nothing but chance", "nothing", "nothing", NOTHING);

// Sounds that mean what texts mean also differ by class, so a leak would be learned with random codes as well.
planted("sounds aligned with texts through the backbone are the backbone's", "meaning", "nothing", {
  ...ALIGNED,
  audioBackbone: ALL,
  randomText: [1, CHANCE],
});

planted("sounds aligned with texts without a backbone are the baseline's", "meaning", "meaning", {
  ...ALIGNED,
  baseline: ALL,
  randomText: [1, 1],
});

planted("classes without meaning are leakage alone", "class", "nothing", {
  ...NOTHING,
  dirty: 1,
  leakage: ALL,
  randomText: [1, CHANCE],
});

planted("useless texts leave a leak that the baseline has, too", "class", "class", {
  ...NOTHING,
  dirty: 1,
  leakage: ALL,
  randomText: [1, 1],
});
