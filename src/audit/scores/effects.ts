/**
 * Main effects and interactions of two factors, each off or on, from four arms of one bootstrap.
 * @module
 */
import type { Estimate } from "../../statistics/bootstrap.ts";
import { combine, difference, intervalOf } from "../../statistics/intervals.ts";
import type { AuditAudio, AuditText } from "../inputs/shape.ts";
import type { Attribution, PathPart } from "../results/attribution.ts";
import type { ScoredArm } from "./scored_arm.ts";

/** The backbones to attribute to, and what they are compared with. */
export interface Attributed {
  /** Chosen audio backbones. */
  readonly audio: readonly Pick<AuditAudio, "name" | "baseline" | "twin">[];
  /** Chosen text backbones. */
  readonly text: readonly Pick<AuditText, "name" | "baseline">[];
}

/** Finds the arm of an audio and a text backbone with true texts. */
export type PairFinder = (
  audio: string,
  text: string,
  kind: "dirty" | "clean" | "control",
) => ScoredArm | undefined;

/** The effects of two factors. */
interface Effects {
  /** Mean of the first factor's effects with the second off and on. */
  readonly first: PathPart;
  /** Mean of the second factor's effects with the first off and on. */
  readonly second: PathPart;
  /** The first factor's effect with the second on, minus its effect with the second off. */
  readonly interaction: PathPart;
}

/** Returns a difference with its intervals, for `results.json`. */
export function part(estimate: Estimate): PathPart {
  return { value: estimate.value, ...intervalOf(estimate) };
}

/**
 * Returns the effects of two factors (Fisher, The Design of Experiments, chapter VI).
 *
 * @param both both factors on
 * @param first the first factor alone
 * @param second the second factor alone
 * @param none both off
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const estimate = (value: number) => {
 *   const resamples = Float64Array.of(value, value);
 *   return { value, theseClasses: resamples, classesLikeThese: resamples };
 * };
 * const [both, first, second, none] = [0.75, 0.25, 0.5, 0.25].map(estimate);
 * const effects = effectsOf(both!, first!, second!, none!);
 * assert.equal(effects.first.value, 0.125);
 * assert.equal(effects.second.value, 0.375);
 * assert.equal(effects.interaction.value, 0.25);
 * ```
 */
export function effectsOf(
  both: Estimate,
  first: Estimate,
  second: Estimate,
  none: Estimate,
): Effects {
  const effect = (weights: readonly [number, number, number, number]): PathPart => {
    const [ofBoth, ofFirst, ofSecond, ofNone] = weights;
    return part(combine([[ofBoth, both], [ofFirst, first], [ofSecond, second], [ofNone, none]]));
  };
  return {
    first: effect([0.5, 0.5, -0.5, -0.5]),
    second: effect([0.5, -0.5, 0.5, -0.5]),
    interaction: effect([1, -1, -1, 1]),
  };
}

/** Returns the effects of the audio and the text backbone on clean pairs, where both have baselines. */
export function featureEffects(
  audio: Attributed["audio"][number],
  text: Attributed["text"][number],
  find: PairFinder,
): Pick<Attribution, "features"> {
  if (audio.baseline === undefined || text.baseline === undefined) return {};
  const both = find(audio.name, text.name, "clean");
  const audioAlone = find(audio.name, text.baseline, "clean");
  const textAlone = find(audio.baseline, text.name, "clean");
  const none = find(audio.baseline, text.baseline, "clean");
  if (!both || !audioAlone || !textAlone || !none) return {};
  const effects = effectsOf(
    both.balancedTop1,
    audioAlone.balancedTop1,
    textAlone.balancedTop1,
    none.balancedTop1,
  );
  const cell = (audio: boolean, text: boolean, { measures }: ScoredArm) => {
    return { audio, text, balanced_top1: measures.balanced_top1 };
  };
  return {
    features: {
      cells: [
        cell(true, true, both),
        cell(true, false, audioAlone),
        cell(false, true, textAlone),
        cell(false, false, none),
      ],
      audio: effects.first,
      text: effects.second,
      interaction: effects.interaction,
    },
  };
}

/** Returns the effects of labels in the pre-training and of flagged pairs, where the audio backbone has a twin. */
export function twinEffects(
  { name, twin }: Attributed["audio"][number],
  text: string,
  find: PairFinder,
  isControlValid: boolean,
): Pick<Attribution, "twin"> {
  const clean = twin && { labelled: find(name, text, "clean"), twin: find(twin, text, "clean") };
  if (!clean || !clean.labelled || !clean.twin) return {};
  const cell = (labels: boolean, leakage: boolean, { measures }: ScoredArm) => {
    return { labels, leakage, balanced_top1: measures.balanced_top1 };
  };
  const cleanCells = [cell(true, false, clean.labelled), cell(false, false, clean.twin)];
  const onClean = part(difference(clean.labelled.balancedTop1, clean.twin.balancedTop1));
  const control = { labelled: find(name, text, "control"), twin: find(twin, text, "control") };
  if (!isControlValid || !control.labelled || !control.twin) {
    return { twin: { name: twin, cells: cleanCells, onClean, backboneLabels: onClean } };
  }
  const effects = effectsOf(
    control.labelled.balancedTop1,
    clean.labelled.balancedTop1,
    control.twin.balancedTop1,
    clean.twin.balancedTop1,
  );
  return {
    twin: {
      name: twin,
      cells: [cell(true, true, control.labelled), cell(false, true, control.twin), ...cleanCells],
      onClean,
      backboneLabels: effects.first,
      leakage: effects.second,
      interaction: effects.interaction,
    },
  };
}
