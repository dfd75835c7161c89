/**
 * An audit: every cell trained and evaluated, then scored.
 * @module
 */
import type { OnProgress } from "../basics/progress.ts";
import { VERSION } from "../basics/version.ts";
import type { Compute } from "../compute/compute.ts";
import { attributeAll, type Chance } from "./attribution.ts";
import type { CellOutcome } from "./cell.ts";
import { armFinder, scoreArms, type ScoredArm } from "./conditions.ts";
import type { AuditConfiguration } from "./configuration.ts";
import { diversityCurves, leakDoseCurves, withPossibleCurves } from "./curves.ts";
import type { Fold } from "./folds.ts";
import type { AuditInputs } from "./inputs.ts";
import { describeBackbones, describeLeakage } from "./leakage.ts";
import { type Cell, planCells, type Training } from "./plan.ts";
import { asWords } from "./prompts.ts";
import { measureReference } from "./references.ts";
import { resamplingOf } from "./resampling.ts";
import {
  type AudioReference,
  type AuditResults,
  type ConditionResult,
  CONDITIONS,
  RESULTS_SCHEMA,
} from "./results.ts";
import type { SpaceSeparability } from "./space_results.ts";
import { type CellRunner, CellTrainer, runHere } from "./runner.ts";
import { sha256Of } from "../basics/sha256.ts";

/** What an audit gives. */
export interface Audit {
  /** The content of `results.json`. */
  readonly results: AuditResults;
  /** Every cell's outcome, in the order of the plan. */
  readonly outcomes: readonly CellOutcome[];
  /** The class folds. */
  readonly folds: readonly Fold[];
}

/** How an audit is run. */
export interface AuditOptions {
  /** Told of every cell that is done. */
  readonly onProgress?: OnProgress;
  /** Who trains the cells; this thread on the audit's device, unless given. */
  readonly runCells?: CellRunner;
}

