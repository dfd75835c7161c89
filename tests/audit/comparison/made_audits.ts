import { join } from "node:path";
import { withClaims } from "../../../src/audit/claims/claims.ts";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import type { AuditResults, ConditionResult } from "../../../src/audit/results/results.ts";
import { formatRun } from "../../../src/audit/results/run_file.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { drawsOfEachSeed } from "../../../src/audit/trainings/plan.ts";
import { mean } from "../../../src/statistics/means.ts";
import {
  accuracy,
  attribution,
  condition,
  interval,
  madeResults,
} from "../../report/made_results.ts";

/** The accuracy of each class in each training of a condition. */
export type Trainings = readonly (readonly number[])[];

/** What a made audit of one pair of backbones is like. */
export interface MadeAudit {
  readonly audio?: string;
  readonly text?: string;
  readonly classes?: number;
  readonly seeds?: readonly number[];
  readonly dirty: Trainings;
  readonly clean: Trainings;
  /** Where it is left out, no control matches. */
  readonly control?: Trainings;
  /** p of dirty and clean. */
  readonly p?: number;
  /** The published models: the accuracy of each class. */
  readonly published?: Readonly<Record<string, readonly number[]>>;
  /** Hash of the evaluation's manifest. */
  readonly items?: string;
  /** Pairs of its clean pool; default as many as {@link madeResults} has. */
  readonly pairs?: number;
  /** Changes of the configuration. */
  readonly configuration?: Record<string, unknown>;
  /** Changes of the fingerprint. */
  readonly fingerprint?: Record<string, string>;
  /** The rules that ran. */
  readonly rules?: readonly string[];
}

/** Names of so many classes. */
export function classNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `class ${String(i).padStart(2, "0")}`);
}

/** Draws accuracies around the same abilities of classes, all higher by `rise`. */
export function drawAccuracies(
  seed: number,
  { classes = 20, seeds = 5, rise = 0 }: { classes?: number; seeds?: number; rise?: number } = {},
): Trainings {
  const abilities = new RandomStream(1, "abilities");
  const noise = new RandomStream(seed, "noise");
  const able = Array.from({ length: classes }, () => 0.1 + 0.2 * abilities.uniform());
  return Array.from(
    { length: seeds },
    () => able.map((one) => Math.min(1, Math.max(0, one + rise + 0.05 * noise.normal()))),
  );
}

