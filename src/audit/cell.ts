/**
 * One cell of an audit: trained, then asked to name the evaluation items of its class fold.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import type { Compute, Tensor } from "../compute/compute.ts";
import { classifyZeroShot, type ZeroShot } from "../evaluation/zero_shot.ts";
import type { OptimizerConfiguration, ProjectorConfiguration } from "../projector/configuration.ts";
import {
  projectRows,
  type TrainedProjectors,
  type TrainingData,
  trainProjectors,
  untrainedProjectors,
} from "../projector/training.ts";
import type { Fold } from "./folds.ts";
import type { AuditAudio, AuditText } from "./inputs.ts";
import { type Matrix, measureStandardization, selectRows, standardize } from "./matrix.ts";
import type { Cell } from "./plan.ts";
import type { CellPool } from "./pool.ts";
import { asWords } from "./prompts.ts";
import { randomCodes } from "./random_text.ts";

/** What a cell gave. */
export interface CellOutcome {
  /** Which cell. */
  readonly cell: Cell;
  /** Number of pairs trained on; 0 for `untrained`. */
  readonly pairs: number;
  /** Number of different labels among them. */
  readonly classes: number;
  /** Loss of the last step, in nats; undefined for `untrained`. */
  readonly finalLoss: number | undefined;
  /** How the items of the class fold were named. */
  readonly zeroShot: ZeroShot;
}

/** What a cell is trained with. */
export interface CellSetting {
  readonly projector: ProjectorConfiguration;
  readonly optimizer: OptimizerConfiguration;
  readonly audio: AuditAudio;
  readonly text: AuditText;
  readonly fold: Fold;
  readonly pool: CellPool;
  /** Row of each training pair's embedding, by id. */
  readonly rowOf: ReadonlyMap<string, number>;
}

/** Trains and evaluates a cell. */
export async function runCell(
  compute: Compute,
  cell: Cell,
  setting: CellSetting,
): Promise<CellOutcome> {
  const { audio, text, fold, pool, rowOf } = setting;
  const poolRows = pool.pairs.map(({ id }) => rowOf.get(id)!);
  const standardization = measureStandardization(audio.training, poolRows);
  const trainingAudio = upload(compute, standardize(audio.training, standardization));
  const fromEvaluation = standardize(selectRows(audio.evaluation, fold.itemRows), standardization);
  const evaluationAudio = upload(compute, fromEvaluation);
  const vectors = cell.randomText ? randomCodes(text, cell.seed) : text.vectors;
  const texts = upload(compute, vectors);
  const textRow = new Map(text.texts.map((words, row) => [words, row]));
  const labelRows = fold.labels.map((label) => textRow.get(asWords(label))!);
  const labels = upload(compute, selectRows(vectors, labelRows));

  const trained = await trainCell(compute, cell, setting, {
    audio: trainingAudio,
    text: texts,
    audioRows: Uint32Array.from(poolRows),
    textRows: Uint32Array.from(pool.texts, (words) => textRow.get(words)!),
  });
  requireConvergence(trained.losses);
  const items = projectRows(compute, trained, "audio", evaluationAudio);
  const classes = projectRows(compute, trained, "text", labels);
  const zeroShot = await classifyZeroShot(compute, items, classes, fold.truths);
  trained.release();
  compute.release(trainingAudio, evaluationAudio, texts, labels, items, classes);
  const wasTrained = cell.condition !== "untrained";
  return {
    cell,
    pairs: wasTrained ? pool.pairs.length : 0,
    classes: wasTrained ? new Set(pool.pairs.flatMap(({ label }) => label ?? [])).size : 0,
    finalLoss: trained.losses.at(-1),
    zeroShot,
  };
}

function requireConvergence(losses: Float32Array): void {
  const step = losses.findIndex((loss) => !Number.isFinite(loss));
  if (step < 0) return;
  throw new InputError(
    `Training diverged: the loss is ${losses[step]} at step ${
      step + 1
    }; lower optimizer.learningRate`,
  );
}

function trainCell(
  compute: Compute,
  { condition, seed }: Cell,
  { projector, optimizer }: CellSetting,
  data: TrainingData,
): Promise<TrainedProjectors> | TrainedProjectors {
  if (condition !== "untrained") {
    return trainProjectors(compute, data, { projector, optimizer, seed });
  }
  const inputs = { audio: data.audio.columns, text: data.text.columns };
  return untrainedProjectors(compute, projector, inputs, seed);
}

function upload(compute: Compute, { rows, columns, values }: Matrix): Tensor {
  return compute.tensor(rows, columns, values);
}
