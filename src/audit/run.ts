/**
 * An audit: every cell trained and evaluated, then scored.
 * @module
 */
import { createHash } from "node:crypto";
import type { OnProgress } from "../basics/progress.ts";
import { VERSION } from "../basics/version.ts";
import type { Compute } from "../compute/compute.ts";
import { makePools, type Pools } from "../leakage/pools.ts";
import { attribute } from "./attribution.ts";
import { type CellOutcome, runCell } from "./cell.ts";
import { scoreConditions } from "./conditions.ts";
import type { AuditConfiguration } from "./configuration.ts";
import { type Fold, makeFolds } from "./folds.ts";
import type { AuditInputs } from "./inputs.ts";
import { describeLeakage } from "./leakage.ts";
import { type Cell, planCells } from "./plan.ts";
import { poolOf } from "./pool.ts";
import { measureReference } from "./references.ts";
import { resamplingOf } from "./resampling.ts";
import { type AuditResults, RESULTS_SCHEMA } from "./results.ts";

/** What an audit gives. */
export interface Audit {
  /** The content of `results.json`. */
  readonly results: AuditResults;
  /** Every cell's outcome, in the order of the plan. */
  readonly outcomes: readonly CellOutcome[];
  /** The class folds. */
  readonly folds: readonly Fold[];
}

/** Runs an audit on a device. */
export async function runAudit(
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  compute: Compute,
  onProgress: OnProgress = () => {},
): Promise<Audit> {
  const folds = makeFolds(inputs, configuration.evaluation.classFolds, configuration.leakage.rules);
  const { outcomes, poolNotes } = await runCells(configuration, inputs, folds, compute, onProgress);
  const resampling = resamplingOf(configuration, inputs);
  const scored = scoreConditions(outcomes, inputs, folds, resampling);
  const sources = inputs.items.map(({ source }) => source);
  const references = [];
  for (const audio of inputs.audio) {
    references.push(await measureReference(compute, audio, folds, sources, resampling));
  }
  const chance = meanChance(folds, inputs.labels.length);
  const attribution = inputs.audio.flatMap((audio) =>
    inputs.text.flatMap(({ name: text }) =>
      attribute(
        audio,
        text,
        chance,
        (name, condition) =>
          scored.find(({ result }) =>
            result.audio === name && result.text === text && result.condition === condition
          ),
      ) ?? []
    )
  );
  const results: AuditResults = {
    schema: RESULTS_SCHEMA,
    chance,
    classes: folds.flatMap(({ labels }) => labels),
    class_folds: folds.map(({ labels }) => labels),
    evaluation_items: inputs.items.length,
    training_items: inputs.pairs.length,
    seeds: configuration.seeds,
    fingerprint: fingerprint(configuration, inputs),
    environment: environment(compute),
    conditions: scored.map(({ result }) => result),
    references,
    attribution,
    leakage: describeLeakage(folds, configuration.leakage.rules),
    out_of_vocabulary: Object.fromEntries(
      inputs.text.map(({ name, outOfVocabulary }) => [name, outOfVocabulary]),
    ),
    notes: [...configuration.notes, ...poolNotes],
  };
  return { results, outcomes, folds };
}

/** The mean over classes of the accuracy of guessing in each one's class fold. */
function meanChance(folds: readonly Fold[], classes: number): number {
  // Every class of a fold of n has chance 1/n, so each fold adds n · 1/n = 1.
  return folds.length / classes;
}

async function runCells(
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  folds: readonly Fold[],
  compute: Compute,
  onProgress: OnProgress,
): Promise<{ outcomes: CellOutcome[]; poolNotes: string[] }> {
  const cells = planCells(configuration, inputs);
  const pairs = new Map(inputs.pairs.map((pair) => [pair.id, pair]));
  const rowOf = new Map(inputs.pairs.map(({ id }, row) => [id, row]));
  const pools = poolCache(inputs, folds);
  const outcomes: CellOutcome[] = [];
  onProgress({ stage: "training", done: 0, total: cells.length });
  for (const [number, cell] of cells.entries()) {
    outcomes.push(
      await runCell(compute, cell, {
        projector: configuration.projector,
        optimizer: configuration.optimizer,
        audio: inputs.audio.find(({ name }) => name === cell.audio)!,
        text: inputs.text.find(({ name }) => name === cell.text)!,
        fold: folds[cell.fold]!,
        pool: poolOf(cell, pools.of(cell), pairs),
        rowOf,
      }),
    );
    onProgress({
      stage: "training",
      done: number + 1,
      total: cells.length,
      note: partialResults(outcomes, inputs.audio[0]!.name),
    });
  }
  return { outcomes, poolNotes: pools.notes() };
}

/** Pools by class fold and seed: every cell of a fold and seed has the same ones. */
function poolCache(inputs: AuditInputs, folds: readonly Fold[]) {
  const cache = new Map<string, Pools>();
  return {
    of({ fold, seed }: Cell): Pools {
      const key = `${fold} ${seed}`;
      const pools = cache.get(key) ?? makePools(inputs.pairs, folds[fold]!.findings, seed);
      cache.set(key, pools);
      return pools;
    },
    notes: () => [...new Set([...cache.values()].flatMap(({ notes }) => notes))],
  };
}

/** Mean balanced top-1 so far of the first backbone's conditions, in a few words. */
function partialResults(outcomes: readonly CellOutcome[], audio: string): string {
  const groups = Map.groupBy(
    outcomes.filter(({ cell }) => cell.audio === audio && cell.condition !== "untrained"),
    ({ cell }) => cell.condition,
  );
  return Array.from(groups, ([condition, of]) => {
    const sum = of.reduce((total, { zeroShot }) => total + zeroShot.balancedTop1, 0);
    return `${condition} ${(sum / of.length).toFixed(2)}`;
  }).join(", ");
}

function fingerprint(
  configuration: AuditConfiguration,
  { hashes }: AuditInputs,
): Record<string, string> {
  const text = JSON.stringify(configuration);
  return {
    version: VERSION,
    configuration: createHash("sha256").update(text).digest("hex"),
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
