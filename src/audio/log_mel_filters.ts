/**
 * Triangular mel filters over the power spectrum of a frame of 512 samples at 16 kHz.
 * @module
 */

/** Sample rate of the audio that spectra are taken of, in Hz. */
export const SAMPLE_RATE_HZ = 16_000;
/** Samples in a frame; its power spectrum has half as many bins, and one. */
export const FRAME_LENGTH = 512;

/** One triangular filter: its weights from the spectrum's bin `first` on; all other bins weigh nothing. */
export interface MelFilter {
  /** The first bin of the power spectrum, 0 to 256, that `weights` belongs to. */
  readonly first: number;
  /** A weight for each bin from `first` on. */
  readonly weights: Float64Array;
}

/**
 * Filters evenly spaced on HTK's mel scale, 2595 log10(1 + f / 700), each with peak 1.
 * @param bands number of filters
 * @param lowHz where the first filter starts
 * @param highHz where the last filter ends
 */
export function htkMelFilters(bands: number, lowHz: number, highHz: number): MelFilter[] {
  const toMel = (hertz: number) => 2595 * Math.log10(1 + hertz / 700);
  const toHertz = (mel: number) => 700 * (10 ** (mel / 2595) - 1);
  const [lowMel, highMel] = [toMel(lowHz), toMel(highHz)];
  const edge = (i: number) => toHertz(lowMel + (highMel - lowMel) * i / (bands + 1));
  return Array.from({ length: bands }, (_, i) => triangle(edge(i), edge(i + 1), edge(i + 2)));
}

/** Rises from 0 at `low` to 1 at `center` and falls to 0 at `high`, all in Hz. */
function triangle(low: number, center: number, high: number): MelFilter {
  const binHz = SAMPLE_RATE_HZ / FRAME_LENGTH;
  const first = Math.ceil(low / binHz);
  const last = Math.min(Math.floor(high / binHz), FRAME_LENGTH / 2);
  const weights = Float64Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const hertz = (first + i) * binHz;
    const rise = (hertz - low) / (center - low);
    const fall = (high - hertz) / (high - center);
    return Math.max(0, Math.min(rise, fall));
  });
  return { first, weights };
}
