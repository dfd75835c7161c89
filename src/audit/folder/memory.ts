/**
 * How much memory an audit takes, about.
 * @module
 */
import type { AuditPlan } from "../trainings/plan_audit.ts";

/** What a process with the device and the code takes, and a worker of it. */
const PROCESS_BYTES = 260 * 2 ** 20;
const WORKER_BYTES = 40 * 2 ** 20;
const BYTES_OF_A_FLOAT = 4;
/** What a pair or an evaluation item takes in the process: its texts, its findings and its places in pools. */
const BYTES_OF_AN_ITEM = 2 ** 10;
/** What planning makes for a pair or an item and leaves to the garbage collector, and the most that waits for it. */
const BYTES_LEFT_BY_AN_ITEM = 8 * 2 ** 10;
const MOST_BYTES_LEFT = 150 * 2 ** 20;
/** Copies of the projected items that the measures of a training have at a time. */
const PROJECTED_COPIES = 8;

/** What determines the memory of an audit. */
type Sized =
  & Pick<AuditPlan["inputs"], "backbones">
  & { readonly pairs: { readonly length: number } }
  & { readonly evaluation: { readonly items: { readonly length: number } } };

/**
 * Estimates the bytes of an audit's trainings, rather too many than too few:
 *
 * - the process, and each worker of it;
 * - the embeddings of sounds and texts of all backbones, as float32, once for all workers;
 * - what is known of pairs and items, which workers do not have;
 * - in each thread that trains, and in the one that times trainings, the items and the texts of a training on the device,
 *   and copies of the projected items.
 *
 * Of 200,000 x 512 rows of pairs and 20,000 of items (451 MB) it says 1.56 GB in two workers, where 1.45 GB were measured.
 * Sounds that are decoded and models that are run before are not counted.
 *
 * @param workers how many trainings run at a time; one runs in the process itself
 */
export function memoryOf(
  { inputs: { backbones, pairs, evaluation }, configuration: { projector } }: {
    readonly inputs: Sized;
    readonly configuration: { readonly projector: { readonly dim: number } };
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
  const numbers = matrices.reduce((sum, matrix) => sum + sizeOf(matrix), 0);
  const items = evaluation.items.length;
  const placed = largest(audio.map(({ evaluation }) => evaluation)) +
    largest(text.map(({ vectors }) => vectors)) + PROJECTED_COPIES * items * projector.dim;
  const others = workers > 1 ? workers : 0;
  const known = pairs.length + items;
  const left = Math.min(known * BYTES_LEFT_BY_AN_ITEM, MOST_BYTES_LEFT);
  return PROCESS_BYTES + others * WORKER_BYTES + known * BYTES_OF_AN_ITEM + left +
    (numbers + (1 + others) * placed) * BYTES_OF_A_FLOAT;
}

/** The numbers of a matrix. */
function sizeOf({ rows, columns }: { readonly rows: number; readonly columns: number }): number {
  return rows * columns;
}

/** The numbers of the largest of some matrices. */
function largest(matrices: readonly Parameters<typeof sizeOf>[0][]): number {
  return Math.max(0, ...matrices.map(sizeOf));
}
