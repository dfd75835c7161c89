/**
 * Sounds made from seeds, of kinds that are hard to distinguish.
 * @module
 */
import type { MonoAudio } from "../../../src/audio/decode.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { PLAIN, wav } from "../../formats/wav_bytes.ts";

/** The sample rate of all made sounds. */
export const RATE_HZ = 22_050;

/** Makes steady noise, like rain. */
export function noise(seed: number, seconds: number): MonoAudio {
  const random = new RandomStream(seed, "noise");
  return soundOf(Math.round(seconds * RATE_HZ), () => 0.05 * random.normal());
}

/** Makes a clock: every half second a click that rings at its own pitches, over a little noise. */
export function clock(seed: number, seconds: number): MonoAudio {
  const random = new RandomStream(seed, "clock");
  const lag = random.uniform();
  const rings = Array.from({ length: 6 }, () => ({
    hertz: 300 + 3500 * random.uniform(),
    decay: 60 + 60 * random.uniform(),
  }));
  return soundOf(Math.round(seconds * RATE_HZ), (i) => {
    const since = (i / RATE_HZ + lag) % 0.5;
    const click = rings.reduce(
      (sum, { hertz, decay }) =>
        sum + Math.exp(-decay * since) * Math.sin(2 * Math.PI * hertz * since),
      0,
    );
    return 0.1 * click + 1e-3 * random.normal();
  });
}

/** Makes a bark of 0.3 s, gliding and rough, at 1 s, with digital silence around it. */
export function bark(seed: number, seconds: number): MonoAudio {
  const random = new RandomStream(seed, "bark");
  const [hertz, glide, breath] = [300 + 300 * random.uniform(), random.normal(), random.uniform()];
  return soundOf(Math.round(seconds * RATE_HZ), (i) => {
    const since = i / RATE_HZ - 1;
    if (since < 0 || since > 0.3) return 0;
    const phase = 2 * Math.PI * hertz * since * (1 + glide * since);
    const tone = [1, 2, 3, 4, 5].reduce((sum, n) => sum + Math.sin(n * phase) / n, 0);
    return 0.2 * Math.sin(Math.PI * since / 0.3) ** 2 * (tone + breath * random.normal());
  });
}

/** Makes a scene of noise that swells and fades, a clock, and barks. The lossy fixtures are copies of seed 1. */
export function scene(seed: number, seconds: number): MonoAudio {
  const [rain, ticks, dog] = [noise, clock, bark].map((make) => make(1000 + seed, seconds));
  return soundOf(
    rain!.samples.length,
    (i) =>
      rain!.samples[i]! * (1 + Math.sin(7 * i / RATE_HZ)) + ticks!.samples[i]! + dog!.samples[i]!,
  );
}

/** Encodes a sound as a 16-bit WAV file. */
export function wavOf({ samples, sampleRateHz }: MonoAudio): Uint8Array {
  const values = Int16Array.from(
    samples,
    (x) => Math.max(-32_768, Math.min(32_767, Math.round(32_768 * x))),
  );
  return wav({ ...PLAIN, sampleRateHz }, values.buffer);
}

function soundOf(length: number, sample: (i: number) => number): MonoAudio {
  return { samples: Float32Array.from({ length }, (_, i) => sample(i)), sampleRateHz: RATE_HZ };
}
