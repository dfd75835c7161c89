/**
 * What an audit will do, before it is done.
 * @module
 */
import { codeHashes, shortHash } from "../../basics/code_hashes.ts";
import { ownCores } from "../../basics/cores.ts";
import type { WorkOptions } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import { type Prospect, prospectsOf } from "../claims/prospects.ts";
import { FinishedTrainings } from "../trainings/finished_trainings.ts";
import { forecastSeconds } from "../trainings/forecast.ts";
import { armKey } from "../trainings/plan.ts";
import type { AuditPlan } from "../trainings/plan_audit.ts";
import { isUntrained, type TrainingGroup } from "../trainings/training_group.ts";
import { workersOn } from "../trainings/run_on.ts";
import { memoryOf } from "./memory.ts";

/** How much longer a training takes in a worker beside others than alone: 9.9 ms a step against 8.9 (2 cores). */
const CROWDING = 1.11;

/** Which trainings of a plan are finished, and which are left. */
export interface PlanState {
  readonly finished: FinishedTrainings;
  /** With the members whose outcomes are missing. */
  readonly unfinished: readonly TrainingGroup[];
}

/** What an audit will do, in numbers. */
export interface PlanSummary {
  /** Embeddings that are to be made first; until then it is not known which trainings are finished. */
  readonly embeddings: readonly string[];
  /** Estimate for them, from a few items of each backbone; absent where none is to be made, or none could be timed. */
  readonly embeddingSeconds?: number;
  /** What must be known of the inputs, a sentence or more each; of a preview alone. */
  readonly notes: readonly string[];
  /** Name of the device that trains. */
  readonly device: string;
  /** Number of class folds. */
  readonly classFolds: number;
  /** Number of arms: what has one accuracy each. */
  readonly arms: number;
  /** Number of trainings; one that serves several class folds or arms is done once and counts once. */
  readonly trainings: number;
  /** Trainings at initialization, which take no step. */
  readonly untrained: number;
  /** Trainings that are finished already. */
  readonly finished: number;
  /** Trainings that only other code finished; they are trained again. */
  readonly finishedByOtherCode: number;
  /** How many trainings run at a time. */
  readonly workers: number;
  /** Estimate for the trainings that are not finished, from short ones on this device; embedding comes before. */
  readonly seconds: number;
  /** Estimate of the bytes in memory while it trains: embeddings, workers and device, without sounds and models. */
  readonly memoryBytes: number;
  /** What it will be able to claim. */
  readonly prospects: readonly Prospect[];
}

/**
 * Finds which trainings of a plan, or of a part of it, are finished.
 *
 * @param folder of finished trainings; need not exist
 * @param onNote called with a note on each file in it that is damaged, and on trainings that other code finished
 */
export async function findFinished(
  { groups }: Pick<AuditPlan, "groups">,
  compute: Compute,
  folder: string,
  onNote: (note: string) => void,
): Promise<PlanState> {
  const { trainings: code } = await codeHashes();
  const surroundings = { device: compute.device, code };
  const finished = await FinishedTrainings.open(folder, groups, { ...surroundings, onNote });
  const other = finished.ofOtherCode(groups);
  if (other.count > 0) onNote(otherCodeText(other, groups.length, code));
  return { finished, unfinished: finished.unfinished(groups) };
}

/** Why trainings that are finished are trained again. */
function otherCodeText(
  { count, codes }: ReturnType<FinishedTrainings["ofOtherCode"]>,
  trainings: number,
  now: string,
): string {
  const isOne = count === 1;
  const hashes = `${codes.length === 1 ? "hash" : "hashes"} ${codes.map(shortHash).join(", ")}`;
  const all = `${trainings.toLocaleString("en-US")} training${trainings === 1 ? "" : "s"}`;
  return `${count} of ${all} ${isOne ? "is" : "are"} finished, but by ` +
    `other code (${hashes}, now ${shortHash(now)}); ${isOne ? "it is" : "they are"} trained again`;
}

/** What is to be known of an audit's inputs besides its plan, and how the measuring is followed and ended. */
export interface PlanMeasuring extends WorkOptions {
  /** Embeddings that are to be made first. */
  readonly embeddings?: readonly string[];
  /** Notes of the inputs. */
  readonly notes?: readonly string[];
}

/**
 * Counts and times what an audit will do.
 *
 * @param options what is to be known of the inputs for a preview; progress counts short trainings
 * @throws {InputError} when a training diverges in its first steps
 */
export async function measurePlan(
  whole: AuditPlan,
  { finished, unfinished }: PlanState,
  compute: Compute,
  { embeddings = [], notes = [], ...work }: PlanMeasuring = {},
): Promise<PlanSummary> {
  const { trainer, trainings, groups } = whole;
  const workers = workersOn(compute, unfinished);
  const plan = {
    embeddings,
    notes,
    device: compute.device.name,
    classFolds: trainer.folds.length,
    arms: new Set(trainings.map(armKey)).size,
    trainings: groups.length,
    untrained: groups.filter(isUntrained).length,
    finished: groups.length - unfinished.length,
    finishedByOtherCode: finished.ofOtherCode(groups).count,
    workers,
    memoryBytes: memoryOf(whole, workers),
    prospects: prospectsOf(whole),
  };
  const alone = await forecastSeconds(compute, trainer, unfinished, work);
  const cores = Math.min(workers, ownCores());
  return { ...plan, seconds: alone * (cores > 1 ? CROWDING / cores : 1) };
}
