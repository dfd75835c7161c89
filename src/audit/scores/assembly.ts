/**
 * Assembles what an audit found into the shape of `results.json`.
 * @module
 */
import { associateArms } from "./associations.ts";
import { areLabels } from "../inputs/caption_lemmas.ts";
import { chosenTexts } from "../inputs/chosen_texts.ts";
import { attributeAll } from "./attribution.ts";
import type { Attributed } from "./effects.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";
import { armFinder, type ScoredArm } from "./scored_arm.ts";
import { scoreArms } from "./score_arms.ts";
import { formatCondition } from "../../leakage/pools/conditions.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { contrastBackbones } from "./contrasts.ts";
import { coveredByBackbone, measureCoverage } from "./covered_labels.ts";
import { diversityCurves, leakDoseCurves } from "./curves.ts";
import { mean } from "../../statistics/means.ts";
import type { Fold } from "../trainings/folds.ts";
import type { AuditBackbones, AuditPair } from "../inputs/shape.ts";
import type { Arm } from "../trainings/plan.ts";
import { backboneRecords, leakageSummary } from "./leakage.ts";
import { promptTexts } from "../configuration/prompts.ts";
import { referenceOf } from "./audio_spaces.ts";
import { retrievalOf } from "./retrieval.ts";
import { leastSources, type Resampling } from "./resampling.ts";
import { type ConditionResult, RESULTS_SCHEMA, type UnclaimedResults } from "../results/results.ts";
import type { AuditPlan } from "../trainings/plan_audit.ts";
import type { Trainer } from "../trainings/trainer.ts";
import { sharedOverlap, sharedSeparability } from "./shared_spaces.ts";
import type { Untrained } from "./untrained.ts";
import { withoutListed } from "./without_listed.ts";

/** What an audit measured. */
export interface Measurements {
  /** Every training's outcome. */
  readonly outcomes: readonly TrainingOutcome[];
  /** The measures that need no training. */
  readonly untrained: Untrained;
  /** The resampling of the intervals. */
  readonly resampling: Resampling;
}

/** Scores the trainings and assembles all results, but for what is said of them. */
export function assembleResults(
  { configuration, inputs, trainer, curves, isControlValid }: AuditPlan,
  { outcomes, untrained, resampling }: Measurements,
): Omit<UnclaimedResults, "fingerprint" | "environment" | "notes"> {
  const { evaluation, pairs, backbones, leaks } = inputs;
  const { labels, prompts } = evaluation;
  const { folds, residual, retests } = trainer;
  // The second tests of transfer name the items among fewer labels.
  const isAgain = ({ training }: TrainingOutcome) => training.condition.kind === "unlisted";
  const [again, whole] = [outcomes.filter(isAgain), outcomes.filter((one) => !isAgain(one))];
  const scored = scoreArms(whole, evaluation, folds, resampling);
  const armOf = armFinder(scored);
  const guessing = meanChance(folds, labels.length);
  const isRanked = evaluation.severalLabels === true;
  const chance = {
    of: (arm: Pick<ScoredArm, "chance">) => arm.chance ?? guessing,
    // Codes of captions tell of every label that shares a lemma with one; chance of ranking depends on the training.
    isExact: !isRanked && areLabels(pairs) &&
      !labelsAreTrained(trainer, pairs, prompts, configuration.seeds[0]!),
  };
  const chosen = { audio: configuration.audio, text: configuration.text };
  const isShown = isNoComparison(backbones, configuration);
  const shown = whole.filter(({ training }) => isShown(training));
  const conditions = conditionResults(
    configuration.conditions,
    scored.filter(({ arm }) => isShown(arm)),
  );
  return {
    schema: RESULTS_SCHEMA,
    measure: isRanked ? "macro_map" : "balanced_top1",
    chance: isRanked ? mean(conditions.map(({ chance }) => chance!)) : guessing,
    classes: folds.flatMap(({ labels }) => labels),
    class_folds: folds.map(({ labels }) => labels),
    evaluation_items: folds[0]!.ranked?.rows.length ?? evaluation.items.length,
    least_sources: leastSources(resampling),
    training_items: pairs.length,
    seeds: configuration.seeds,
    conditions,
    controls: folds.map(({ number }) => trainer.pools.controlMatch(number)),
    references: untrained.audio.map(referenceOf),
    attribution: attributeAll(chosenOf(backbones, configuration), {
      armOf,
      chance,
      isControlValid,
      samePairsOf: (audio) =>
        untrained.audio.find(({ separability }) => separability.audio === audio)?.samePairs
          ?.accuracy,
      withoutListedOf: (pair) => {
        const retest = retests.of(pair);
        const own = again.filter(({ training }) =>
          training.audio === pair.audio && training.text === pair.text
        );
        // A plan may leave it out, as it may leave out any arm.
        const isMissing = retest?.isPossible === true && own.length === 0;
        return retest && !isMissing ? withoutListed(retest, own, resampling) : undefined;
      },
    }),
    contrasts: contrastBackbones(chosen, armOf),
    leak_dose: leakDoseCurves(curves.leakDose, chosen, armOf),
    diversity: diversityCurves(curves.diversity, chosen, armOf),
    separability: [
      ...[...untrained.audio, ...untrained.text].map(({ separability }) => separability),
      ...sharedSeparability(shown, folds, prompts, resampling),
    ],
    overlap: [...untrained.overlap, ...sharedOverlap(shown, folds, resampling.options)],
    ...retrievalOf(shown, evaluation, configuration.conditions, folds, resampling.options),
    // A label's silhouette is not defined where items have several labels.
    associations: isRanked ? [] : associateArms(
      scored.filter(({ arm }) => isShown(arm)),
      labels,
      untrained,
      resampling,
    ),
    backbones: backboneRecords(backbones.known, leaks.covered),
    label_heads: untrained.labelHeads,
    coverage: measureCoverage(
      shown,
      evaluation,
      coveredByBackbone(backbones.known, leaks.covered),
      folds,
      resampling,
    ),
    published: untrained.published,
    residual: residual.topics,
    leakage: leakageSummary(folds, leaks),
    out_of_vocabulary: Object.fromEntries(
      chosenTexts(backbones.text).map(({ name, outOfVocabulary }) => [name, outOfVocabulary]),
    ),
  };
}

