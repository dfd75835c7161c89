/**
 * Silence on which models for sounds are tried, before the first sound is decoded.
 * @module
 */
import type { Preparation } from "../audio/front_end/configuration.ts";
import { prepareInput } from "../audio/front_end/model_input.ts";
import { batchesOf, type Window } from "./window_batches.ts";

/** Length of the silence, where a model fixes none. */
export const SILENCE_SECONDS = 2;

/**
 * Prepares silence as a clip is prepared.
 *
 * @param samples its length
 * @returns its first window
 */
export function silence(
  preparation: Preparation,
  samples: number = SILENCE_SECONDS * preparation.sampleRateHz,
): Window[] {
  const [first] = batchesOf([prepareInput(new Float32Array(samples), preparation)], 1);
  return first!;
}
