/**
 * How many trainings a device has in flight: while one waits for an answer, another one trains.
 * @module
 */
import type { DeviceClass } from "../../compute/compute.ts";
import type { AuditBackbones } from "../inputs/shape.ts";

/** Most bytes of embeddings that a training puts on a device where it has others beside it. */
const MOST_BYTES_BESIDE = 64 * 2 ** 20;

/**
 * Returns how many trainings a device has in flight. On a graphics card or a software adapter a training waits for each
 * answer for over 10 ms, in which another one trains: six of the ESC experiment on one core leave it idle for 1 % of their
 * time instead of 3 %. Large trainings wait for a small part of their time, and two would take the memory of two. Devices
 * of this process answer at once.
 */
export function trainingsInFlight(device: DeviceClass, { audio, text }: AuditBackbones): number {
  if (device === "cpu" || device === "native") return 1;
  const largest = (matrices: readonly { readonly values: Float32Array }[]) =>
    Math.max(...matrices.map(({ values }) => values.byteLength));
  const bytes = largest(audio.flatMap(({ training, evaluation }) => [training, evaluation])) +
    largest(text.map(({ vectors }) => vectors));
  return bytes <= MOST_BYTES_BESIDE ? 2 : 1;
}
