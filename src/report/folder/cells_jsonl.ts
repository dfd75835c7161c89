/**
 * Writes `cells.jsonl`, which has a row for each arm, seed, class fold and draw, also where several share a training.
 * @module
 */
import { formatCondition } from "../../leakage/pools/conditions.ts";
import { classMeans, mean } from "../../statistics/means.ts";
import type { AuditConfiguration } from "../../audit/configuration/configuration.ts";
import type { Audit } from "../../audit/run.ts";
import type { TrainingOutcome } from "../../audit/trainings/run_training.ts";

/** Returns the lines of `cells.jsonl`: what was trained, its measures, and its accuracy by class. */
export function cellRows({ outcomes, foldOf }: Audit, configuration: AuditConfiguration): string {
  return outcomes.map((outcome) => {
    const { training, pairs, classes, finalLoss, chosenStep, zeroShot, ranking, shared } = outcome;
    const { fold, audio, text, randomText, condition, seed } = training;
    const { labels, truths } = foldOf(training);
    const measure = ranking ? "macro_map" : "balanced_top1";
    const perClass = ranking?.values ?? zeroShot!.perClass;
    return JSON.stringify({
      audio,
      text,
      random_text: randomText,
      condition: formatCondition(condition),
      fold,
      seed,
      pairs,
      classes,
      projector: configuration.projector,
      optimizer: configuration.optimizer,
      final_loss: finalLoss ?? null,
      chosen_step: chosenStep ?? null,
      ...headlines(outcome, truths, labels.length),
      single_prompts: outcome.singlePrompts,
      looks: outcome.looks.map(({ step, balancedTop1 }) => ({ step, [measure]: balancedTop1 })),
      silhouette_cosine: shared && zeroShot ? mean(shared.silhouettesCosine) : null,
      overlap: shared && shared.overlaps.length > 0 ? mean(shared.overlaps) : null,
      per_class: Object.fromEntries(labels.map((label, i) => [label, perClass[i]])),
      // Sounds with several labels are not named, so that none is confused with another.
      confusion: zeroShot ? listRows(zeroShot.confusion, labels.length) : [],
    }) + "\n";
  }).join("");
}

/** The measures of a training: of items named, or of sounds ranked by labels of which they have several. */
function headlines(
  { zeroShot, precisions, ranking }: TrainingOutcome,
  truths: readonly number[],
  labels: number,
): Record<string, number> {
  if (ranking !== undefined) {
    const { macroMap, chance } = ranking;
    return { macro_map: macroMap, chance, mean_average_precision: macroMap };
  }
  return {
    balanced_top1: zeroShot!.balancedTop1,
    top1: zeroShot!.top1,
    top5: zeroShot!.top5,
    mean_average_precision: mean(classMeans(truths, precisions!, labels).map(Number)),
  };
}

function listRows(matrix: Uint32Array, columns: number): number[][] {
  return Array.from({ length: matrix.length / columns }, (_, row) => [
    ...matrix.subarray(row * columns, (row + 1) * columns),
  ]);
}
