/**
 * Compares zero-shot accuracy on the classes that a backbone was trained with and on the others.
 * @module
 */
import type { CoverageResult } from "../results/backbones.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";
import { estimateLabels, gatherLabels, labelsOf, onlyLabels } from "./label_values.ts";
import { gatherHits } from "./class_arms.ts";
import type { Fold } from "../trainings/folds.ts";
import { formatCondition } from "../../leakage/pools/conditions.ts";
import type { AuditBackbones, AuditEvaluation, AuditLeaks } from "../inputs/shape.ts";
import { type Measured, measuredOf } from "../../statistics/measured.ts";
import { armKey, isDirtyOrClean } from "../trainings/plan.ts";
import { balancedTop1Of, type Resampling } from "./resampling.ts";

/** The evaluation labels that each audio backbone was trained with; backbones that declare no labels are absent. */
export type CoveredLabels = ReadonlyMap<string, readonly string[]>;

/** Maps audio backbones to the evaluation labels that they were trained with. */
export function coveredByBackbone(
  known: AuditBackbones["known"],
  covered: AuditLeaks["covered"],
): CoveredLabels {
  // A text backbone may have the same name, so the modality counts, too.
  return new Map(known.flatMap(({ name, modality }, at) => {
    const labels = covered[at];
    return modality === "audio" && labels !== undefined ? [[name, labels] as const] : [];
  }));
}

/** Measures dirty and clean accuracy of every pair of backbones whose audio backbone declares training labels. */
export function measureCoverage(
  outcomes: readonly TrainingOutcome[],
  { items, labels }: Pick<AuditEvaluation, "items" | "labels">,
  coveredBy: CoveredLabels,
  folds: readonly Fold[],
  resampling: Resampling,
): CoverageResult[] {
  const compared = outcomes.filter(({ training }) =>
    coveredBy.has(training.audio) && isDirtyOrClean(training)
  );
  return [...Map.groupBy(compared, ({ training }) => armKey(training)).values()].map((own) => {
    const { audio, text, condition } = own[0]!.training;
    const covered = new Set(labels.filter((label) => coveredBy.get(audio)!.includes(label)));
    const of = resampling.blocks === undefined
      ? accuracyOf(own, items, covered, folds, resampling)
      : precisionOf(own, labelsOf(folds), covered, resampling);
    const [on, off] = [of(true), of(false)];
    return {
      audio,
      text,
      condition: formatCondition(condition),
      covered_classes: covered.size,
      uncovered_classes: labels.length - covered.size,
      ...(on ? { covered: on } : {}),
      ...(off ? { uncovered: off } : {}),
    };
  });
}

/** A measure of the covered labels, or of the others; undefined where there are none. */
type OfLabels = (isCovered: boolean) => Measured | undefined;

function accuracyOf(
  outcomes: readonly TrainingOutcome[],
  items: AuditEvaluation["items"],
  covered: ReadonlySet<string>,
  folds: readonly Fold[],
  resampling: Resampling,
): OfLabels {
  const hits = gatherHits(outcomes, folds, items.length, ({ zeroShot }) => zeroShot!.hits);
  return (isCovered) => {
    const rows = [...items.keys()].filter((row) => covered.has(items[row]!.label) === isCovered);
    return rows.length > 0 ? balancedTop1Of(rows, hits, resampling) : undefined;
  };
}

function precisionOf(
  outcomes: readonly TrainingOutcome[],
  labels: readonly string[],
  covered: ReadonlySet<string>,
  resampling: Resampling,
): OfLabels {
  const all = gatherLabels(outcomes);
  return (isCovered) => {
    const kept = [...labels.keys()].filter((at) => covered.has(labels[at]!) === isCovered);
    if (kept.length === 0) return undefined;
    const trainings = all.map((values) => onlyLabels(values, kept));
    return measuredOf(estimateLabels([{ trainings, seedList: "seeds" }], resampling)[0]!);
  };
}