/** Returns the backbones that the audit is about. */
function chosenOf(
  { audio, text }: AuditBackbones,
  chosen: Pick<AuditConfiguration, "audio" | "text">,
): Attributed {
  const isNamed = (entries: readonly { name: string }[]) => ({ name }: { name: string }) =>
    entries.some((entry) => entry.name === name);
  return { audio: audio.filter(isNamed(chosen.audio)), text: text.filter(isNamed(chosen.text)) };
}

/** Whether an arm is of a chosen text backbone and no twin: the others serve the attribution alone. */
function isNoComparison(
  { audio }: AuditBackbones,
  { text }: Pick<AuditConfiguration, "text">,
): (arm: Arm) => boolean {
  const twins = new Set(audio.flatMap(({ twin }) => twin ?? []));
  const texts = new Set(text.map(({ name }) => name));
  return (arm) => !twins.has(arm.audio) && texts.has(arm.text);
}

/** Returns the results of the configuration's conditions for every pair of backbones. */
function conditionResults(
  conditions: AuditConfiguration["conditions"],
  scored: readonly ScoredArm[],
): ConditionResult[] {
  return scored.flatMap(({ arm: { audio, text, randomText, condition }, measures }) => {
    const name = formatCondition(condition);
    const named = conditions.find((one) => one === name);
    return named && !randomText ? [{ audio, text, condition: named, ...measures }] : [];
  });
}

/** Whether a prompt of some class fold is a text of its clean pool, so that random codes can be learned for it. */
function labelsAreTrained(
  { folds, pools }: Trainer,
  pairs: readonly AuditPair[],
  prompts: readonly string[],
  seed: number,
): boolean {
  const texts = new Map(pairs.map(({ id, text }) => [id, text]));
  return folds.some(({ number, labels }) => {
    const { clean } = pools.of({ fold: number, seed });
    const trained = new Set(clean.map((id) => texts.get(id)));
    return labels.some((label) => promptTexts(label, prompts).some((text) => trained.has(text)));
  });
}

/** Returns the mean over classes of the accuracy of guessing in the class's fold. */
function meanChance(folds: readonly Fold[], classes: number): number {
  // Every class of a fold of n has chance 1/n, so each fold adds n · 1/n = 1.
  return folds.length / classes;
}
