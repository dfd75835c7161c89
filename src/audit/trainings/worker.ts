/**
 * A worker that runs trainings of an audit on a device of its own.
 * @module
 */
import { workerScope } from "../../basics/worker_scope.ts";
import { runTraining, type TrainingOutcome } from "./run_training.ts";
import type { AuditAudio, AuditText } from "../inputs/shape.ts";
import { distinctMembers, type TrainingGroup } from "./training_group.ts";
import type { TrainingRows } from "./training_rows.ts";
import { type WorkerError, workerErrorOf } from "../../basics/worker_errors.ts";
import type { Compute } from "../../compute/compute.ts";
import { CHOICE_OF_CLASS, type KnownDevice, openCompute } from "../../compute/open.ts";

/** The embeddings of an audit's backbones. */
export interface WorkerBackbones {
  readonly audio: readonly Pick<AuditAudio, "name" | "training" | "evaluation">[];
  readonly text: readonly Pick<AuditText, "name" | "vectors" | "lemmas">[];
}

/** Messages to a worker: first the embeddings, then groups of trainings. */
export type ToWorker =
  | {
    readonly backbones: WorkerBackbones;
    readonly device: KnownDevice;
    /** Threads of a native device. */
    readonly threads: number;
  }
  | GroupToTrain;

/** A group of trainings, with the number that its answer has; a worker can be given several at once. */
export interface GroupToTrain {
  readonly number: number;
  readonly group: TrainingGroup;
  /** The rows of each of its distinct members. */
  readonly rows: readonly TrainingRows[];
}

/** A worker's answer to each group. */
export type FromWorker =
  & Pick<GroupToTrain, "number">
  & ({ readonly outcomes: TrainingOutcome[] } | { readonly error: WorkerError });

const scope = workerScope<ToWorker, FromWorker>();
let ready: Promise<{ backbones: WorkerBackbones; compute: Compute }> | undefined;

scope.onmessage = async ({ data }) => {
  if ("backbones" in data) {
    const { backbones, device, threads } = data;
    ready = openCompute(CHOICE_OF_CLASS[device.class], device, threads)
      .then(({ compute }) => ({ backbones, compute }));
    return;
  }
  const { number } = data;
  try {
    const { backbones, compute } = await ready!;
    const outcomes = await outcomesOf(compute, data, backbones);
    answer({ number, outcomes }, rowsIn(outcomes));
  } catch (thrown) {
    answer({ number, error: workerErrorOf(thrown) });
  }
};

async function outcomesOf(
  compute: Compute,
  { group, rows }: GroupToTrain,
  { audio, text }: WorkerBackbones,
): Promise<TrainingOutcome[]> {
  const settings = distinctMembers(group).map(({ training }, at) => ({
    ...rows[at]!,
    audio: audio.find(({ name }) => name === training.audio)!,
    text: text.find(({ name }) => name === training.text)!,
  }));
  return await runTraining(compute, group, { settings });
}

/** The memory of the rows for pictures, which the message hands over without a copy; members of a group share them. */
function rowsIn(outcomes: readonly TrainingOutcome[]): ArrayBuffer[] {
  const all = outcomes.flatMap(({ projected }) =>
    projected ? [projected.items.values.buffer, projected.texts.values.buffer] : []
  );
  return [...new Set(all)].filter((buffer) => buffer instanceof ArrayBuffer);
}

function answer(message: FromWorker, handedOver: readonly ArrayBuffer[] = []): void {
  scope.postMessage(message, handedOver);
}
