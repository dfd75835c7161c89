/**
 * Splits the dirty accuracy into its parts, and computes the drops when factors are switched off.
 * @module
 */
import type { Estimate } from "../../statistics/bootstrap.ts";
import { difference, intervalOf } from "../../statistics/intervals.ts";
import type { ArmFinder, ScoredArm } from "./score_arms.ts";
import type { Condition } from "../../leakage/pools/conditions.ts";
import { chosenTexts } from "../inputs/chosen_texts.ts";
import type { AuditAudio, AuditBackbones } from "../inputs/shape.ts";
import { conditionOfFactors } from "../trainings/plan.ts";
import type { Attribution, AttributionCell, PathPart } from "../results/results.ts";

/** The accuracy of guessing. */
export interface Chance {
  /** The mean over classes of 1 / number of classes to choose from. */
  readonly value: number;
  /**
   * Whether clean trainings with random codes have exactly this expectation. It holds where no label is among their
   * texts, since labels could then exchange their codes and nothing would change. (1,621 planted trainings gave
   * 0.102, standard error 0.002, where chance is 0.1; single ones spread by 0.08, so five of them show little.)
   */
  readonly isExact: boolean;
}

const DIRTY: Condition = { kind: "dirty" };
const CLEAN: Condition = { kind: "clean" };

/** Finds arms with one text backbone, or with random codes in its place. */
type ArmsOf = (audio: string, condition: Condition, randomText: boolean) => ScoredArm | undefined;

/** Returns the attribution of every pair of backbones that has one. */
export function attributeAll(
  { audio, text }: Pick<AuditBackbones, "audio" | "text">,
  chance: Chance,
  armOf: ArmFinder,
): Attribution[] {
  return audio.flatMap((backbone) =>
    chosenTexts(text).flatMap(({ name: text }) => {
      const armsOf: ArmsOf = (audio, condition, randomText) =>
        armOf({ audio, text, randomText, condition });
      return attribute(backbone, text, chance, armsOf) ?? [];
    })
  );
}

/**
 * Returns the attribution of an audio backbone with a baseline, where the arms that it needs were trained: dirty and
 * clean with the backbone, and clean with the baseline. The parts of the path add up to the dirty accuracy.
 */
function attribute(
  audio: AuditAudio,
  text: string,
  chance: Chance,
  armsOf: ArmsOf,
): Attribution | undefined {
  if (audio.baseline === undefined) return undefined;
  const estimateOf = (name: string, condition: Condition, randomText = false) =>
    armsOf(name, condition, randomText)?.balancedTop1;
  const dirty = estimateOf(audio.name, DIRTY);
  const clean = estimateOf(audio.name, CLEAN);
  const baseline = estimateOf(audio.baseline, CLEAN);
  if (!dirty || !clean || !baseline) return undefined;
  const shuffled = estimateOf(audio.name, { kind: "shuffled", of: "clean" });
  const measured = estimateOf(audio.name, CLEAN, true);
  const randomText = chance.isExact ? chance.value : measured;
  const dirtyRandomText = estimateOf(audio.name, DIRTY, true);
  const audioBackbone = part(difference(clean, baseline));
  return {
    audio: audio.name,
    text,
    baseline: audio.baseline,
    dirty: dirty.value,
    path: {
      chance: chance.value,
      crossModal: part(difference(baseline, chance.value)),
      audioBackbone,
      leakage: part(difference(dirty, clean)),
    },
    drops: {
      audio: audioBackbone,
      ...(randomText !== undefined ? { text: part(difference(clean, randomText)) } : {}),
      ...(shuffled ? { pairing: part(difference(clean, shuffled)) } : {}),
    },
    ...(dirtyRandomText ? { dirty_drops: { text: part(difference(dirty, dirtyRandomText)) } } : {}),
    cells: factorialCells(audio.name, audio.baseline, chance, armsOf),
  };
}

function part(estimate: Estimate): PathPart {
  return { value: estimate.value, ...intervalOf(estimate) };
}

/** Returns the cells that were trained, beginning with the one that has everything on. */
function factorialCells(
  audio: string,
  baseline: string,
  chance: Chance,
  armsOf: ArmsOf,
): AttributionCell[] {
  return FACTORIAL.flatMap((factors) => {
    const { text, leakage } = factors;
    const scored = armsOf(factors.audio ? audio : baseline, conditionOfFactors(factors), !text);
    if (!scored) return [];
    const { balanced_top1 } = scored.measures;
    const isKnown = !text && !leakage && chance.isExact;
    return [{ ...factors, ...(isKnown ? { expected: chance.value } : {}), balanced_top1 }];
  });
}

const SWITCHES = [true, false];

/** Every combination of the four factors. */
const FACTORIAL = SWITCHES.flatMap((audio) =>
  SWITCHES.flatMap((text) =>
    SWITCHES.flatMap((pairing) => SWITCHES.map((leakage) => ({ audio, text, pairing, leakage })))
  )
);
