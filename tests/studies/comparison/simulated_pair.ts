import { rowDifferences } from "../../../src/audit/comparison/differences.ts";
import {
  type FinishedAudit,
  parseTrainedCells,
} from "../../../src/audit/comparison/finished_audit.ts";
import { withEnds } from "../../../src/audit/comparison/shown.ts";
import type { ComparedRow } from "../../../src/audit/comparison/comparison.ts";
import type { AuditConfiguration } from "../../../src/audit/configuration/configuration.ts";
import type { AuditInputs } from "../../../src/audit/inputs/read_inputs.ts";
import type { Audit } from "../../../src/audit/run.ts";
import type { AuditResults } from "../../../src/audit/results/results.ts";
import { scoreArms } from "../../../src/audit/scores/score_arms.ts";
import { resamplingOf } from "../../../src/audit/scores/resampling.ts";
import { groupTrainings, inPlanOrder } from "../../../src/audit/trainings/group_trainings.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { runHere } from "../../../src/audit/trainings/runner.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { formatCondition } from "../../../src/leakage/pools/conditions.ts";
import { cellRows } from "../../../src/report/folder/cells_jsonl.ts";
import type { Ends } from "../coverage/simulated_audit.ts";
import { type Draw, drawConfiguration, drawInputs } from "../coverage/world.ts";

/** What is subtracted between the two audits. */
export const SUBTRACTED = ["dirty", "clean", "leakage"] as const;

/** The differences of two audits of one evaluation, with their intervals. */
export type Differences = Readonly<Record<typeof SUBTRACTED[number], Ends>>;

/** Numbers of trainings of each arm and of resamples. */
export interface Effort {
  readonly seeds: number;
  readonly bootstrap: number;
}

/**
 * Runs an audit of the backbone of a world and two of its baseline, with the same training seeds and with others, and
 * compares the first with each of these as the command does, from the rows of their `cells.jsonl`.
 */
export async function simulatePair(
  draw: Draw,
  effort: Effort,
): Promise<Record<"same" | "other", Differences>> {
  const seedsOf = (list: number) =>
    Array.from({ length: effort.seeds }, (_, i) => (2 * draw.audit + list) * effort.seeds + i);
  const first = await simulateOne("first", "backbone", draw, seedsOf(0), effort);
  const same = await simulateOne("same", "baseline", draw, seedsOf(0), effort);
  const other = await simulateOne("other", "baseline", draw, seedsOf(1), effort);
  return {
    same: differencesOf(same, first, effort, seedsOf(0)[0]!),
    other: differencesOf(other, first, effort, seedsOf(0)[0]!),
  };
}

async function simulateOne(
  folder: string,
  audio: "backbone" | "baseline",
  draw: Draw,
  seeds: readonly number[],
  { bootstrap }: Effort,
): Promise<FinishedAudit> {
  const drawn = drawConfiguration(seeds, bootstrap, draw.folds);
  const configuration = {
    ...drawn,
    audio: [{ name: audio, training: "-", evaluation: "-" }],
  } as AuditConfiguration;
  const inputs = onlyBackbone(drawInputs(draw), audio);
  const { trainer, trainings, isControlValid } = await planAudit(configuration, inputs);
  if (!isControlValid) throw new Error("The control pools of a simulated audit do not match");
  const kinds: readonly string[] = SUBTRACTED.map((of) => of === "leakage" ? "control" : of);
  const needed = trainings.filter(({ condition }) => kinds.includes(condition.kind));
  const groups = groupTrainings(trainer, needed);
  const outcomes = inPlanOrder(
    needed,
    groups,
    await runHere(trainer, openCpu())(groups, () => {}),
  );
  const resampling = resamplingOf({ ...configuration, bootstrap: 1 }, inputs.evaluation);
  const scored = scoreArms(outcomes, inputs.evaluation, trainer.folds, resampling);
  const foldOf = (training: Parameters<typeof trainer.foldOf>[0]) => trainer.foldOf(training);
  const cells = cellRows({ outcomes, foldOf } as unknown as Audit, configuration);
  const conditions = scored.map(({ arm, measures }) => {
    return { ...arm, condition: formatCondition(arm.condition), ...measures };
  });
  return {
    folder,
    configuration,
    cells: parseTrainedCells(cells, folder),
    // What a comparison reads of the results.
    results: { conditions, seeds, published: [] } as unknown as AuditResults,
  };
}

/** The inputs of an audit that has one backbone, without a baseline. */
function onlyBackbone(inputs: AuditInputs, name: string): AuditInputs {
  const { baseline: _, ...backbone } = inputs.backbones.audio.find((one) => one.name === name)!;
  const audio = [{ ...backbone, baseline: undefined }];
  return { ...inputs, backbones: { ...inputs.backbones, audio } };
}

function differencesOf(
  audit: FinishedAudit,
  first: FinishedAudit,
  { bootstrap: resamples }: Effort,
  seed: number,
): Differences {
  const part = { value: 0, low: 0, high: 0, low_fixed: 0, high_fixed: 0 };
  const rowOf = ({ folder, results }: FinishedAudit, row: number): ComparedRow => {
    const { audio, text } = results.conditions[0]!;
    return { row, folder, audio, text, chance: 0, leakage: part, claims: [] };
  };
  const rows = [rowOf(first, 1), rowOf(audit, 2)];
  const audits = new Map([first, audit].map((one) => [one.folder, one]));
  const evaluation = { rows, models: [], audits };
  const found = withEnds(rowDifferences(evaluation, { resamples, seed }), evaluation, 1);
  return Object.fromEntries(
    found.map(({ of, value, low, high }) => [of, { value, low, high }]),
  ) as Differences;
}
