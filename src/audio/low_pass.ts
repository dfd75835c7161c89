/**
 * The low-pass filter of the resampler: a sinc under a Kaiser window (J. F. Kaiser, R. W. Schafer, "On the use of the
 * I0-sinh window for spectrum analysis", 1980), as a function of continuous time.
 * @module
 */

/** Half the filter's length in periods of the slower of the two rates. */
const HALF_PERIODS = 96;
/** Shape of the window; with 10 the stopband lies below -100 dB. */
const BETA = 10;
/**
 * Frequency at which the filter has fallen to one half, as a share of the slower rate's Nyquist frequency. It lies half
 * a transition below the Nyquist frequency, so that the stopband begins there: the transition of this window is
 * sqrt(beta² + pi²) / (pi · HALF_PERIODS) = 0.035 to either side.
 */
const CUTOFF = 1 - Math.sqrt(BETA ** 2 + Math.PI ** 2) / (Math.PI * HALF_PERIODS);

/** A low-pass filter for one pair of rates. */
export interface LowPass {
  /** The filter is zero from this many input samples on, to either side; a whole number. */
  readonly half: number;
  /** Returns its value at a distance in input samples. */
  at(distance: number): number;
}

/**
 * Creates the low-pass filter that passes the frequencies that both rates can carry.
 *
 * @param outputPerInput the new sample rate divided by the old one
 */
export function designLowPass(outputPerInput: number): LowPass {
  const slower = Math.min(1, outputPerInput);
  const halfLength = HALF_PERIODS / slower;
  const cutoff = CUTOFF * slower;
  const peak = cutoff / besselI0(BETA ** 2 / 4);
  const at = (distance: number) => {
    const place = distance / halfLength;
    if (Math.abs(place) >= 1) return 0;
    const angle = Math.PI * cutoff * distance;
    const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
    return peak * sinc * besselI0(BETA ** 2 / 4 * (1 - place ** 2));
  };
  return { half: Math.ceil(halfLength), at };
}

/** 1 / (k!)² for k from 0 on; 30 terms are exact to 1e-16 up to an argument of 10. */
const INVERSE_SQUARED_FACTORIALS = Array.from({ length: 30 }, (_, last) => {
  let factorial = 1;
  for (let k = 2; k <= last; k++) factorial *= k;
  return factorial ** -2;
});

/** Computes the modified Bessel function I0 of an argument x that is given as x² / 4. */
function besselI0(quarterSquare: number): number {
  return INVERSE_SQUARED_FACTORIALS.reduceRight((sum, term) => sum * quarterSquare + term, 0);
}
