/**
 * Resamples between rates without a large common divisor (44,101 to 32,000 Hz): the filter is tabulated at positions so
 * close that linear interpolation between two of them is exact to -120 dB.
 * @module
 */
import { designLowPass } from "./low_pass.ts";

/** Positions per period of the slower rate; the interpolation error falls with their square. */
const PLACES = 1024;

/** The filter at evenly spaced positions of an output between two inputs. */
export interface InterpolatedTable {
  /** Positions from one input to the next. */
  readonly places: number;
  /** Reach of the filters to either side, in inputs. */
  readonly half: number;
  /** `places + 1` filters of 2 · half values, from an output at an input to an output at the next one. */
  readonly filters: Float32Array;
}

/** Creates the filters for a pair of rates: less than 2 MB for rates up to 768 times apart. */
export function tabulateInterpolated(inputHz: number, outputHz: number): InterpolatedTable {
  const { half, at } = designLowPass(outputHz / inputHz);
  const places = Math.ceil(PLACES * Math.min(1, outputHz / inputHz));
  const filters = new Float32Array((places + 1) * 2 * half);
  for (let place = 0; place <= places; place++) {
    for (let tap = 0; tap < 2 * half; tap++) {
      filters[place * 2 * half + tap] = at(tap - half + 1 - place / places);
    }
  }
  return { places, half, filters };
}

/**
 * Resamples a sound, which is taken as silent beyond its ends.
 *
 * @param rates the sample rates of samples and result
 * @param length number of outputs
 */
export function resampleInterpolated(
  samples: Float32Array,
  table: InterpolatedTable,
  [inputHz, outputHz]: readonly [inputHz: number, outputHz: number],
  length: number,
): Float32Array {
  const { places, half, filters } = table;
  const resampled = new Float32Array(length);
  for (let output = 0; output < length; output++) {
    // Whole numbers, so that the position is exact however long the sound is.
    const scaled = output * inputHz;
    const input = Math.floor(scaled / outputHz);
    const place = scaled % outputHz / outputHz * places;
    const near = Math.floor(place);
    const first = Math.max(0, input - half + 1);
    const end = Math.min(samples.length, input + half + 1);
    let atNear = 0, atNext = 0;
    let filter = near * 2 * half + first - (input - half + 1);
    for (let i = first; i < end; i++, filter++) {
      atNear += samples[i]! * filters[filter]!;
      atNext += samples[i]! * filters[filter + 2 * half]!;
    }
    resampled[output] = atNear + (place - near) * (atNext - atNear);
  }
  return resampled;
}
