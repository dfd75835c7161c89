/** Audits planted worlds with the audit's own code, and keeps what a study of claims needs. */
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import type { AuditConfiguration } from "../../../src/audit/configuration/configuration.ts";
import type { AuditCondition } from "../../../src/audit/configuration/conditions.ts";
import type { Attribution, AuditResults, Claim } from "../../../src/audit/results/results.ts";
import { runWithoutMaps } from "../../../src/audit/run.ts";
import { groupTrainings } from "../../../src/audit/trainings/group_trainings.ts";
import type { Training } from "../../../src/audit/trainings/plan.ts";
import { type AuditPlan, planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { formatCondition } from "../../../src/leakage/pools/conditions.ts";
import { pathSum } from "../../audit/path_sum.ts";
import { contradictionsIn } from "../../audit/claims/contradictions.ts";
import { type Draw, makeInputs, type World } from "./world.ts";

/** How a world is audited. It is plain data, since it is part of the key of a finished audit. */
export interface Effort {
  /** Number of training seeds. */
  readonly seeds: number;
  /** Number of training steps. */
  readonly steps: number;
  /** Width of the shared space. */
  readonly width: number;
  /** Number of trainings with shuffled texts. */
  readonly shuffles: number;
  /** Number of bootstrap resamples. */
  readonly bootstrap: number;
  /** The arms that are trained, as {@link armName} names them; all of the audit where absent. */
  readonly arms?: readonly string[];
}

/** What an audit of a world found. */
export interface Found {
  /** What it claims. */
  readonly claims: readonly Pick<Claim, "kind" | "audio" | "text" | "condition" | "numbers">[];
  /** The values of the parts of the path and of other quantities, by name; absent where they were not measured. */
  readonly values: Readonly<Partial<Record<Quantity, number>>>;
  /** The largest difference of a path's sum from the dirty accuracy. */
  readonly pathError: number;
  /** Pairs of claims that contradict each other. */
  readonly contradictions: readonly string[];
}

/** The quantities whose expectation decides whether a claim is true. */
export const QUANTITIES = [
  "dirty",
  "transfer",
  "flaggedPairs",
  "leakage",
  "volume",
  "backbone",
  "backboneLabels",
  "overNineTenths",
  "overSamePairs",
] as const;
/** One of {@link QUANTITIES}. */
export type Quantity = typeof QUANTITIES[number];

/** Returns the name of an arm: `backbone dirty`, `backbone dirty, codes`, `baseline clean, letters`. */
export function armName({ audio, text, randomText, condition }: Training): string {
  const others = [...(randomText ? ["codes"] : []), ...(text === "text" ? [] : [text])];
  return [`${audio} ${formatCondition(condition)}`, ...others].join(", ");
}

/** Audits a world. Its training seeds are `seed` times a thousand, and those after it. */
export async function auditWorld(
  world: World,
  draw: Draw,
  effort: Effort,
  seed: number,
): Promise<Found> {
  const { results } = await runWithoutMaps(await planWorld(world, draw, effort, seed), openCpu());
  return foundIn(results);
}

/** Plans the audit of a world, with the trainings that its effort names. */
export async function planWorld(
  world: World,
  draw: Draw,
  effort: Effort,
  seed: number,
): Promise<AuditPlan> {
  const seeds = Array.from({ length: effort.seeds }, (_, i) => 1000 * seed + i);
  const plan = await planAudit(configurationOf(world, effort, seeds), makeInputs(world, draw));
  if (effort.arms === undefined) return plan;
  const trainings = plan.trainings.filter((training) => effort.arms!.includes(armName(training)));
  return { ...plan, trainings, groups: groupTrainings(plan.trainer, trainings) };
}

function foundIn({ claims, attribution }: AuditResults): Found {
  return {
    claims: claims.map(({ kind, audio, text, condition, numbers }) => ({
      kind,
      ...(audio === undefined ? {} : { audio }),
      ...(text === undefined ? {} : { text }),
      ...(condition === undefined ? {} : { condition }),
      numbers,
    })),
    values: attribution[0] === undefined ? {} : valuesOf(attribution[0]),
    pathError: Math.max(
      0,
      ...attribution.map(({ path, dirty }) => Math.abs(pathSum(path) - dirty)),
    ),
    contradictions: contradictionsIn(claims),
  };
}

function valuesOf(
  { dirty, path, flaggedPairs, transfer, drops, twin, codes, over_same_pairs }: Attribution,
): Found["values"] {
  const parts = {
    transfer,
    flaggedPairs,
    leakage: path.leakage,
    volume: path.volume,
    backbone: drops.audio,
    backboneLabels: twin?.onClean,
    overNineTenths: codes?.over_nine_tenths,
    overSamePairs: over_same_pairs,
  };
  const known = Object.entries(parts).flatMap(([name, part]) =>
    part === undefined ? [] : [[name, part.value]]
  );
  return { dirty, ...Object.fromEntries(known) };
}

/** The conditions that each world is audited with; arms that a cell does not need are left out of the plan. */
const CONDITIONS: readonly AuditCondition[] = [
  "dirty",
  "clean",
  "control",
  "shuffled",
  "untrained",
];

function configurationOf(
  { folds, baseline, twin, letters, published }: World,
  { steps, width, shuffles, bootstrap, arms }: Effort,
  seeds: readonly number[],
): AuditConfiguration {
  const arrays = { training: "-", evaluation: "-" };
  const isNeeded = (what: string) => arms === undefined || arms.some((arm) => arm.includes(what));
  const needsCells = isNeeded("codes") || isNeeded("twin") || isNeeded("letters");
  const settings = {
    evaluation: { items: "-", classFolds: folds },
    training: { items: "-" },
    audio: [{
      name: "backbone",
      ...arrays,
      ...(baseline === undefined ? {} : { baseline: arrays }),
      ...(twin === undefined || !needsCells ? {} : { twin: arrays }),
    }],
    text: [{
      name: "text",
      backbone: "glove-100d",
      ...(letters === undefined ? {} : { baseline: {} }),
    }],
    ...(published === undefined ? {} : { published: [{ name: "model", audio: "-", text: "-" }] }),
    projector: { kind: "linear", dim: width, dropout: 0 },
    optimizer: { steps, batch: 48, learningRate: 0.05, warmupSteps: 3 },
    seeds,
    conditions: CONDITIONS.filter((condition) => isNeeded(` ${condition}`)),
    attribution: needsCells,
    shuffles,
    bootstrap,
    leakDose: [],
    diversity: [],
  };
  return parseConfiguration(JSON.stringify(settings), "world.json");
}
