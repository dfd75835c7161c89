/**
 * An audit: every arm trained with its seeds and evaluated, then scored, then put into claims.
 * @module
 */
import type { OnProgress, WorkOptions } from "../basics/progress.ts";
import { type CodeHashes, codeHashes } from "../basics/code_hashes.ts";
import { sha256Of } from "../basics/sha256.ts";
import { VERSION } from "../basics/version.ts";
import type { Compute } from "../compute/compute.ts";
import { formatCondition } from "../leakage/pools/conditions.ts";
import { withClaims } from "./claims/claims.ts";
import type { AuditConfiguration, AuditOptimizer } from "./configuration/configuration.ts";
import { CONDITIONS } from "./configuration/conditions.ts";
import type { AuditInputs } from "./inputs/read_inputs.ts";
import type { Maps } from "./results/maps.ts";
import type { AuditResults } from "./results/results.ts";
import { assembleResults } from "./scores/assembly.ts";
import { mapSpaces } from "./scores/maps.ts";
import { resamplingOf } from "./scores/resampling.ts";
import { measureUntrained } from "./scores/untrained.ts";
import { poolNotes } from "./trainings/fold_pools.ts";
import type { Fold } from "./trainings/folds.ts";
import { inPlanOrder } from "./trainings/group_trainings.ts";
import type { Arm, Training } from "./trainings/plan.ts";
import type { AuditPlan } from "./trainings/plan_audit.ts";
import { headlineOf, type TrainingOutcome } from "./trainings/run_training.ts";
import { smallPoolOf } from "./trainings/small_pools.ts";
import { runHere, runUntil, type TrainingRunner } from "./trainings/runner.ts";

/** What an audit gives. */
export interface Audit {
  /** The content of `results.json`. */
  readonly results: AuditResults;
  /** The content of `maps.json`. */
  readonly maps: Maps;
  /** Every training's outcome, in the order of the plan. */
  readonly outcomes: readonly TrainingOutcome[];
  /** Returns the class fold of a training. */
  readonly foldOf: (training: Training) => Fold;
}

/** How an audit is run. */
export interface AuditOptions extends WorkOptions {
  /** Who runs the trainings; this thread on the audit's device, unless given. */
  readonly runTrainings?: TrainingRunner;
  /** How many trainings `runTrainings` has finished already: it gives them first, and progress begins with them. */
  readonly finished?: number;
}

/** Implements {@link runAudit}, which `doors/audit/run.ts` documents. */
export async function runAudit(
  plan: AuditPlan,
  compute: Compute,
  options: AuditOptions = {},
): Promise<Audit> {
  const audit = await runWithoutMaps(plan, compute, options);
  const maps = await mapSpaces(compute, plan, audit.outcomes, options);
  return { ...audit, maps };
}

/**
 * Runs an audit on a device, but draws no maps: in small audits these take as long as all the rest.
 *
 * @throws {InputError} as {@link runAudit}
 */
export async function runWithoutMaps(
  plan: AuditPlan,
  compute: Compute,
  options: AuditOptions = {},
): Promise<Omit<Audit, "maps">> {
  const { onProgress = () => {}, signal, finished = 0 } = options;
  const runTrainings = options.runTrainings ?? runHere(plan.trainer, compute, { signal });
  const { configuration, inputs, groups, trainer } = plan;
  const { folds } = trainer;
  const { evaluation, pairs, backbones } = inputs;
  // What needs no training comes first: items that it refuses must not cost the trainings.
  const notes = notesOn(plan);
  const resampling = resamplingOf(configuration, evaluation);
  const spaces = { evaluation, pairs, backbones, folds, resampling };
  const untrained = await measureUntrained(compute, spaces, options);
  const first = { audio: backbones.audio[0]!.name, text: backbones.text[0]!.name };
  const report = reporter(groups.length, finished, first, onProgress);
  const outcomes = inPlanOrder(
    plan.trainings,
    groups,
    await runUntil(signal, runTrainings)(groups, report),
  );
  const small = smallPoolOf(plan);
  const results = withClaims({
    ...assembleResults(plan, { outcomes, untrained, resampling }),
    fingerprint: auditFingerprint(configuration, plan.inputs, await codeHashes()),
    environment: environmentOf(compute),
    ...(small === undefined ? {} : { small_clean_pool: small }),
    notes: [...notes, ...trainer.residual.notes],
  });
  return { results, outcomes, foldOf: (training) => trainer.foldOf(training) };
}

