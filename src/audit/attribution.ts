/**
 * The dirty accuracy taken apart, and the drops when one factor is switched off.
 * @module
 */
import type { Estimate } from "../statistics/bootstrap.ts";
import { difference, intervalOf } from "../statistics/intervals.ts";
import type { ScoredCondition } from "./conditions.ts";
import type { AuditAudio } from "./inputs.ts";
import type { Attribution, AttributionCell, Condition, PathPart } from "./results.ts";

/** The conditions of one pair of backbones, by name. */
export type ConditionsOf = (audio: string, condition: Condition) => ScoredCondition | undefined;

/**
 * The attribution of an audio backbone that has a baseline, where all that it needs was trained: dirty and clean
 * with the backbone, clean with the baseline. The parts of the path add up to the dirty accuracy.
 */
export function attribute(
  audio: AuditAudio,
  text: string,
  chance: number,
  conditionsOf: ConditionsOf,
): Attribution | undefined {
  if (audio.baseline === undefined) return undefined;
  const dirty = conditionsOf(audio.name, "dirty");
  const clean = conditionsOf(audio.name, "clean");
  const shuffled = conditionsOf(audio.name, "shuffled");
  const baseline = conditionsOf(audio.baseline, "clean");
  if (!dirty || !clean || !baseline) return undefined;
  const audioBackbone = part(difference(clean.balancedTop1, baseline.balancedTop1));
  return {
    audio: audio.name,
    text,
    baseline: audio.baseline,
    dirty: dirty.balancedTop1.value,
    path: {
      chance,
      crossModal: part(difference(baseline.balancedTop1, chance)),
      audioBackbone,
      leakage: part(difference(dirty.balancedTop1, clean.balancedTop1)),
    },
    drops: {
      audio: audioBackbone,
      text: part(difference(clean.balancedTop1, chance)),
      ...(shuffled ? { pairing: part(difference(clean.balancedTop1, shuffled.balancedTop1)) } : {}),
    },
    cells: [
      ...cellsOf(true, audio.name, conditionsOf),
      ...cellsOf(false, audio.baseline, conditionsOf),
    ],
  };
}

function part(estimate: Estimate): PathPart {
  return { value: estimate.value, ...intervalOf(estimate) };
}

/** The cells of the factorial that the conditions are; text is the chosen backbone's in all of them. */
function cellsOf(on: boolean, name: string, conditionsOf: ConditionsOf): AttributionCell[] {
  const factors: Partial<Record<Condition, { pairing: boolean; leakage: boolean }>> = {
    shuffled: { pairing: false, leakage: false },
    clean: { pairing: true, leakage: false },
    dirty: { pairing: true, leakage: true },
  };
  return Object.entries(factors).flatMap(([condition, { pairing, leakage }]) => {
    const scored = conditionsOf(name, condition as Condition);
    if (!scored) return [];
    return [{
      audio: on,
      text: true,
      pairing,
      leakage,
      balanced_top1: scored.result.balanced_top1,
    }];
  });
}
