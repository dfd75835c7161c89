/**
 * How much memory an audit takes, about.
 * @module
 */
import type { AuditInputs } from "../inputs/shape.ts";

/** What a process with the device and the code takes, and a worker of it. */
const PROCESS_BYTES = 350 * 2 ** 20;
const WORKER_BYTES = 100 * 2 ** 20;
const BYTES_OF_A_FLOAT = 4;

/**
 * Estimates the bytes of an audit's trainings: the embeddings of sounds and texts of all backbones, as float32, once in
 * the process and once in each worker, and what these take themselves. Sounds that are decoded and models that are run
 * before are not counted.
 *
 * @param workers how many trainings run at a time; one runs in the process itself
 */
export function memoryOf({ backbones }: Pick<AuditInputs, "backbones">, workers: number): number {
  const { audio, text, published } = backbones;
  const matrices = [
    ...audio.flatMap(({ training, evaluation, labelHead }) => [
      training,
      evaluation,
      ...labelHead === undefined ? [] : [labelHead.evaluation],
    ]),
    ...text.map(({ vectors }) => vectors),
    ...published.flatMap(({ evaluation, vectors }) => [evaluation, vectors]),
  ];
  const numbers = matrices.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const copies = workers > 1 ? 1 + workers : 1;
  return PROCESS_BYTES + (copies - 1) * WORKER_BYTES + copies * numbers * BYTES_OF_A_FLOAT;
}
