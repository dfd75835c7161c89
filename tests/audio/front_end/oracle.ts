/**
 * Computes log-mel spectrograms by their definition in float64, step by step over whole arrays, with a discrete Fourier
 * sum for each bin: it shares no code with the code under test.
 * @module
 */
import type {
  MelBands,
  SpectrogramFrontEnd,
  WindowShape,
} from "../../../src/audio/front_end/configuration.ts";

/** The frames of a spectrogram without `patches`. */
export function spectrogramByDefinition(
  samples: ArrayLike<number>,
  frontEnd: SpectrogramFrontEnd,
  sampleRateHz: number,
): number[][] {
  const { preEmphasis, padding, hop, fftLength, window, log, frames, normalization } = frontEnd;
  let signal = Array.from(samples, (sample) => sample * (frontEnd.scale ?? 1));
  if (preEmphasis?.over === "signal") {
    signal = signal.slice(1).map((sample, i) => sample - preEmphasis.coefficient * signal[i]!);
  }
  if (padding) {
    for (let side = 0; side < 2; side++) {
      signal = extended(signal, padding.samples, padding.mode).reverse();
    }
  }
  const length = window.at === "center" ? fftLength : window.samples;
  while (signal.length < length) signal.push(0);
  let rows: number[][] = [];
  for (let start = 0; start + length <= signal.length; start += hop) {
    const frame = windowed(signal.slice(start, start + length), frontEnd);
    rows.push(levels(melOf(spectrumOf(frame, frontEnd), frontEnd.mel, fftLength, sampleRateHz)));
  }
  if (frontEnd.dropLastFrame && rows.length > 1) rows.pop();
  rows = rows.slice(0, frames?.count);
  if (log.range !== undefined) {
    const least = Math.max(...rows.flat()) - log.range;
    rows = rows.map((row) => row.map((value) => Math.max(value, least)));
  }
  while (frames && rows.length < frames.count) {
    rows.push(Array(frontEnd.mel.bands).fill(frames.value));
  }
  const { multiply, add } = normalization ?? { multiply: 1, add: 0 };
  return rows.map((row) => row.map((value) => value * multiply + add));

  function levels(row: number[]): number[] {
    return row.map((value) => {
      const argument = log.floor === undefined ? value + log.offset! : Math.max(value, log.floor);
      if (log.unit === "ln") return Math.log(argument);
      if (log.unit === "log10") return Math.log10(argument);
      return (frontEnd.spectrum === "power" ? 10 : 20) * Math.log10(argument);
    });
  }
}

/** Returns the signal with samples added at its end; mirrored ones go back and forth until there are enough. */
function extended(signal: readonly number[], samples: number, mode: "reflect" | "zeros"): number[] {
  const longer = [...signal];
  let [at, step] = [signal.length - 1, -1];
  for (let i = 0; i < samples; i++) {
    if (signal[at + step] === undefined) step = -step;
    at += signal.length > 1 ? step : 0;
    longer.push(mode === "reflect" ? signal[at] ?? 0 : 0);
  }
  return longer;
}

function windowed(
  frame: readonly number[],
  { window, removeMean, preEmphasis }: SpectrogramFrontEnd,
): number[] {
  const before = Math.floor((frame.length - window.samples) / 2);
  let part = frame.slice(before, before + window.samples);
  if (removeMean) {
    const mean = part.reduce((sum, sample) => sum + sample, 0) / part.length;
    part = part.map((sample) => sample - mean);
  }
  if (preEmphasis?.over === "frame") {
    part = part.map((sample, i) => sample - preEmphasis.coefficient * part[Math.max(0, i - 1)]!);
  }
  part = part.map((sample, i) => sample * windowAt(window.shape, i, window.samples));
  return [...Array(before).fill(0), ...part];
}

function windowAt(shape: WindowShape, i: number, samples: number): number {
  const sine = Math.sin(Math.PI * i / (samples - 1));
  if (shape === "hann") return sine ** 2;
  if (shape === "hann-periodic") return Math.sin(Math.PI * i / samples) ** 2;
  if (shape === "povey") return (sine ** 2) ** 0.85;
  return 0.08 + 0.92 * sine ** 2;
}

function spectrumOf(
  frame: readonly number[],
  { fftLength, spectrum }: SpectrogramFrontEnd,
): number[] {
  return Array.from({ length: Math.floor(fftLength / 2) + 1 }, (_, bin) => {
    let [real, imaginary] = [0, 0];
    frame.forEach((sample, i) => {
      const angle = 2 * Math.PI * (bin * i % fftLength) / fftLength;
      real += sample * Math.cos(angle);
      imaginary += sample * Math.sin(angle);
    });
    return spectrum === "power" ? real ** 2 + imaginary ** 2 : Math.hypot(real, imaginary);
  });
}

function melOf(
  bins: readonly number[],
  { scale, bands, lowHz, highHz, triangles, height }: MelBands,
  fftLength: number,
  sampleRateHz: number,
): number[] {
  const slaney = (hertz: number) =>
    hertz < 1000 ? 0.015 * hertz : 15 + 27 * Math.log(hertz / 1000) / Math.log(6.4);
  const pitch = scale === "slaney" ? slaney : (hertz: number) => Math.log(1 + hertz / 700);
  /** By bisection, so that the inverse of the scale is not needed. */
  const hertzAt = (wanted: number) => {
    let [low, high] = [lowHz, highHz];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (pitch(middle) < wanted) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  const edge = (i: number) => pitch(lowHz) + (pitch(highHz) - pitch(lowHz)) * i / (bands + 1);
  return Array.from({ length: bands }, (_, band) => {
    const edges = [edge(band), edge(band + 1), edge(band + 2)];
    const edgesHz = edges.map(hertzAt);
    const [low, center, high] = triangles === "mel" ? edges : edgesHz;
    const peak = height === "area" ? 2 / (edgesHz[2]! - edgesHz[0]!) : 1;
    return bins.reduce((sum, value, bin) => {
      const hertz = bin * sampleRateHz / fftLength;
      const at = triangles === "mel" ? pitch(hertz) : hertz;
      const weight = Math.min((at - low!) / (center! - low!), (high! - at) / (high! - center!));
      return sum + value * peak * Math.max(0, weight);
    }, 0);
  });
}