/** Reports each training with the means so far of one pair of backbones. */
function reporter(
  total: number,
  finished: number,
  pair: Pick<Arm, "audio" | "text">,
  onProgress: OnProgress,
): (outcomes: readonly TrainingOutcome[]) => void {
  const outcomes: TrainingOutcome[] = [];
  let done = 0;
  onProgress({ stage: "training", done: finished, total });
  return (trained) => {
    outcomes.push(...trained);
    if (++done <= finished) return;
    onProgress({ stage: "training", done, total, note: partialResults(outcomes, pair) });
  };
}

/** Mean headline so far of a pair's conditions, in a few words. */
function partialResults(
  outcomes: readonly TrainingOutcome[],
  { audio, text }: Pick<Arm, "audio" | "text">,
): string {
  const shown: readonly string[] = CONDITIONS.filter((condition) => condition !== "untrained");
  const nameOf = ({ training }: TrainingOutcome) => formatCondition(training.condition);
  const groups = Map.groupBy(
    outcomes.filter((outcome) => {
      const { training } = outcome;
      return training.audio === audio && training.text === text && !training.randomText &&
        shown.includes(nameOf(outcome));
    }),
    nameOf,
  );
  return Array.from(groups, ([condition, of]) => {
    const sum = of.reduce((total, outcome) => total + headlineOf(outcome), 0);
    return `${condition} ${(sum / of.length).toFixed(2)}`;
  }).join(", ");
}

/** What a reader of the results must know, in sentences. */
function notesOn({ configuration, inputs, trainer, trainings }: AuditPlan): string[] {
  return [
    ...configuration.notes,
    ...inputs.notes,
    ...stoppingNotes(configuration.optimizer),
    ...poolNotes(trainer.pools, trainings, trainer.folds.length),
  ];
}

/** How early stopping was done, where it was. */
function stoppingNotes({ validation, validationShare, steps }: AuditOptimizer): string[] {
  if (validation === "none") return [];
  const percent = (share: number) => `${Number((100 * share).toPrecision(3))} %`;
  const held = typeof validation === "object"
    ? `${percent(validation.random)} of the sounds without a flagged pair`
    : `at most ${percent(validationShare)} of the clean pool`;
  return [
    `Early stopping: each training keeps the step with the lowest loss on unflagged training pairs ` +
    `that are held out, ${held} and the same from every pool. Numbers ` +
    `of pairs count them, numbers of classes do not. Trainings with random codes or shuffled texts, ` +
    `of which held-out pairs tell nothing, take all ${steps} steps.`,
  ];
}

/** Fields of an audit's fingerprint that tell the code; all others tell what it was asked for. */
export const CODE_FIELDS: readonly string[] = ["version", "embeddings_code", "trainings_code"];

/**
 * Returns what an audit's results depend on: the code, and hashes of configuration and inputs. The names of inputs have
 * spaces, the fields before them have none.
 */
export function auditFingerprint(
  configuration: AuditConfiguration,
  { hashes }: Pick<AuditInputs, "hashes">,
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

function environmentOf(compute: Compute): Record<string, string> {
  const { class: deviceClass, name, details } = compute.device;
  return {
    device: name,
    device_class: deviceClass,
    ...details,
    deno: Deno.version.deno,
    platform: `${Deno.build.os} ${Deno.build.arch}`,
  };
}
