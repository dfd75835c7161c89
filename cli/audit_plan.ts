/** What an audit will do, told before it is done. */
import { CellCache } from "../src/audit/trainings/finished_trainings.ts";
import { CellFingerprints } from "../src/audit/trainings/identity.ts";
import type { AuditConfiguration } from "../src/audit/configuration/configuration.ts";
import { withPossibleCurves } from "../src/audit/scores/curves.ts";
import { forecastSeconds } from "../src/audit/trainings/forecast.ts";
import type { AuditInputs } from "../src/audit/inputs/read_inputs.ts";
import { type Cell, keyOf, planCells } from "../src/audit/trainings/plan.ts";
import { CellTrainer } from "../src/audit/trainings/runner.ts";
import type { Compute } from "../src/compute/compute.ts";
import { workersFor } from "../src/audit/trainings/workers.ts";
import { codeHashes, shortHash } from "../src/basics/code_hashes.ts";
import { printable } from "../src/basics/printable.ts";
import { counted } from "./table.ts";

/** How much longer a cell takes in a worker beside others than alone: 9.9 ms a step against 8.9 (2 cores). */
const CROWDING = 1.11;

/** An audit's cells, and which of them are finished. */
export interface PlannedCells {
  readonly trainer: CellTrainer;
  readonly cells: readonly Cell[];
  readonly cache: CellCache;
  readonly unfinished: readonly Cell[];
}

/** What an audit will do, in numbers. */
export interface AuditPlan {
  /** Embeddings that are to be made first; then nobody knows yet which cells are there. */
  readonly embeddings: readonly string[];
  readonly device: string;
  readonly classFolds: number;
  /** What gives one accuracy each: backbones, text codes and pool. */
  readonly arms: number;
  readonly cells: number;
  /** Cells but those at initialization. */
  readonly trainings: number;
  /** Cells that are there already. */
  readonly finished: number;
  /** Cells that only other code finished; they are trained again. */
  readonly finishedByOtherCode: number;
  /** How many cells are trained at a time. */
  readonly workers: number;
  /** Estimate for the cells that are not there, from short trainings on this device; embedding comes before. */
  readonly seconds: number;
}

/**
 * Plans the cells of an audit and looks which of them are finished.
 *
 * @param folder of finished cells; need not be there
 * @param onNote told of files in it that are damaged, and of cells that other code finished
 */
export async function planAuditCells(
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  compute: Compute,
  folder: string,
  onNote: (note: string) => void,
): Promise<PlannedCells> {
  const trainer = CellTrainer.open(configuration, inputs);
  const cells = planCells(withPossibleCurves(configuration, trainer, inputs), inputs);
  const { trainings } = await codeHashes();
  const fingerprints = new CellFingerprints(trainer, compute.device, trainings);
  const cache = await CellCache.open(folder, cells, fingerprints, onNote);
  const other = cache.ofOtherCode(cells);
  if (other.count > 0) onNote(otherCodeText(other, cells.length, trainings));
  return { trainer, cells, cache, unfinished: cache.unfinished(cells) };
}

/** Why cells are trained again that are there. */
function otherCodeText(
  { count, codes }: ReturnType<CellCache["ofOtherCode"]>,
  cells: number,
  now: string,
): string {
  const isOne = count === 1;
  const hashes = `${codes.length === 1 ? "hash" : "hashes"} ${codes.map(shortHash).join(", ")}`;
  return `${count} of ${counted(cells, "cell")} ${isOne ? "is" : "are"} finished, but by other ` +
    `code (${hashes}, now ${shortHash(now)}); ${isOne ? "it is" : "they are"} trained again`;
}

/** How many cells are trained at a time on a device. */
export function workersOn({ device }: Compute, cells: readonly Cell[]): number {
  return Math.max(1, Math.min(workersFor(device.class), cells.length));
}

/**
 * Counts and times what an audit will do.
 *
 * @param embeddings that are to be made first
 */
export async function measurePlan(
  { trainer, cells, cache, unfinished }: PlannedCells,
  compute: Compute,
  embeddings: readonly string[] = [],
): Promise<AuditPlan> {
  const workers = workersOn(compute, unfinished);
  const plan = {
    embeddings,
    device: compute.device.name,
    classFolds: trainer.folds.length,
    arms: new Set(cells.map(keyOf)).size,
    cells: cells.length,
    trainings: cells.filter(({ condition }) => condition !== "untrained").length,
    finished: cells.length - unfinished.length,
    finishedByOtherCode: cache.ofOtherCode(cells).count,
    workers,
  };
  const alone = await forecastSeconds(compute, trainer, unfinished);
  return { ...plan, seconds: alone * (workers > 1 ? CROWDING / workers : 1) };
}

/** The plan in words. */
export function planText(plan: AuditPlan): string {
  const { arms, classFolds, cells, trainings, finished } = plan;
  const there = finished === 0
    ? ""
    : `; ${counted(finished, "cell is", "cells are")} there already`;
  return `Plan: ${counted(arms, "arm")} on ${counted(classFolds, "class fold")}, ` +
    `${counted(cells, "cell")}, ${trainings} of them trainings${there}. ${workText(plan)}`;
}

function workText({ embeddings, cells, finished, workers, device, seconds }: AuditPlan): string {
  const rest = cells - finished;
  if (rest === 0) return "Nothing is left to train.";
  const work = `${counted(rest, "cell")} in ${counted(workers, "worker")} on ${device}: about ` +
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
