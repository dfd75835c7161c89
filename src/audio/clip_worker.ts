/**
 * A worker that prepares clips for a model: it reads a file, decodes it, resamples it, and applies the front end.
 * @module
 */
import { workerScope } from "../basics/worker_scope.ts";
import { EarnestError, InputError, messageOf } from "../basics/errors.ts";
import { AudioDecoder } from "./decode.ts";
import type { Preparation } from "./front_end/configuration.ts";
import { type ModelInput, prepareInput } from "./front_end/model_input.ts";
import { Resampler } from "./resample.ts";
import { readSoundFile } from "./sound_file.ts";

/** Messages to a worker: first the preparation of clips, then one file at a time. */
export type ToClipWorker =
  | { readonly preparation: Preparation }
  /** With the bytes of a sound that lies in another file, which only one thread reads. */
  | { readonly path: string; readonly bytes?: Uint8Array };

/** A worker's first message says that it is ready for files; then it answers each file, in order. */
export type FromClipWorker =
  | { readonly isReady: true }
  | { readonly input: ModelInput; readonly notes: readonly string[] }
  /** Why the file gives no input. */
  | { readonly reason: string }
  /** A failure of the environment or of this program, not of the file. */
  | { readonly failure: string; readonly isDefect: boolean };

const scope = workerScope<ToClipWorker, FromClipWorker>();
const decoder = new AudioDecoder();
let resampler: Promise<Resampler> | undefined;
let preparation: Preparation | undefined;
/** Files are processed one after another, since the decoder holds the state of one. */
let last: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  if ("preparation" in data) {
    preparation = data.preparation;
    resampler = Resampler.open(preparation.sampleRateHz);
    // The waiting caller receives the error.
    resampler.catch(() => {}).then(() => post({ isReady: true }));
    return;
  }
  const { path, bytes } = data;
  last = last.then(async () => {
    try {
      const { input, notes } = await prepare(path, bytes);
      post({ input, notes }, [input.values.buffer as ArrayBuffer]);
    } catch (thrown) {
      const message = messageOf(thrown);
      const isDefect = !(thrown instanceof EarnestError);
      if (thrown instanceof InputError) post({ reason: message });
      else post({ failure: isDefect ? `"${path}": ${message}` : message, isDefect });
    }
  });
};

async function prepare(path: string, bytes?: Uint8Array) {
  const audio = await decoder.decode(bytes ?? await readSoundFile(path), path);
  const input = prepareInput((await resampler!).resample(audio), preparation!);
  return { input, notes: audio.notes };
}

function post(message: FromClipWorker, transfer: ArrayBuffer[] = []): void {
  scope.postMessage(message, transfer);
}
