/**
 * Zero-shot accuracy on the classes that a backbone was trained with against those that it was not.
 * @module
 */
import type { CoverageResult } from "../results/backbones.ts";
import type { CellOutcome } from "../trainings/run_training.ts";
import { gatherHits } from "./score_arms.ts";
import type { Fold } from "../trainings/folds.ts";
import type { AuditInputs } from "../inputs/read_inputs.ts";
import { isDirtyOrClean, keyOf } from "../trainings/plan.ts";
import { balancedTop1Of, type Resampling } from "./resampling.ts";

/** The dirty and clean accuracy of every pair of backbones whose audio backbone declares training labels. */
export function measureCoverage(
  outcomes: readonly CellOutcome[],
  inputs: AuditInputs,
  folds: readonly Fold[],
  resampling: Resampling,
): CoverageResult[] {
  const { items, labels, backbones, leaks } = inputs;
  // By modality, too: a text backbone may have the same name.
  const coveredBy = new Map(
    backbones.flatMap(({ name, modality }, at) =>
      modality === "audio" ? [[name, leaks.covered[at]]] : []
    ),
  );
  const compared = outcomes.filter(({ cell }) =>
    coveredBy.get(cell.audio) !== undefined && isDirtyOrClean(cell)
  );
  return [...Map.groupBy(compared, ({ cell }) => keyOf(cell)).values()].map((cells) => {
    const { audio, text, condition } = cells[0]!.cell;
    const covered = new Set(labels.filter((label) => coveredBy.get(audio)!.includes(label)));
    const hits = gatherHits(cells, folds, items.length, ({ zeroShot }) => zeroShot.hits);
    const of = (isCovered: boolean) => {
      const rows = [...items.keys()].filter((row) => covered.has(items[row]!.label) === isCovered);
      return rows.length > 0 ? balancedTop1Of(rows, hits, inputs, resampling) : undefined;
    };
    const [on, off] = [of(true), of(false)];
    return {
      audio,
      text,
      condition,
      covered_classes: covered.size,
      uncovered_classes: labels.length - covered.size,
      ...(on ? { covered: on } : {}),
      ...(off ? { uncovered: off } : {}),
    };
  });
}
