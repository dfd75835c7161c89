/**
 * An audit: every cell trained and evaluated, then scored.
 * @module
 */
import type { OnProgress } from "../basics/progress.ts";
import { type CodeHashes, codeHashes } from "../basics/code_hashes.ts";
import { sha256Of } from "../basics/sha256.ts";
import { fewClassesNote } from "../statistics/measured.ts";
import { VERSION } from "../basics/version.ts";
import type { Compute } from "../compute/compute.ts";
import { assembleResults } from "./scores/assembly.ts";
import type { CellOutcome } from "./trainings/run_training.ts";
import type { AuditConfiguration, AuditOptimizer } from "./configuration/configuration.ts";
import { withPossibleCurves } from "./scores/curves.ts";
import type { Fold } from "./trainings/folds.ts";
import type { AuditInputs } from "./inputs/read_inputs.ts";
import { mapSpaces } from "./scores/maps.ts";
import type { Maps } from "./results/maps.ts";
import { type Cell, planCells, type Training } from "./trainings/plan.ts";
import { resamplingOf } from "./scores/resampling.ts";
import { CONDITIONS } from "./configuration/conditions.ts";
import type { AuditResults } from "./results/results.ts";
import { type CellRunner, CellTrainer, runHere } from "./trainings/runner.ts";
import { measureUntrained } from "./scores/untrained.ts";

/** What an audit gives. */
export interface Audit {
  /** The content of `results.json`. */
  readonly results: AuditResults;
  /** The content of `maps.json`. */
  readonly maps: Maps;
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
  /** How many cells `runCells` has already: it tells of them first, and progress begins with them. */
  readonly finished?: number;
}

/** Runs an audit on a device. */
export async function runAudit(
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  compute: Compute,
  { onProgress = () => {}, runCells, finished = 0 }: AuditOptions = {},
): Promise<Audit> {
  const trainer = CellTrainer.open(configuration, inputs);
  const { folds } = trainer;
  const possible = withPossibleCurves(configuration, trainer, inputs);
  const cells = planCells(possible, inputs);
  // What needs no training comes first: items that it refuses must not cost the trainings.
  const notes = poolNotes(trainer, cells);
  const resampling = resamplingOf(configuration, inputs);
  const untrained = await measureUntrained(
    compute,
    configuration,
    inputs,
    folds,
    resampling,
    onProgress,
  );
  const run = runCells ?? runHere(trainer, compute);
  const report = reporter(cells.length, finished, inputs.audio[0]!.name, onProgress);
  const outcomes = await run(cells, report);
  const measured = { trainer, outcomes, untrained, resampling };
  const few = fewClassesNote(inputs.labels.length);
  const results: AuditResults = {
    ...assembleResults(possible, inputs, measured),
    fingerprint: auditFingerprint(configuration, inputs, await codeHashes()),
    environment: environment(compute),
    notes: [
      ...configuration.notes,
      ...inputs.notes,
      ...(few === undefined ? [] : [few]),
      ...stoppingNotes(configuration.optimizer),
      ...notes,
    ],
  };
  const maps = await mapSpaces(compute, configuration, inputs, folds[0]!, outcomes, onProgress);
  return { results, maps, outcomes, folds };
}

/** Reports each outcome with the means so far of one audio backbone. */
function reporter(
  total: number,
  finished: number,
  audio: string,
  onProgress: OnProgress,
): (outcome: CellOutcome) => void {
  const outcomes: CellOutcome[] = [];
  onProgress({ stage: "training", done: finished, total });
  return (outcome) => {
    outcomes.push(outcome);
    if (outcomes.length <= finished) return;
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

/** How early stopping was done, where it was. */
function stoppingNotes({ validation, validationShare, steps }: AuditOptimizer): string[] {
  if (validation === "none") return [];
  const percent = `${Number((100 * validationShare).toPrecision(3))} %`;
  return [
    `Early stopping: each training keeps the step with the lowest loss on unflagged training pairs ` +
    `that are held out, at most ${percent} of the clean pool and the same from every pool. Numbers ` +
    `of pairs count them, numbers of classes do not. Trainings with random codes or shuffled texts, ` +
    `of which held-out pairs tell nothing, take all ${steps} steps.`,
  ];
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

/** Fields of an audit's fingerprint that tell the code; all others tell what it was asked for. */
export const CODE_FIELDS: readonly string[] = ["version", "embeddings_code", "trainings_code"];

/** What an audit's results depend on: the code, and hashes of configuration and files. */
export function auditFingerprint(
  configuration: AuditConfiguration,
  { hashes }: AuditInputs,
  { embeddings, trainings }: CodeHashes,
): Record<string, string> {
  const text = JSON.stringify(configuration);
  return {
    version: VERSION,
    embeddings_code: embeddings,
    trainings_code: trainings,
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
