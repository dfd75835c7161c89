/**
 * Runs one training of an audit, then classifies the evaluation items of every class fold that needs it.
 * @module
 */
import { doAll } from "../../basics/do_all.ts";
import { freeMatrix, type Matrix, matrixOf, selectRows } from "../../basics/matrix.ts";
import type { Compute, Tensor } from "../../compute/compute.ts";
import { rankBothWays, type RetrievalRanks } from "../../measures/retrieval/ranks.ts";
import type { ZeroShot } from "../../measures/zero_shot/zero_shot.ts";
import type { PlacedPool } from "../../projector/files/train_rows.ts";
import { type Looks, projectRows, type TrainedProjectors } from "../../projector/training.ts";
import {
  type FoldCaptions,
  type FoldTensors,
  freeProjected,
  glance,
  namedByEachPrompt,
  nameItems,
  precisionsOf,
  type Projected,
  projectFold,
  rankSoundsOf,
} from "./answers.ts";
import { type AskedMeasures, askedMeasures } from "./asked_measures.ts";
import type { Training } from "./plan.ts";
import type { Ranking } from "./ranking.ts";
import { measureSharedSpace, type SharedSpace } from "./shared_space.ts";
import { placeTraining, releasePlaced, trainProjectorsOf } from "./train_projectors.ts";
import type { EmbeddedTraining } from "./training_rows.ts";
import { distinctMembers, type GroupMember, type TrainingGroup } from "./training_group.ts";

/** Number of times that the evaluation items are classified during training: after each tenth of the steps. */
const LOOKS = 10;

/** The outcome of a training. */
export interface TrainingOutcome {
  /** The training. */
  readonly training: Training;
  /** Fingerprint of what its projectors depend on: outcomes that have the same one are of one training. */
  readonly trained: string;
  /** Number of pairs in the pool, including those held out for validation; 0 for `untrained`. */
  readonly pairs: number;
  /** Number of distinct labels of the pairs that are trained on. */
  readonly classes: number;
  /** Loss of the last step, in nats; absent for `untrained`. */
  readonly finalLoss?: number;
  /** The step whose parameters early stopping kept; absent without early stopping. */
  readonly chosenStep?: number;
  /** The zero-shot classification of the class fold's items; absent where items have several labels. */
  readonly zeroShot?: ZeroShot;
  /** Average precision of each item; the mean average precision is their mean over classes. Absent as `zeroShot` is. */
  readonly precisions?: Float64Array;
  /** How well the class fold's labels rank the sounds, where sounds have several labels. */
  readonly ranking?: Ranking;
  /** The headline of each prompt alone; empty where labels have one prompt. */
  readonly singlePrompts: readonly number[];
  /** Accuracy during training, by which nothing is chosen; empty where it was not measured. */
  readonly looks: readonly Look[];
  /** Where each caption finds its sound and each sound its captions, where the evaluation has captions. */
  readonly retrieval?: RetrievalRanks;
  /** The shared space, where it is measured. */
  readonly shared?: SharedSpace;
  /** Rows of the shared space for pictures, where they are kept. */
  readonly projected?: ProjectedRows;
}

/** An accuracy during training. */
export interface Look {
  /** The step after which it was measured. */
  readonly step: number;
  /** The headline: balanced top-1, or macro mean average precision where items have several labels. */
  readonly balancedTop1: number;
}

/** Returns the headline of a training: balanced top-1, or macro mean average precision where items have several labels. */
export function headlineOf({ zeroShot, ranking }: TrainingOutcome): number {
  return ranking?.macroMap ?? zeroShot!.balancedTop1;
}

/** Returns the number of labels of a training's class fold. */
export function labelCountOf({ zeroShot, ranking }: TrainingOutcome): number {
  return ranking?.values.length ?? zeroShot!.perClass.length;
}

/** Raw projector outputs, row by row. */
export interface ProjectedRows {
  /** The items of the class fold, each once. */
  readonly items: Matrix;
  /** The texts of the text backbone, in its order. */
  readonly texts: Matrix;
}

/** An evaluation of a training's projectors, on one class fold. */
interface Evaluation {
  readonly member: GroupMember;
  readonly setting: EmbeddedTraining;
  readonly measures: AskedMeasures;
  /** The accuracies that are measured so far, or are still awaited; undefined for a training that diverged. */
  readonly looks: Promise<Look | undefined>[];
}

/**
 * Trains the projectors of a group of trainings once, and evaluates them for each member.
 *
 * @param how `settings` are the settings and data of the distinct members; `signal` ends the training, with its reason
 * @returns the outcomes of the members, in their order; the same bits as if each had been trained by itself
 */
export async function runTraining(
  compute: Compute,
  group: TrainingGroup,
  { settings, signal }: {
    readonly settings: readonly EmbeddedTraining[];
    readonly signal?: AbortSignal | undefined;
  },
): Promise<TrainingOutcome[]> {
  const evaluations = distinctMembers(group).map((member, at): Evaluation => ({
    member,
    setting: settings[at]!,
    measures: askedMeasures(member.training),
    looks: [],
  }));
  const { member: { training }, setting } = evaluations[0]!;
  const placed = placeTraining(compute, training, setting, settings);
  try {
    const looks = looksOf(compute, evaluations, placed.folds, setting.optimizer.steps);
    const trained = await trainProjectorsOf(compute, training, setting, placed.pool, {
      looks,
      signal,
    });
    try {
      const { pool, folds, doing } = placed;
      const assessed = await doAll<Assessed[]>(
        doing,
        evaluations.map((evaluation, at) => () =>
          assess(compute, evaluation, trained, pool, folds[at]!)
        ),
      );
      const outcomes = new Map(
        evaluations.map(({ member: { outcome } }, at) => [outcome, assessed[at]!]),
      );
      return group.members.map(({ training, outcome }) => ({
        training,
        trained: group.projectors,
        ...outcomes.get(outcome)!,
      }));
    } finally {
      trained.release();
    }
  } finally {
    await Promise.allSettled(evaluations.flatMap(({ looks }) => looks));
    releasePlaced(compute, placed);
  }
}

