/**
 * What every clip must be, whoever embeds it.
 * @module
 */
import { InputError } from "../basics/errors.ts";

/**
 * Refuses a clip that no backbone can embed.
 * @throws {InputError} when there is no sample, or one that is no finite number
 */
export function checkSamples(samples: Float32Array): void {
  if (samples.length === 0) {
    throw new InputError("The audio clip holds no samples; expected at least one");
  }
  const bad = samples.findIndex((sample) => !Number.isFinite(sample));
  if (bad >= 0) {
    throw new InputError(
      `Sample ${bad} of the audio clip is ${samples[bad]}; expected finite numbers`,
    );
  }
}
