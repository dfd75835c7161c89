/**
 * openWakeWord's front end by its definition in float64, term by term; it shares no code with the implementation.
 * @module
 */

/** cos and sin of 2π i / 512 for i from 0 to 511. */
const COSINES = Float64Array.from({ length: 512 }, (_, i) => Math.cos(2 * Math.PI * i / 512));
const SINES = Float64Array.from({ length: 512 }, (_, i) => Math.sin(2 * Math.PI * i / 512));

/**
 * Computes frames of 512 samples, hop 160; periodic Hann window of 400 in the middle; power spectrum; 32 Slaney bands
 * of area 1 from 60 to 3,800 Hz; dB, at least the maximum less 80; dB / 10 + 2.
 *
 * @param samples mono, 16 kHz, in [-1, 1]; at least 512
 * @returns frames × 32, frame by frame
 */
export function openWakeWordMelByDefinition(samples: Float32Array): number[] {
  const decibels: number[] = [];
  for (let start = 0; start + 512 <= samples.length; start += 160) {
    const power = powerSpectrum(samples.subarray(start, start + 512));
    for (let band = 0; band < 32; band++) {
      decibels.push(10 * Math.log10(Math.max(bandPower(power, band), 1e-10)));
    }
  }
  const floor = Math.max(...decibels) - 80;
  return decibels.map((value) => Math.max(value, floor) / 10 + 2);
}

function powerSpectrum(frame: Float32Array): number[] {
  const weighted = Float64Array.from(frame, (sample, i) => {
    const inside = i >= 56 && i < 456;
    return inside ? 32_768 * sample * (0.5 - 0.5 * Math.cos(2 * Math.PI * (i - 56) / 400)) : 0;
  });
  return Array.from({ length: 257 }, (_, bin) => {
    let [real, imaginary] = [0, 0];
    for (let i = 0; i < 512; i++) {
      real += weighted[i]! * COSINES[bin * i % 512]!;
      imaginary += weighted[i]! * SINES[bin * i % 512]!;
    }
    return real ** 2 + imaginary ** 2;
  });
}

function bandPower(power: readonly number[], band: number): number {
  const [low, center, high] = [edgeHz(band), edgeHz(band + 1), edgeHz(band + 2)];
  return power.reduce((sum, value, bin) => {
    const hertz = bin * 31.25;
    const height = Math.min((hertz - low) / (center - low), (high - hertz) / (high - center));
    return sum + value * Math.max(0, height) * 2 / (high - low);
  }, 0);
}

/**
 * The i-th of 34 edges, evenly spaced on Slaney's scale: 3 mel for 200 Hz up to 1 kHz, then 27 for a factor of 6.4.
 */
function edgeHz(i: number): number {
  const perMel = Math.log(6.4) / 27;
  const [low, high] = [60 * 3 / 200, 15 + Math.log(3.8) / perMel];
  const mel = low + (high - low) * i / 33;
  return mel < 15 ? mel * 200 / 3 : 1000 * Math.exp((mel - 15) * perMel);
}
