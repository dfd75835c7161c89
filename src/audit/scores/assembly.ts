/**
 * What an audit found, put together as `results.json` has it.
 * @module
 */
import { associateArms } from "./associations.ts";
import { attributeAll, type Chance } from "./attribution.ts";
import type { CellOutcome } from "../trainings/run_training.ts";
import { armFinder, scoreArms, type ScoredArm } from "./score_arms.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { measureCoverage } from "./covered_labels.ts";
import { diversityCurves, leakDoseCurves } from "./curves.ts";
import type { Fold } from "../trainings/folds.ts";
import type { AuditInputs } from "../inputs/read_inputs.ts";
import { describeBackbones, describeLeakage } from "./leakage.ts";
import { promptTexts } from "../configuration/prompts.ts";
import { referenceOf } from "./audio_spaces.ts";
import type { Resampling } from "./resampling.ts";
import { type AuditResults, type ConditionResult, RESULTS_SCHEMA } from "../results/results.ts";
import type { CellTrainer } from "../trainings/runner.ts";
import { sharedOverlap, sharedSeparability } from "./shared_spaces.ts";
import type { Untrained } from "./untrained.ts";

/** What an audit measured. */
export interface Measurements {
  /** The class folds and pools. */
  readonly trainer: CellTrainer;
  /** Every cell's outcome. */
  readonly outcomes: readonly CellOutcome[];
  /** What needed no training. */
  readonly untrained: Untrained;
  /** What the intervals are drawn from. */
  readonly resampling: Resampling;
}

/**
 * Scores the cells and puts all results together.
 *
 * @param configuration with the curves that can be drawn
 */
export function assembleResults(
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  { trainer, outcomes, untrained, resampling }: Measurements,
): Omit<AuditResults, "fingerprint" | "environment" | "notes"> {
  const { folds } = trainer;
  const { prompts } = configuration.evaluation;
  const scored = scoreArms(outcomes, inputs, folds, prompts, resampling);
  const armOf = armFinder(scored);
  const chance = chanceOf(trainer, inputs, configuration);
  return {
    schema: RESULTS_SCHEMA,
    chance: chance.value,
    classes: folds.flatMap(({ labels }) => labels),
    class_folds: folds.map(({ labels }) => labels),
    evaluation_items: inputs.items.length,
    training_items: inputs.pairs.length,
    seeds: configuration.seeds,
    conditions: conditionsOf(configuration, scored),
    references: untrained.audio.map(referenceOf),
    attribution: attributeAll(inputs, chance, armOf),
    leak_dose: leakDoseCurves(configuration, armOf),
    diversity: diversityCurves(configuration, armOf),
    separability: [
      ...[...untrained.audio, ...untrained.text].map(({ separability }) => separability),
      ...sharedSeparability(outcomes, folds, prompts, resampling),
    ],
    overlap: [...untrained.overlap, ...sharedOverlap(outcomes, folds, resampling.options)],
    associations: associateArms(scored, inputs, untrained, resampling),
    backbones: describeBackbones(inputs),
    label_heads: untrained.labelHeads,
    coverage: measureCoverage(outcomes, inputs, folds, resampling),
    published: untrained.published,
    leakage: describeLeakage(folds, inputs.leaks),
    out_of_vocabulary: Object.fromEntries(
      inputs.text.map(({ name, outOfVocabulary }) => [name, outOfVocabulary]),
    ),
  };
}

/** The conditions that the configuration names, of every pair of backbones. */
function conditionsOf(
  { conditions }: AuditConfiguration,
  scored: readonly ScoredArm[],
): ConditionResult[] {
  return scored.flatMap(({ arm: { audio, text, randomText, condition }, measures }) => {
    const named = conditions.find((one) => one === condition);
    return named && !randomText ? [{ audio, text, condition: named, ...measures }] : [];
  });
}

function chanceOf(
  trainer: CellTrainer,
  inputs: AuditInputs,
  { evaluation: { prompts }, seeds: [seed] }: AuditConfiguration,
): Chance {
  return {
    value: meanChance(trainer.folds, inputs.labels.length),
    isExact: !labelsAreTrained(trainer, inputs, prompts, seed!),
  };
}

/** Whether a prompt of some class fold is a text of its clean pool, so that random codes can be learned for it. */
function labelsAreTrained(
  trainer: CellTrainer,
  { pairs }: AuditInputs,
  prompts: readonly string[],
  seed: number,
): boolean {
  const texts = new Map(pairs.map(({ id, text }) => [id, text]));
  return trainer.folds.some(({ number, labels }) => {
    const trained = new Set(trainer.pools({ fold: number, seed }).clean.map((id) => texts.get(id)));
    return labels.some((label) => promptTexts(label, prompts).some((text) => trained.has(text)));
  });
}

/** The mean over classes of the accuracy of guessing in each one's class fold. */
function meanChance(folds: readonly Fold[], classes: number): number {
  // Every class of a fold of n has chance 1/n, so each fold adds n · 1/n = 1.
  return folds.length / classes;
}
