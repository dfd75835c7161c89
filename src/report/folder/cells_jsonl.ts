/**
 * Writes `cells.jsonl`, which has a row for each arm, seed, class fold and draw, also where several share a training.
 * @module
 */
import { formatCondition } from "../../leakage/pools/conditions.ts";
import { classMeans, mean } from "../../statistics/means.ts";
import type { AuditConfiguration } from "../../audit/configuration/configuration.ts";
import type { Audit } from "../../audit/run.ts";

/** Returns the lines of `cells.jsonl`: what was trained, its measures, and its accuracy by class. */
export function cellRows({ outcomes, foldOf }: Audit, configuration: AuditConfiguration): string {
  return outcomes.map((outcome) => {
    const { training, pairs, classes, finalLoss, chosenStep, zeroShot, shared } = outcome;
    const { fold, audio, text, randomText, condition, seed } = training;
    const { labels, truths } = foldOf(training);
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
      balanced_top1: zeroShot.balancedTop1,
      top1: zeroShot.top1,
      top5: zeroShot.top5,
      mean_average_precision: mean(
        classMeans(truths, outcome.precisions, labels.length).map(Number),
      ),
      single_prompts: outcome.singlePrompts,
      looks: outcome.looks.map(({ step, balancedTop1 }) => ({ step, balanced_top1: balancedTop1 })),
      silhouette_cosine: shared ? mean(shared.silhouettesCosine) : null,
      overlap: shared && shared.overlaps.length > 0 ? mean(shared.overlaps) : null,
      per_class: Object.fromEntries(labels.map((label, i) => [label, zeroShot.perClass[i]])),
      confusion: listRows(zeroShot.confusion, labels.length),
    }) + "\n";
  }).join("");
}

function listRows(matrix: Uint32Array, columns: number): number[][] {
  return Array.from({ length: matrix.length / columns }, (_, row) => [
    ...matrix.subarray(row * columns, (row + 1) * columns),
  ]);
}
