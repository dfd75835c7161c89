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
 * What a pair or an evaluation item takes in the process and in each worker: its texts, its findings and its places in
 * pools, with what waits to be collected. An audit of 50,000 captions and 6,000 items in two workers took 1.40 GB with rows
 * of 512 numbers, and 1.20 GB with rows of 12.
 */
const BYTES_OF_AN_ITEM = 4 * 2 ** 10;

/**
 * Estimates the bytes of an audit's trainings: the embeddings of sounds and texts of all backbones, as float32, which
 * workers share; what is known of pairs and items, in the process and in each worker; and what these take themselves.
 * Sounds that are decoded and models that are run before are not counted.
 *
 * @param workers how many trainings run at a time; one runs in the process itself
 */
export function memoryOf(
  { backbones, pairs, evaluation }: {
    readonly backbones: AuditInputs["backbones"];
    readonly pairs: { readonly length: number };
    readonly evaluation: { readonly items: { readonly length: number } };
  },
  workers: number,
): number {
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
  const others = workers > 1 ? workers : 0;
  const items = pairs.length + evaluation.items.length;
  return PROCESS_BYTES + others * WORKER_BYTES + (1 + others) * items * BYTES_OF_AN_ITEM +
    numbers * BYTES_OF_A_FLOAT;
}
