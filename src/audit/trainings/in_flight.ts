/**
 * How many trainings a worker or this thread has in flight: while one waits, another one trains.
 * @module
 */
import type { AuditBackbones } from "../inputs/shape.ts";

/** How many there are of small trainings. */
export const MOST_IN_FLIGHT = 2;

/** Most bytes of embeddings that a training puts on a device where it has others beside it. */
const MOST_BYTES_BESIDE = 64 * 2 ** 20;

/**
 * Returns how many trainings a worker has in flight. On a graphics card or a software adapter a training waits for each
 * answer for over 10 ms, and on all devices a worker waits until outcomes are written: six trainings of the ESC experiment
 * left one core of a software adapter idle for 1 % of their time instead of 3 %, and 61 left two cores with a BLAS library
 * idle for 4.5 % instead of 7 %. Large trainings wait for a small part of their time, and two would take the memory of two.
 */
export function trainingsInFlight({ audio, text }: AuditBackbones): number {
  const largest = (matrices: readonly { readonly values: Float32Array }[]) =>
    Math.max(...matrices.map(({ values }) => values.byteLength));
  const bytes = largest(audio.flatMap(({ training, evaluation }) => [training, evaluation])) +
    largest(text.map(({ vectors }) => vectors));
  return bytes <= MOST_BYTES_BESIDE ? MOST_IN_FLIGHT : 1;
}
