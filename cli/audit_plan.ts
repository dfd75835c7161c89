/** What an audit will do, before it is done. */
import { FinishedTrainings } from "../src/audit/trainings/finished_trainings.ts";
import { forecastSeconds } from "../src/audit/trainings/forecast.ts";
import { TrainingFingerprints } from "../src/audit/trainings/identity.ts";
import { armKey, type Training } from "../src/audit/trainings/plan.ts";
import type { AuditPlan } from "../src/audit/trainings/plan_audit.ts";
import { workersFor } from "../src/audit/trainings/workers.ts";
import { codeHashes, shortHash } from "../src/basics/code_hashes.ts";
import { printable } from "../src/basics/printable.ts";
import type { Compute } from "../src/compute/compute.ts";
import { counted } from "./table.ts";

/** How much longer a training takes in a worker beside others than alone: 9.9 ms a step against 8.9 (2 cores). */
const CROWDING = 1.11;

/** What of a plan is finished, and what is left to train. */
export interface Progress {
  readonly finished: FinishedTrainings;
  readonly unfinished: readonly Training[];
}

/** What an audit will do, in numbers. */
export interface PlanSummary {
  /** Embeddings that are to be made first; until then it is not known which trainings are finished. */
  readonly embeddings: readonly string[];
  readonly device: string;
  readonly classFolds: number;
  /** What gives one accuracy each: backbones, text codes and pool. */
  readonly arms: number;
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
}

/**
 * Finds which trainings of a plan are finished.
 *
 * @param folder of finished trainings; need not be there
 * @param onNote called with a note on each file in it that is damaged, and on trainings that other code finished
 */
export async function findFinished(
  { trainer, trainings }: AuditPlan,
  compute: Compute,
  folder: string,
  onNote: (note: string) => void,
): Promise<Progress> {
  const { trainings: code } = await codeHashes();
  const fingerprints = new TrainingFingerprints(trainer, compute.device, code);
  const finished = await FinishedTrainings.open(folder, trainings, fingerprints, onNote);
  const other = finished.ofOtherCode(trainings);
  if (other.count > 0) onNote(otherCodeText(other, trainings.length, code));
  return { finished, unfinished: finished.unfinished(trainings) };
}

/** Why trainings that are finished are trained again. */
function otherCodeText(
  { count, codes }: ReturnType<FinishedTrainings["ofOtherCode"]>,
  trainings: number,
  now: string,
): string {
  const isOne = count === 1;
  const hashes = `${codes.length === 1 ? "hash" : "hashes"} ${codes.map(shortHash).join(", ")}`;
  return `${count} of ${counted(trainings, "training")} ${isOne ? "is" : "are"} finished, but by ` +
    `other code (${hashes}, now ${shortHash(now)}); ${isOne ? "it is" : "they are"} trained again`;
}

/** How many trainings run at a time on a device. */
export function workersOn({ device }: Compute, trainings: readonly Training[]): number {
  return Math.max(1, Math.min(workersFor(device.class), trainings.length));
}

/**
 * Counts and times what an audit will do.
 *
 * @param embeddings that are to be made first
 */
export async function measurePlan(
  { trainer, trainings }: AuditPlan,
  { finished, unfinished }: Progress,
  compute: Compute,
  embeddings: readonly string[] = [],
): Promise<PlanSummary> {
  const workers = workersOn(compute, unfinished);
  const plan = {
    embeddings,
    device: compute.device.name,
    classFolds: trainer.folds.length,
    arms: new Set(trainings.map(armKey)).size,
    trainings: trainings.length,
    untrained: trainings.filter(({ condition }) => condition.kind === "untrained").length,
    finished: trainings.length - unfinished.length,
    finishedByOtherCode: finished.ofOtherCode(trainings).count,
    workers,
  };
  const alone = await forecastSeconds(compute, trainer, unfinished);
  return { ...plan, seconds: alone * (workers > 1 ? CROWDING / workers : 1) };
}

/** The plan in words. */
export function planText(plan: PlanSummary): string {
  const { arms, classFolds, trainings, untrained, finished } = plan;
  const initial = untrained === 0 ? "" : `, ${untrained} of them at initialization`;
  const done = finished === 0
    ? ""
    : `; ${counted(finished, "training is", "trainings are")} finished already`;
  return `Plan: ${counted(arms, "arm")} on ${counted(classFolds, "class fold")}, ` +
    `${counted(trainings, "training")}${initial}${done}. ${workText(plan)}`;
}

function workText(plan: PlanSummary): string {
  const { embeddings, trainings, finished, workers, device, seconds } = plan;
  const rest = trainings - finished;
  if (rest === 0) return "Nothing is left to train.";
  const work =
    `${counted(rest, "training")} in ${counted(workers, "worker")} on ${device}: about ` +
    `${about(seconds)}, an estimate from short trainings.`;
  if (embeddings.length === 0) return work;
  return `${work} Before that, embeddings are made: ${embeddings.map(printable).join("; ")}.`;
}

/** A time as roughly as an estimate is known: `40 s`, `6 min`, `2 h 10 min`. */
function about(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