/** Makes the observer of a training that measures accuracy for the evaluations that need it. */
function looksOf(
  compute: Compute,
  evaluations: readonly Evaluation[],
  folds: readonly FoldTensors[],
  steps: number,
): Looks {
  return {
    after: evaluations.some(({ measures }) => measures.looks) ? tenths(steps) : [],
    look: async (step, projectors) => {
      for (const [at, { measures, looks }] of evaluations.entries()) {
        if (!measures.looks) continue;
        const fold = folds[at]!;
        const look = lookAt(compute, projectors, fold, step);
        looks.push(look);
        // What it needs of the projectors is recorded by now, so that they train on while it waits for the device.
        if (fold.doing === "at once") look.catch(() => "thrown where the looks are awaited");
        else await look;
      }
    },
  };
}

async function lookAt(
  compute: Compute,
  projectors: Pick<TrainedProjectors, "projector" | "parameters">,
  fold: FoldTensors,
  step: number,
): Promise<Look | undefined> {
  const balancedTop1 = await glance(compute, projectors, fold);
  return balancedTop1 === undefined ? undefined : { step, balancedTop1 };
}

/** What is measured of a training. */
type Assessed = Omit<TrainingOutcome, "training" | "trained">;

async function assess(
  compute: Compute,
  { member: { training }, setting, measures, looks }: Evaluation,
  trained: TrainedProjectors,
  { data }: PlacedPool,
  fold: FoldTensors,
): Promise<Assessed> {
  const { pool: { training: trainedOn, validation }, classes } = setting;
  const { sources, compared } = setting.fold;
  const projected = await projectFold(compute, trained, fold);
  const wasTrained = training.condition.kind !== "untrained";
  const finalLoss = trained.losses.at(-1);
  const space = { ...projected, sources, compared, ranked: fold.ranked };
  const [answers, singlePrompts, seen, retrieval, shared, texts] = await doAll(fold.doing, [
    () => answersOf(compute, projected, fold),
    () => namedByEachPrompt(compute, projected, fold),
    () => Promise.all(looks),
    async () => fold.captions && await retrieve(compute, trained, projected, fold.captions),
    async () =>
      measures.shared
        ? await measureSharedSpace(compute, space, training.seed, fold.doing)
        : undefined,
    async () => measures.projected ? await projectedTexts(compute, trained, data.text) : undefined,
  ]);
  const { sounds } = projected;
  freeProjected(projected, texts !== undefined);
  return {
    pairs: wasTrained ? trainedOn.audioRows.length + validation.audioRows.length : 0,
    classes: wasTrained ? classes : 0,
    ...(finalLoss === undefined ? {} : { finalLoss }),
    ...(trained.chosen ? { chosenStep: trained.chosen.step } : {}),
    ...answers,
    singlePrompts,
    looks: seen.filter((look) => look !== undefined),
    ...(retrieval ? { retrieval } : {}),
    ...(shared ? { shared } : {}),
    ...(texts ? { projected: { items: matrixOf(sounds.columns, sounds.values), texts } } : {}),
  };
}

async function answersOf(
  compute: Compute,
  projected: Projected,
  { ranked, doing }: FoldTensors,
): Promise<Pick<TrainingOutcome, "zeroShot" | "precisions" | "ranking">> {
  if (ranked !== undefined) return { ranking: await rankSoundsOf(compute, projected, ranked) };
  const [zeroShot, precisions] = await doAll(doing, [
    () => nameItems(compute, projected),
    () => precisionsOf(compute, projected),
  ]);
  return { zeroShot, precisions };
}

function tenths(steps: number): number[] {
  const after = Array.from({ length: LOOKS }, (_, i) => Math.round((i + 1) * steps / LOOKS));
  return [...new Set(after)].filter((step) => step >= 1);
}

/** Ranks the sounds of a class fold for its captions, and the captions for its sounds. */
async function retrieve(
  compute: Compute,
  trained: TrainedProjectors,
  { items }: Projected,
  { texts, items: own, soundOf }: FoldCaptions,
): Promise<RetrievalRanks> {
  const captions = await projectedTexts(compute, trained, texts);
  const sounds = selectRows(items, own);
  const ranks = await rankBothWays(compute, { sounds, captions, soundOf });
  for (const one of [sounds, captions]) freeMatrix(one);
  return ranks;
}

async function projectedTexts(
  compute: Compute,
  trained: TrainedProjectors,
  text: Tensor,
): Promise<Matrix> {
  const projected = projectRows(compute, { projectors: trained, side: "text", embeddings: text });
  try {
    return matrixOf(projected.columns, await compute.read(projected));
  } finally {
    compute.release(projected);
  }
}
