/**
 * Label heads: measures backbones' own classifiers, which the audit does not train, on the evaluation.
 * @module
 */
import type { Compute } from "../../compute/compute.ts";
import { classifyByScores } from "../../measures/zero_shot/zero_shot.ts";
import { compileBackboneLabel } from "../../leakage/backbone/backbone_label.ts";
import { openDictionary } from "../../leakage/scan.ts";
import type { LabelHeadResult } from "../results/backbones.ts";
import type { Fold } from "../trainings/folds.ts";
import type { AuditAudio, AuditEvaluation } from "../inputs/shape.ts";
import { measureHeadLabels } from "./label_models.ts";
import { balancedTop1Of, type Resampling } from "./resampling.ts";

type LabelHead = NonNullable<AuditAudio["labelHead"]>;

/** The columns of a head for each evaluation label that it covers. */
type Columns = ReadonlyMap<string, readonly number[]>;

/**
 * Measures the label head of each audio backbone that has one. An item gets the covered label of its class fold whose
 * head labels have the largest logit. Items of other labels are left out.
 *
 * @throws {SurroundingsError} when WordNet is needed and cannot be fetched
 */
export async function measureLabelHeads(
  compute: Compute,
  audio: readonly AuditAudio[],
  { labels, labelSet }: Pick<AuditEvaluation, "labels" | "labelSet">,
  folds: readonly Fold[],
  resampling: Resampling,
): Promise<LabelHeadResult[]> {
  const heads = audio.flatMap(({ name, labelHead }) => labelHead ? [{ name, labelHead }] : []);
  if (heads.length === 0) return [];
  const find = compileBackboneLabel(
    labelSet.labels.filter(({ label }) => labels.includes(label)),
    await openDictionary(labelSet, ["BACKBONE-LABEL"]),
  );
  const results: LabelHeadResult[] = [];
  for (const { name, labelHead } of heads) {
    const named = labelHead.labels.map((headLabel) =>
      // Each head label is matched alone, since a finding names only the surest of a backbone's labels.
      find({ name, trainingLabels: [headLabel] }).map(({ label }) => label!)
    );
    const columns: Columns = new Map(labels.flatMap((label) => {
      const own = [...named.keys()].filter((column) => named[column]!.includes(label));
      return own.length > 0 ? [[label, own]] : [];
    }));
    const measured = folds[0]!.ranked
      ? measureHeadLabels(labelHead.evaluation, columns, folds, resampling)
      : await accuracyOfCovered(compute, labelHead, columns, folds, resampling);
    results.push({
      audio: name,
      head_labels: labelHead.labels.length,
      covered: Object.fromEntries(
        Array.from(columns, ([label, own]) => [label, own.map((at) => labelHead.labels[at]!)]),
      ),
      uncovered: labels.filter((label) => !columns.has(label)),
      ...measured,
    });
  }
  return results;
}

async function accuracyOfCovered(
  compute: Compute,
  labelHead: LabelHead,
  columns: Columns,
  folds: readonly Fold[],
  resampling: Resampling,
): Promise<Pick<LabelHeadResult, "balanced_top1">> {
  const { rows, hits } = await classifyCovered(compute, labelHead, columns, folds);
  return rows.length > 0 ? { balanced_top1: balancedTop1Of(rows, [hits], resampling) } : {};
}

/** Returns the items of covered labels and their hits; folds with fewer than 2 covered labels are left out. */
async function classifyCovered(
  compute: Compute,
  { evaluation }: LabelHead,
  columns: Columns,
  folds: readonly Fold[],
): Promise<{ rows: number[]; hits: Float64Array }> {
  const rows: number[] = [];
  const hits = new Float64Array(evaluation.rows);
  for (const { labels, itemRows, truths } of folds) {
    const covered = labels.filter((label) => columns.has(label));
    if (covered.length < 2) continue;
    const own = [...itemRows.keys()].filter((i) => columns.has(labels[truths[i]!]!));
    const scores = own.flatMap((i) =>
      covered.map((label) =>
        Math.max(
          ...columns.get(label)!.map((at) =>
            evaluation.values[itemRows[i]! * evaluation.columns + at]!
          ),
        )
      )
    );
    const tensor = compute.tensor(own.length, covered.length, Float32Array.from(scores));
    try {
      const classes = own.map((i) => covered.indexOf(labels[truths[i]!]!));
      const { hits: named } = await classifyByScores(compute, { scores: tensor, classes });
      own.forEach((i, at) => hits[itemRows[i]!] = named[at]!);
    } finally {
      compute.release(tensor);
    }
    rows.push(...own.map((i) => itemRows[i]!));
  }
  return { rows, hits };
}