/** Runs an audit on a device. */
export async function runAudit(
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  compute: Compute,
  { onProgress = () => {}, runCells }: AuditOptions = {},
): Promise<Audit> {
  const trainer = CellTrainer.open(configuration, inputs);
  const { folds } = trainer;
  const possible = withPossibleCurves(configuration, trainer, inputs);
  const cells = planCells(possible, inputs);
  // Pools and references come first: items that they refuse must not cost the trainings.
  const notes = poolNotes(trainer, cells);
  const resampling = resamplingOf(configuration, inputs);
  const sources = inputs.items.map(({ source }) => source);
  const references: AudioReference[] = [];
  for (const audio of inputs.audio) {
    references.push(await measureReference(compute, audio, folds, sources, resampling));
  }
  const run = runCells ?? runHere(trainer, compute);
  const outcomes = await run(cells, reporter(cells.length, inputs.audio[0]!.name, onProgress));
  const scored = scoreArms(outcomes, inputs, folds, resampling);
  const armOf = armFinder(scored);
  const chance = chanceOf(trainer, inputs, configuration.seeds[0]!);
  const results: AuditResults = {
    schema: RESULTS_SCHEMA,
    chance: chance.value,
    classes: folds.flatMap(({ labels }) => labels),
    class_folds: folds.map(({ labels }) => labels),
    evaluation_items: inputs.items.length,
    training_items: inputs.pairs.length,
    seeds: configuration.seeds,
    fingerprint: fingerprint(configuration, inputs),
    environment: environment(compute),
    conditions: conditionsOf(configuration, scored),
    references,
    attribution: attributeAll(inputs, chance, armOf),
    leak_dose: leakDoseCurves(possible, armOf),
    diversity: diversityCurves(possible, armOf),
    separability: references.map((one) => separabilityOf(one, inputs.items.length)),
    leakage: describeLeakage(folds, inputs.leaks),
    out_of_vocabulary: Object.fromEntries(
      inputs.text.map(({ name, outOfVocabulary }) => [name, outOfVocabulary]),
    ),
    backbones: describeBackbones(inputs),
    notes: [...configuration.notes, ...inputs.notes, ...notes],
  };
  return { results, outcomes, folds };
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

function separabilityOf(reference: AudioReference, items: number): SpaceSeparability {
  const { audio, silhouette_cosine, silhouette_cosine_interval: interval } = reference;
  return {
    space: "audio backbone",
    audio,
    items,
    silhouette_cosine: { value: silhouette_cosine, ...interval },
    nearest_centroid: {
      value: reference.nearest_centroid,
      ...reference.nearest_centroid_interval,
    },
  };
}

function chanceOf(trainer: CellTrainer, inputs: AuditInputs, seed: number): Chance {
  return {
    value: meanChance(trainer.folds, inputs.labels.length),
    isExact: !labelsAreTrained(trainer, inputs, seed),
  };
}

/** Whether a label of some class fold is a text of its clean pool, so that random codes can be learned for it. */
function labelsAreTrained(trainer: CellTrainer, { pairs }: AuditInputs, seed: number): boolean {
  const texts = new Map(pairs.map(({ id, text }) => [id, text]));
  return trainer.folds.some(({ number, labels }) => {
    const trained = new Set(trainer.pools({ fold: number, seed }).clean.map((id) => texts.get(id)));
    return labels.some((label) => trained.has(asWords(label)));
  });
}

/** The mean over classes of the accuracy of guessing in each one's class fold. */
function meanChance(folds: readonly Fold[], classes: number): number {
  // Every class of a fold of n has chance 1/n, so each fold adds n · 1/n = 1.
  return folds.length / classes;
}

/** Reports each outcome with the means so far of one audio backbone. */
function reporter(
  total: number,
  audio: string,
  onProgress: OnProgress,
): (outcome: CellOutcome) => void {
  const outcomes: CellOutcome[] = [];
  onProgress({ stage: "training", done: 0, total });
  return (outcome) => {
    outcomes.push(outcome);
    const note = partialResults(outcomes, audio);
    onProgress({ stage: "training", done: outcomes.length, total, note });
  };
}

/** Mean balanced top-1 so far of the first backbone's conditions, in a few words. */
function partialResults(outcomes: readonly CellOutcome[], audio: string): string {
  const shown: readonly Training[] = CONDITIONS.filter((condition) => condition !== "untrained");
  const groups = Map.groupBy(
    outcomes.filter(({ cell }) =>
      cell.audio === audio && !cell.randomText && shown.includes(cell.condition)
    ),
    ({ cell }) => cell.condition,
  );
  return Array.from(groups, ([condition, of]) => {
    const sum = of.reduce((total, { zeroShot }) => total + zeroShot.balancedTop1, 0);
    return `${condition} ${(sum / of.length).toFixed(2)}`;
  }).join(", ");
}

/** What must be known of the pools, each sentence once, with the class folds that it is about unless it is all. */
function poolNotes(trainer: CellTrainer, cells: readonly Cell[]): string[] {
  const foldsOf = new Map<string, Set<number>>();
  for (const cell of cells) {
    for (const note of trainer.pools(cell).notes) {
      foldsOf.set(note, (foldsOf.get(note) ?? new Set()).add(cell.fold + 1));
    }
  }
  return Array.from(
    foldsOf,
    ([note, folds]) =>
      folds.size === trainer.folds.length ? note : `Class fold ${[...folds].join(", ")}: ${note}`,
  );
}

function fingerprint(
  configuration: AuditConfiguration,
  { hashes }: AuditInputs,
): Record<string, string> {
  const text = JSON.stringify(configuration);
  return {
    version: VERSION,
    configuration: sha256Of(text),
    ...hashes,
  };
}

function environment(compute: Compute): Record<string, string> {
  const { class: deviceClass, name, details } = compute.device;
  return {
    device: name,
    device_class: deviceClass,
    ...details,
    deno: Deno.version.deno,
    platform: `${Deno.build.os} ${Deno.build.arch}`,
  };
}
