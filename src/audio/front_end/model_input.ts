/**
 * Converts mono samples to the input of an audio model.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { checkSamples } from "../samples.ts";
import { clipWindow, clipWindows } from "./clips.ts";
import type { Preparation, WaveformFrontEnd } from "./configuration.ts";
import { LogMelSpectrograms, type SpectrogramShape } from "./log_mel.ts";

/** The model's input for one item: blocks, each a separate input, one after another. */
export interface ModelInput {
  /** Number of blocks: windows of the clip, or patches of frames; at least 1. */
  readonly windows: number;
  /** Frames of a block; for a waveform, its samples. */
  readonly frames: number;
  /** Mel bands of a frame; 1 for a waveform. */
  readonly bands: number;
  /** windows × frames × bands, all finite. */
  readonly values: Float32Array;
}

/** Most values of one clip: 256 MiB; at 100 frames of 128 bands a second, 87 minutes without overlap. */
const MOST_VALUES = 2 ** 26;

/** Computes a window's values. */
interface FrontEndStage {
  shapeOf(samples: number): SpectrogramShape;
  write(samples: Float32Array, values: Float32Array): void;
}

/** Creating tables costs much compared with a clip, so they live as long as the preparation that they belong to. */
const stages = new WeakMap<Preparation, FrontEndStage>();

/**
 * Cuts a clip into windows and converts each to the model's input. Tables are kept for the preparation object: pass the
 * same object with every clip.
 *
 * @param samples mono, in [-1, 1], at the preparation's sample rate
 * @throws {InputError} when there are no samples, or one is not finite or overflows when it is scaled; when mel bands
 * exceed half the sample rate; when there would be more than 2^26 values, 256 MiB, before any is allocated
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { FRONT_END_PRESETS } from "./presets.ts";
 * const input = prepareInput(new Float32Array(7 * 32_000), {
 *   sampleRateHz: 32_000,
 *   clip: { seconds: 5, short: "pad", long: "windows" },
 *   frontEnd: FRONT_END_PRESETS.efficientat,
 * });
 * assert.deepEqual([input.windows, input.frames, input.bands], [2, 500, 128]);
 * ```
 */
export function prepareInput(samples: Float32Array, preparation: Preparation): ModelInput {
  checkSamples(samples);
  const { clip, sampleRateHz } = preparation;
  const stage = stages.get(preparation) ?? openStage(preparation);
  const windows = clipWindows(clip, samples.length, sampleRateHz);
  const { blocks, frames, bands, computed } = stage.shapeOf(windows.length);
  const size = blocks * frames * bands;
  // A short clip's window is computed whole, and may be long; frames that patches leave out are computed too.
  const most = Math.max(windows.count * size, computed * bands, windows.length - samples.length);
  if (most > MOST_VALUES) {
    const seconds = Math.round(samples.length / sampleRateHz);
    throw new InputError(
      `The audio clip of ${seconds} s takes ${most} values to prepare (${windows.count * blocks} ` +
        `windows of ${frames} x ${bands}); expected at most ${MOST_VALUES}: give shorter clips`,
    );
  }
  const values = new Float32Array(windows.count * size);
  for (let index = 0; index < windows.count; index++) {
    const window = clipWindow(samples, clip, windows, index);
    stage.write(window, values.subarray(index * size, (index + 1) * size));
  }
  return { windows: windows.count * blocks, frames, bands, values };
}

/**
 * Refuses a preparation whose parts do not fit together, before any sample is read.
 * @throws {InputError} when the mel bands end beyond half the sample rate
 */
export function checkPreparation({ frontEnd, sampleRateHz }: Preparation): void {
  if (frontEnd.kind === "log-mel" && frontEnd.mel.highHz > sampleRateHz / 2) {
    throw new InputError(
      `The front end's mel.highHz is ${frontEnd.mel.highHz}; expected at most half the sample rate of ` +
        `${sampleRateHz} Hz`,
    );
  }
}

function openStage(preparation: Preparation): FrontEndStage {
  checkPreparation(preparation);
  const { frontEnd, sampleRateHz } = preparation;
  const stage = frontEnd.kind === "log-mel"
    ? new LogMelSpectrograms(frontEnd, sampleRateHz)
    : waveformStage(frontEnd);
  stages.set(preparation, stage);
  return stage;
}

/** What transformers adds to the variance before it takes the root. */
const LEAST_VARIANCE = 1e-7;

function waveformStage({ scale = 1, standardize = false }: WaveformFrontEnd): FrontEndStage {
  return {
    shapeOf: (samples) => ({ blocks: 1, frames: samples, bands: 1, computed: samples }),
    write(samples, values) {
      for (let i = 0; i < samples.length; i++) values[i] = scale * samples[i]!;
      checkSamples(values);
      if (standardize) standardizeInPlace(values);
    },
  };
}

function standardizeInPlace(values: Float32Array): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance + LEAST_VARIANCE);
  for (let i = 0; i < values.length; i++) values[i] = (values[i]! - mean) / deviation;
}
