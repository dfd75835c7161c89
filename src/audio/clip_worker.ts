/**
 * A worker that makes clips ready for a model: reads a file, decodes, resamples, and applies the front end.
 * @module
 */
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { EarnestError, InputError, messageOf } from "../basics/errors.ts";
import { AudioDecoder } from "./decode.ts";
import type { Preparation } from "./front_end/configuration.ts";
import { type ModelInput, prepareInput } from "./front_end/model_input.ts";
import { Resampler } from "./resample.ts";
import { readSoundFile } from "./sound_file.ts";

/** What a worker is told: first how clips are made ready, then one file at a time. */
export type ToClipWorker =
  | { readonly preparation: Preparation }
  | { readonly path: string };

/** What a worker answers for each file, in their order. */
export type FromClipWorker =
  | { readonly input: ModelInput }
  /** Why the file gives no input. */
  | { readonly reason: string }
  /** The surroundings failed, or this program: no fault of the file. */
  | { readonly failure: string; readonly isDefect: boolean };

const decoder = new AudioDecoder();
let resampler: Promise<Resampler> | undefined;
let preparation: Preparation | undefined;
/** Files are worked on one after another: the decoder holds the state of one. */
let last: Promise<void> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<ToClipWorker>) => {
  if ("preparation" in data) {
    preparation = data.preparation;
    resampler = Resampler.open(preparation.sampleRateHz);
    // Who awaits it is told.
    resampler.catch(() => {});
    return;
  }
  const { path } = data;
  last = last.then(async () => {
    try {
      const input = await inputOf(path);
      answer({ input }, [input.values.buffer as ArrayBuffer]);
    } catch (thrown) {
      const message = messageOf(thrown);
      const isDefect = !(thrown instanceof EarnestError);
      if (thrown instanceof InputError) answer({ reason: message });
      else answer({ failure: isDefect ? `"${path}": ${message}` : message, isDefect });
    }
  });
};

async function inputOf(path: string): Promise<ModelInput> {
  const audio = await decoder.decode(await readSoundFile(path), path);
  return prepareInput((await resampler!).resample(audio), preparation!);
}

function answer(message: FromClipWorker, transfer: ArrayBuffer[] = []): void {
  self.postMessage(message, transfer);
}
