import assert from "node:assert/strict";
import { AudioDecoder } from "../../src/audio/decode.ts";
import { Resampler } from "../../src/audio/resample.ts";
import { readNpy } from "../../src/formats/npy.ts";
import { sharedPath } from "../shared.ts";
import { levelOf, middleOf, sine, withoutTone } from "./sines.ts";

/** Returns shares of a Nyquist frequency from `first` to `last`, both included. */
const shares = (first: number, last: number, count: number) =>
  Array.from({ length: count }, (_, i) => first + (last - first) * i / (count - 1));

const DOWNWARDS: [number, number][] = [
  [44_100, 32_000],
  [44_100, 16_000],
  [48_000, 16_000],
  [96_000, 32_000],
  [44_056, 32_000],
  [44_101, 32_000],
  [192_000, 48_000],
];
const UPWARDS: [number, number][] = [
  [8000, 48_000],
  [11_025, 48_000],
  [16_000, 48_000],
  [22_050, 48_000],
  [11_127, 16_000],
];

for (const [from, to] of DOWNWARDS) {
  Deno.test(`${from} to ${to} Hz: 0.1 dB up to 0.94 of Nyquist, aliases below -100 dB`, async () => {
    using resampler = await Resampler.open(to);
    const level = (share: number) =>
      levelOf(middleOf(resampler.resample(sine(share * to / 2, from, 0.2))));
    for (const share of shares(0.01, 0.94, 60)) {
      assert.ok(Math.abs(level(share)) < 0.1, `${share} of Nyquist: ${level(share)} dB`);
    }
    for (const share of [...shares(1, 1.1, 21), ...shares(1.1, from / to - 0.001, 60)]) {
      assert.ok(level(share) < -100, `${share} of Nyquist comes back at ${level(share)} dB`);
    }
  });
}

for (const [from, to] of UPWARDS) {
  Deno.test(`${from} to ${to} Hz: 0.1 dB up to 0.94 of Nyquist, images below -100 dB`, async () => {
    using resampler = await Resampler.open(to);
    for (const share of shares(0.01, 0.99, 60)) {
      const hz = share * from / 2;
      const resampled = middleOf(resampler.resample(sine(hz, from, 0.2)));
      const level = levelOf(resampled), image = levelOf(withoutTone(resampled, hz, to));
      if (share <= 0.94) assert.ok(Math.abs(level) < 0.1, `${share} of Nyquist: ${level} dB`);
      assert.ok(image < -100, `${share} of Nyquist: images at ${image} dB`);
    }
  });
}

Deno.test("a tone arrives with its phase, from every rate, also when the rate changes", async () => {
  using resampler = await Resampler.open(16_000);
  for (const rate of [44_100, 22_050, 11_025, 48_000, 44_101, 8000, 44_100]) {
    const resampled = middleOf(resampler.resample(sine(440, rate)));
    const expected = middleOf(sine(440, 16_000).samples);
    const worst = expected.reduce(
      (most, x, i) => Math.max(most, Math.abs(x - resampled[i]!)),
      0,
    );
    assert.ok(worst < 1e-5, `${rate} Hz: off by ${worst}`);
  }
});

Deno.test("lengths are exact, and a sound at the same rate is unchanged", async () => {
  using resampler = await Resampler.open(16_000);
  for (const length of [0, 1, 2, 3, 10, 441, 1000, 44_100, 99_999]) {
    for (const sampleRateHz of [44_100, 44_101, 8000, 11_127]) {
      const audio = { samples: new Float32Array(length).fill(0.5), sampleRateHz };
      assert.equal(resampler.resample(audio).length, Math.round(length * 16_000 / sampleRateHz));
    }
  }
  const same = sine(440, 16_000);
  assert.equal(resampler.resample(same), same.samples);
});

Deno.test("the bits depend on the sound alone, whatever was resampled before", async () => {
  using resampler = await Resampler.open(16_000);
  // More rates than the number of kept tables; resamplers to several rates share the kernel's memory.
  using other = await Resampler.open(32_000);
  for (
    const rate of [8000, 11_025, 12_000, 22_050, 24_000, 32_000, 44_101, 44_100, 48_000, 96_000]
  ) {
    other.resample(sine(1234, rate));
    const resampled = resampler.resample(sine(440, rate));
    using fresh = await Resampler.open(16_000);
    assert.deepEqual(resampled, fresh.resample(sine(440, rate)));
    assert.deepEqual(resampled, resampler.resample(sine(440, rate)));
  }
});

Deno.test("far from the cuts, a part of a sound is resampled like the whole", async () => {
  using resampler = await Resampler.open(16_000);
  const { samples, sampleRateHz } = sine(440, 44_100, 3);
  // 441 inputs are 160 outputs.
  const part = samples.subarray(441 * 50, 441 * 250);
  const whole = resampler.resample({ samples, sampleRateHz });
  const cut = resampler.resample({ samples: part, sampleRateHz });
  assert.deepEqual(middleOf(cut), middleOf(whole.subarray(160 * 50, 160 * 250)));
});

Deno.test("a minute is right to its end", async () => {
  using resampler = await Resampler.open(16_000);
  const resampled = resampler.resample(sine(440, 44_100, 60));
  const end = resampled.length - 200;
  assert.ok(Math.abs(resampled[end]! - Math.sin(2 * Math.PI * 440 * end / 16_000)) < 1e-4);
});

Deno.test("rates and lengths out of range are refused", async () => {
  for (const rate of [0, 999, 44_100.5, NaN, 768_001]) {
    await assert.rejects(Resampler.open(rate), RangeError);
  }
  using resampler = await Resampler.open(48_000);
  const samples = new Float32Array(6000);
  for (const sampleRateHz of [0, -1, 0.5, 768_001]) {
    assert.throws(() => resampler.resample({ samples, sampleRateHz }), RangeError);
  }
  const message =
    "A sound of 6000 samples at 1 a second would become 288000000 at 48000 a second; " +
    "expected at most 268435456";
  const slow = () => resampler.resample({ samples, sampleRateHz: 1 });
  assert.throws(slow, { name: "InputError", message });
});

Deno.test("a real recording matches the result of another resampler", async () => {
  const folder = sharedPath("models/mn04/golden");
  if (folder === undefined) return;
  using decoder = new AudioDecoder();
  using resampler = await Resampler.open(32_000);
  const audio = await decoder.decode(await Deno.readFile(`${folder}/dog.wav`), "dog.wav");
  const found = resampler.resample(audio);
  const { data: golden } = readNpy(await Deno.readFile(`${folder}/dog_32k.npy`), "dog_32k.npy");
  assert.equal(found.length, golden.length);
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const cosine = dot(found, golden) / Math.sqrt(dot(found, found) * dot(golden, golden));
  assert.ok(cosine > 0.999999, `cosine ${cosine}`);
  const worst = found.reduce((most, x, i) => Math.max(most, Math.abs(x - golden[i]!)), 0);
  assert.ok(worst < 1e-3, `off by ${worst}`);
});
