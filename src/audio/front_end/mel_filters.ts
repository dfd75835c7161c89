/**
 * Computes triangular mel filters over the bins of a spectrum.
 * @module
 */
import type { MelBands, MelScale } from "./configuration.ts";

/** Filters, each over a few neighboring bins; all other bins have no weight. */
export interface MelFilters {
  /** The first bin of each filter. */
  readonly firstBins: Int32Array;
  /** Index of each filter's first weight in `weights`, and after the last filter the end of its weights. */
  readonly starts: Int32Array;
  /** The weights of the first filter's bins, then those of the second's, and so on. */
  readonly weights: Float64Array;
  /** Bins of the spectrum up to the last with a weight. */
  readonly bins: number;
}

interface Scale {
  toMel(hertz: number): number;
  toHertz(mel: number): number;
}

/** Slaney's scale: 3 mel for 200 Hz up to 1 kHz, then 27 mel for a factor of 6.4. */
const MEL_PER_HERTZ = 3 / 200;
const NATURAL_PER_MEL = Math.log(6.4) / 27;

const SCALES: Record<MelScale, Scale> = {
  htk: {
    toMel: (hertz) => 2595 * Math.log10(1 + hertz / 700),
    toHertz: (mel) => 700 * (10 ** (mel / 2595) - 1),
  },
  kaldi: {
    toMel: (hertz) => 1127 * Math.log(1 + hertz / 700),
    toHertz: (mel) => 700 * (Math.exp(mel / 1127) - 1),
  },
  slaney: {
    toMel: (hertz) =>
      hertz < 1000 ? hertz * MEL_PER_HERTZ : 15 + Math.log(hertz / 1000) / NATURAL_PER_MEL,
    toHertz: (mel) =>
      mel < 15 ? mel / MEL_PER_HERTZ : 1000 * Math.exp((mel - 15) * NATURAL_PER_MEL),
  },
};

/**
 * Creates the filters of these bands. A band between two bins has no weights, and is 0 for every sound.
 *
 * @param fftLength length of the Fourier transform; the spectrum has the bins 0 to floor(fftLength / 2)
 */
export function melFilters(bands: MelBands, fftLength: number, sampleRateHz: number): MelFilters {
  const binHz = sampleRateHz / fftLength;
  const firstBins = new Int32Array(bands.bands);
  const starts = new Int32Array(bands.bands + 1);
  const weights: number[] = [];
  let bins = 0;
  for (let band = 0; band < bands.bands; band++) {
    const triangle = triangleOf(bands, band);
    let bin = Math.ceil(triangle.lowHz / binHz);
    const last = Math.min(Math.floor(triangle.highHz / binHz), Math.floor(fftLength / 2));
    firstBins[band] = bin;
    for (; bin <= last; bin++) weights.push(triangle.weight(bin * binHz));
    starts[band + 1] = weights.length;
    bins = Math.max(bins, last + 1);
  }
  return { firstBins, starts, weights: Float64Array.from(weights), bins };
}

/** Rises from 0 at `lowHz` to its peak and falls to 0 at `highHz`. */
interface Triangle {
  readonly lowHz: number;
  readonly highHz: number;
  weight(hertz: number): number;
}

function triangleOf(bands: MelBands, band: number): Triangle {
  const { toMel, toHertz } = SCALES[bands.scale];
  const lowest = toMel(bands.lowHz);
  const step = (toMel(bands.highHz) - lowest) / (bands.bands + 1);
  const edges = [0, 1, 2].map((i) => lowest + step * (band + i));
  const edgesHz = edges.map(toHertz);
  const [low, center, high] = bands.triangles === "mel" ? edges : edgesHz;
  const [lowHz, , highHz] = edgesHz;
  const peak = bands.height === "area" ? 2 / (highHz! - lowHz!) : 1;
  return {
    lowHz: lowHz!,
    highHz: highHz!,
    weight(hertz) {
      const at = bands.triangles === "mel" ? toMel(hertz) : hertz;
      const rise = (at - low!) / (center! - low!);
      const fall = (high! - at) / (high! - center!);
      return peak * Math.max(0, Math.min(rise, fall));
    },
  };
}
