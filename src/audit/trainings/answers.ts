/**
 * Classifies a class fold with projectors: each item gets the label whose prompts are nearest.
 * @module
 */
import { doAll, type Doing } from "../../basics/do_all.ts";
import { areFinite, freeMatrix, type Matrix, matrixOf, selectRows } from "../../basics/matrix.ts";
import type { Compute, Tensor } from "../../compute/compute.ts";
import { placeMatrix } from "../../compute/place_matrix.ts";
import { precisionOfItems } from "../../measures/average_precision.ts";
import { cosinesOf } from "../../measures/multi_label/label_scores.ts";
import { ensembleOf, singlePrompts } from "../../measures/zero_shot/ensembles.ts";
import { classifyZeroShot, type ZeroShot } from "../../measures/zero_shot/zero_shot.ts";
import { projectRows, type TrainedProjectors } from "../../projector/training.ts";
import type { LabeledVectors } from "../../measures/labeled_vectors.ts";
import type { RankedSounds } from "./ranked_sounds.ts";
import { macroMapOf, type Ranking, rankingOf } from "./ranking.ts";

/** The data of a class fold on the device. */
export interface FoldTensors {
  /** Audio embeddings of its items, or of the sounds that its labels rank, standardized. */
  readonly items: Tensor;
  /** Index of the label of each item, or of each entry of an item and one of its labels. */
  readonly truths: readonly number[];
  /** Text embeddings of its labels' prompts, label by label. */
  readonly prompts: Tensor;
  /** Index of the label of each prompt. */
  readonly promptLabels: readonly number[];
  /** Number of labels. */
  readonly labels: number;
  /** The sounds that its labels rank, where sounds have several. */
  readonly ranked?: RankedSounds;
  /** The captions of its items, where retrieval is measured. */
  readonly captions?: FoldCaptions | undefined;
  /** How its measures are taken. */
  readonly doing: Doing;
}

/** The captions of a class fold's items. */
export interface FoldCaptions {
  /** Their embeddings on the device. */
  readonly texts: Tensor;
  /** The items that have captions, by their positions in the class fold. */
  readonly items: readonly number[];
  /** For each caption the position of its item in `items`. */
  readonly soundOf: readonly number[];
}

/** Items, prompts and labels in the shared space. */
export interface Projected {
  /** The items and their labels; an entry for each label of an item where items have several. */
  readonly items: LabeledVectors;
  /** The items, each once. */
  readonly sounds: Matrix;
  /** The prompts and their labels. */
  readonly prompts: LabeledVectors;
  /** A row for each label: its prompt's, or the mean of its prompts' unit vectors. */
  readonly labels: Matrix;
}

type Projectors = Pick<TrainedProjectors, "projector" | "parameters">;

/** Projects a class fold. */
export async function projectFold(
  compute: Compute,
  projectors: Projectors,
  fold: FoldTensors,
): Promise<Projected> {
  const items = projectRows(compute, { projectors, side: "audio", embeddings: fold.items });
  const prompts = projectRows(compute, { projectors, side: "text", embeddings: fold.prompts });
  try {
    const read = async (tensor: Tensor) => matrixOf(tensor.columns, await compute.read(tensor));
    const [sounds, promptRows] = await Promise.all([read(items), read(prompts)]);
    const ofPrompts = { ...promptRows, classes: fold.promptLabels, classCount: fold.labels };
    const itemRows = fold.ranked ? selectRows(sounds, fold.ranked.soundOf) : sounds;
    return {
      items: { ...itemRows, classes: fold.truths, classCount: fold.labels },
      sounds,
      prompts: ofPrompts,
      labels: hasSeveral(ofPrompts) ? ensembleOf(ofPrompts) : promptRows,
    };
  } finally {
    compute.release(items, prompts);
  }
}

/**
 * Frees the rows of a class fold in a shared space, as {@link freeMatrix} does: at 20,000 items of width 128 they are 10
 * MB, for each look at a training.
 *
 * @param keepsSounds whether something else uses the rows of sounds
 */
export function freeProjected(
  { items, sounds, prompts, labels }: Projected,
  keepsSounds = false,
): void {
  const all = new Set([items, sounds, prompts, labels].map(({ values }) => values));
  if (keepsSounds) all.delete(sounds.values);
  for (const values of all) freeMatrix({ values });
}

function hasSeveral({ classes, classCount }: LabeledVectors): boolean {
  return classes.length > classCount;
}

/** Gives each item the nearest label. */
export async function nameItems(
  compute: Compute,
  { items, labels }: Pick<Projected, "items" | "labels">,
): Promise<ZeroShot> {
  const x = placeMatrix(compute, items);
  const y = placeMatrix(compute, labels);
  try {
    return await classifyZeroShot(compute, { items: x, labels: y, classes: items.classes });
  } finally {
    compute.release(x, y);
  }
}

/** Ranks the sounds of each label. */
export async function rankSoundsOf(
  compute: Compute,
  { sounds, labels }: Pick<Projected, "sounds" | "labels">,
  ranked: RankedSounds,
): Promise<Ranking> {
  return rankingOf(await cosinesOf(compute, sounds, labels), ranked);
}

/** Computes the headline: balanced top-1, or macro mean average precision where sounds have several labels. */
async function headlineOf(
  compute: Compute,
  projected: Pick<Projected, "items" | "sounds" | "labels">,
  ranked: RankedSounds | undefined,
): Promise<number> {
  if (ranked === undefined) return (await nameItems(compute, projected)).balancedTop1;
  return macroMapOf(await cosinesOf(compute, projected.sounds, projected.labels), ranked);
}

/** Computes the headline during training; undefined for a diverged training, which throws at its end. */
export async function glance(
  compute: Compute,
  projectors: Projectors,
  fold: FoldTensors,
): Promise<number | undefined> {
  const projected = await projectFold(compute, projectors, fold);
  const headline = await headlineIfFinite(compute, projected, fold);
  freeProjected(projected);
  return headline;
}

async function headlineIfFinite(
  compute: Compute,
  projected: Projected,
  fold: FoldTensors,
): Promise<number | undefined> {
  const { items, prompts } = projected;
  if (![items, prompts].every(({ values }) => areFinite(values))) return undefined;
  return await headlineOf(compute, projected, fold.ranked);
}

/** Computes the headline of each prompt alone; empty where labels have one prompt. */
export async function namedByEachPrompt(
  compute: Compute,
  { items, sounds, prompts }: Projected,
  { ranked, doing }: FoldTensors,
): Promise<number[]> {
  if (!hasSeveral(prompts)) return [];
  const each = Array.from(
    singlePrompts(prompts),
    (labels) => () => headlineOf(compute, { items, sounds, labels }, ranked),
  );
  return await doAll<number[]>(doing, each);
}

/** Computes the average precision of each item; the mean average precision is their mean over classes. */
export async function precisionsOf(
  compute: Compute,
  { items, labels }: Projected,
): Promise<Float64Array> {
  const { classes, classCount } = items;
  const cosines = await cosinesOf(compute, items, labels);
  const precisions = precisionOfItems(cosines, classes, classCount);
  freeMatrix({ values: cosines });
  return precisions;
}