/** Writes the folder of a finished audit, as far as a comparison reads it. */
export async function writeMadeAudit(folder: string, made: MadeAudit): Promise<void> {
  const { audio = "mn04", text = "glove-100d", seeds = [0, 1, 2, 3, 4] } = made;
  const labels = classNames(made.dirty[0]!.length);
  const names = { audio, text };
  const arms = { dirty: made.dirty, clean: made.clean, control: made.control };
  const trained = Object.entries(arms).flatMap(([name, trainings]) =>
    trainings ? [{ name: name as keyof typeof arms, trainings }] : []
  );
  const configuration = parseConfiguration(
    JSON.stringify({
      evaluation: { items: "evaluation.csv" },
      training: { items: "training.csv" },
      audio: [{ name: audio, training: "a.npy", evaluation: "b.npy" }],
      text: [{ name: text, backbone: "glove-100d" }],
      seeds,
      ...made.configuration,
    }),
    "audit.json",
  );
  const results = withClaims({
    ...madeResults(),
    ...(made.pairs === undefined ? {} : { controls: [controlOf(made.pairs)] }),
    chance: 1 / labels.length,
    classes: labels,
    class_folds: [labels],
    contrasts: [],
    residual: [],
    references: [],
    seeds,
    fingerprint: {
      version: "0.1.0",
      trainings_code: "aa",
      embeddings_code: "bb",
      "file evaluation.csv": made.items ?? "1234",
      "file training.csv": "5678",
      ...made.fingerprint,
    },
    conditions: trained.map(({ name, trainings }) => conditionOf(name, trainings, labels, made)),
    attribution: [{ ...attributionOf(made, labels.length), ...names }],
    backbones: [],
    published: Object.entries(made.published ?? {}).map(([name, values]) => ({
      name,
      balanced_top1: { value: mean(values), ...around(mean(values)) },
      per_class: Object.fromEntries(labels.map((label, i) => [label, values[i]!])),
      nearest_centroid: { value: 0.5, ...interval(0.4, 0.6) },
      permutation_p: 0.0001,
    })),
    leakage: { ...madeResults().leakage, rules: [...made.rules ?? ["TEXT-EXACT"]] },
  });
  const cells = trained.flatMap(({ name, trainings }) =>
    trainings.flatMap((values, at) =>
      Array.from({ length: name === "control" ? drawsOfEachSeed(seeds) : 1 }, () => ({
        ...names,
        random_text: false,
        condition: name,
        fold: 0,
        seed: seeds[at],
        final_loss: mean(values),
        per_class: Object.fromEntries(labels.map((label, i) => [label, values[i]])),
        confusion: labels.map((_, i) => labels.map((_, j) => i === j ? 4 : 0)),
      }))
    )
  );
  await Deno.mkdir(folder);
  const files = {
    "run.json": formatRun({ command: "earnest audit", configuration }),
    "results.json": JSON.stringify(results),
    "cells.jsonl": cells.map((cell) => JSON.stringify(cell) + "\n").join(""),
  };
  for (const [name, content] of Object.entries(files)) {
    await Deno.writeTextFile(join(folder, name), content);
  }
}

function controlOf(pairs: number): AuditResults["controls"][number] {
  return { valid: true, pairs: [pairs, pairs], sounds: [pairs, pairs], topics: [45, 45] };
}

function around(value: number) {
  return interval(Math.max(0, value - 0.1), Math.min(1, value + 0.1));
}

function meanOf(trainings: Trainings): number {
  return mean(trainings.map((values) => mean(values)));
}

function conditionOf(
  name: "dirty" | "clean" | "control",
  trainings: Trainings,
  labels: readonly string[],
  { audio = "mn04", text = "glove-100d", p = 0.0001 }: MadeAudit,
): ConditionResult {
  const value = meanOf(trainings);
  const { low, high } = around(value);
  const { permutation_p: _, prompts: __, selection: ___, ...made } = condition(
    audio,
    name,
    [value, low, high],
  );
  const measured = { ...accuracy(value, low, high), per_seed: trainings.map((one) => mean(one)) };
  return {
    ...made,
    text,
    trainings: trainings.length,
    accuracy: measured,
    balanced_top1: measured,
    ...(name === "control" ? {} : { permutation_p: p }),
    per_class: Object.fromEntries(
      labels.map((label, i) => [label, mean(trainings.map((values) => values[i]!))]),
    ),
  };
}

function attributionOf(made: MadeAudit, classes: number) {
  const [dirty, clean] = [meanOf(made.dirty), meanOf(made.clean)];
  const control = made.control && meanOf(made.control);
  const part = (value: number) => ({ value, ...interval(value - 0.05, value + 0.05) });
  const base = attribution({
    textBackbone: [0.1, 0, 0.2],
    audioBackbone: [0.1, 0, 0.2],
    leakage: [0.1, 0, 0.2],
    pairing: [0.1, 0, 0.2],
  });
  const chance = 1 / classes;
  return {
    ...base,
    dirty,
    path: {
      chance,
      transfer: part(clean - chance),
      ...(control === undefined
        ? { flaggedPairs: part(dirty - clean) }
        : { leakage: part(control - clean), volume: part(dirty - control) }),
    },
    flaggedPairs: part(dirty - clean),
    transfer: { ...part(clean - chance), permutation_p: made.p ?? 0.0001 },
    cells: [],
  };
}
