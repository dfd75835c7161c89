import assert from "node:assert/strict";
import { Resampler } from "../../src/audio/resample.ts";

function sine(hz: number, sampleRateHz: number, seconds = 0.5) {
  const samples = Float32Array.from(
    { length: seconds * sampleRateHz },
    (_, i) => Math.sin(2 * Math.PI * hz * i / sampleRateHz),
  );
  return { samples, sampleRateHz };
}

/** Level of the middle part in decibels; 0 for a full sine. */
function level(samples: Float32Array): number {
  const middle = samples.subarray(samples.length / 4, samples.length * 3 / 4);
  const power = middle.reduce((sum, x) => sum + x * x, 0) / middle.length;
  return 10 * Math.log10(2 * power);
}

Deno.test("44,100 to 16,000 Hz keeps the level up to 6,800 Hz and folds nothing back", async () => {
  using resampler = await Resampler.open(16_000);
  for (const hz of [50, 100, 300, 1000, 2000, 3000, 4000, 5000, 6000, 6800]) {
    const change = level(resampler.resample(sine(hz, 44_100)));
    assert.ok(Math.abs(change) < 0.1, `${hz} Hz: ${change} dB`);
  }
  for (const hz of [8100, 8500, 9200, 10_000, 12_000, 15_950, 17_000, 20_000, 22_000]) {
    const alias = level(resampler.resample(sine(hz, 44_100)));
    assert.ok(alias < -80, `${hz} Hz comes back at ${alias} dB`);
  }
});

Deno.test("a tone arrives with its phase, from every rate, also when the rate changes", async () => {
  using resampler = await Resampler.open(16_000);
  for (const rate of [44_100, 22_050, 11_025, 48_000, 44_100]) {
    const resampled = resampler.resample(sine(440, rate));
    const expected = sine(440, 16_000).samples;
    const worst = expected.reduce(
      (most, x, i) => i < 1000 || i >= 7000 ? most : Math.max(most, Math.abs(x - resampled[i]!)),
      0,
    );
    assert.ok(worst < 1e-4, `${rate} Hz: off by ${worst}`);
  }
});

Deno.test("lengths are exact, the same rate is left alone, results repeat bit by bit", async () => {
  using resampler = await Resampler.open(16_000);
  for (const length of [1, 2, 3, 10, 441, 1000, 44_100, 99_999]) {
    const audio = { samples: new Float32Array(length).fill(0.5), sampleRateHz: 44_100 };
    assert.equal(resampler.resample(audio).length, Math.round(length * 16_000 / 44_100));
  }
  const same = sine(440, 16_000);
  assert.equal(resampler.resample(same), same.samples);
  using other = await Resampler.open(16_000);
  other.resample(sine(1234, 32_000));
  assert.deepEqual(other.resample(sine(440, 44_100)), resampler.resample(sine(440, 44_100)));
});

Deno.test("the longest sound is right to its end, twice; what is longer is refused", async () => {
  using resampler = await Resampler.open(16_000);
  for (let time = 0; time < 2; time++) {
    const resampled = resampler.resample(sine(440, 44_100, 1_000_000 / 44_100));
    const end = resampled.length - 200;
    assert.ok(Math.abs(resampled[end]! - Math.sin(2 * Math.PI * 440 * end / 16_000)) < 1e-4);
  }
  const resample = (length: number, sampleRateHz: number) =>
    resampler.resample({ samples: new Float32Array(length), sampleRateHz });
  assert.throws(() => resample(1_000_001, 44_100), RangeError);
  assert.throws(() => resample(500_001, 8000), RangeError);
});
