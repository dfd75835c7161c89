/**
 * Makes copies of sounds that need no encoder.
 * @module
 */
import type { MonoAudio } from "../../../src/audio/decode.ts";
import { Resampler } from "../../../src/audio/resample.ts";

const resampler = await Resampler.open(22_050);

/** The copies by name. */
export const COPIES: Readonly<Record<string, (audio: MonoAudio) => MonoAudio>> = {
  "resampled to 22.05 kHz": (audio) => ({
    samples: resampler.resample(audio),
    sampleRateHz: 22_050,
  }),
  "6 dB louder, clipped": (audio) => louder(audio, 6),
  "6 dB quieter": (audio) => louder(audio, -6),
  "without the first 0.5 s": (audio) => cut(audio, 0.5, 0),
  "without the last 0.5 s": (audio) => cut(audio, 0, 0.5),
  "without 0.5 s at both ends": (audio) => cut(audio, 0.5, 0.5),
  "without 0.4377 s at both ends": (audio) => cut(audio, 0.4377, 0.4377),
};

/** Makes a sound louder and clips it as a 16-bit file would. */
function louder({ samples, sampleRateHz }: MonoAudio, decibels: number): MonoAudio {
  const gain = 10 ** (decibels / 20);
  const clipped = samples.map((x) =>
    Math.max(-32_768, Math.min(32_767, Math.round(32_768 * gain * x))) / 32_768
  );
  return { samples: clipped, sampleRateHz };
}

function cut({ samples, sampleRateHz }: MonoAudio, start: number, end: number): MonoAudio {
  const [first, last] = [start, end].map((seconds) => Math.round(seconds * sampleRateHz));
  return { samples: samples.slice(first, samples.length - last!), sampleRateHz };
}
