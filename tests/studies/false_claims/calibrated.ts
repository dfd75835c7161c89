/**
 * Parameters of worlds at which an expectation has the value of a boundary, found by simulation: worlds with other seeds
 * than those that are tested. `false_claims.ts FOLDER --calibrate all` repeats it at the values in use.
 */

/** A parameter that was found, and what was simulated at it. */
export interface Calibrated {
  /** The parameter; 0 where there is none, and only the expectation was simulated. */
  readonly value: number;
  /** The mean of the quantity over the simulated worlds, and its standard error. */
  readonly expectation: number;
  readonly error: number;
  /** Number of the simulated worlds. */
  readonly worlds: number;
}

/** By the name of the cell that uses it. */
export const CALIBRATED: Readonly<Record<string, Calibrated>> = {
  "leakage-rare-loss-6": { value: 0.075, expectation: -0.0010, error: 0.0093, worlds: 200 },
  "leakage-rare-loss-10": { value: 0.113, expectation: 0.0023, error: 0.0089, worlds: 200 },
  "leakage-rare-loss-20": { value: 0.068, expectation: 0.0066, error: 0.0059, worlds: 200 },
  "leakage-rare-gain-6": { value: 0.185, expectation: 0.0014, error: 0.0119, worlds: 200 },
  "leakage-rare-gain-10": { value: 0.094, expectation: -0.0066, error: 0.0076, worlds: 200 },
  "leakage-rare-gain-20": { value: 0.097, expectation: 0.0008, error: 0.0039, worlds: 200 },
  "rare-leak-6": { value: 0, expectation: 0.0349, error: 0.0081, worlds: 200 },
  "rare-leak-10": { value: 0, expectation: 0.0316, error: 0.0076, worlds: 200 },
  "rare-leak-20": { value: 0, expectation: 0.0002, error: 0.0054, worlds: 200 },
  "volume-zero-6": { value: 0.116, expectation: 0.0012, error: 0.0040, worlds: 200 },
  "volume-zero-10": { value: 0.118, expectation: -0.0091, error: 0.0038, worlds: 200 },
  "volume-zero-20": { value: 0.4, expectation: -0.0039, error: 0.0032, worlds: 200 },
  "baseline-rare-loss-10": { value: 0.15, expectation: -0.0109, error: 0.0109, worlds: 200 },
  "baseline-rare-loss-20": { value: 0.152, expectation: 0.0057, error: 0.0080, worlds: 200 },
  "codes-nine-tenths-6": { value: 0.135, expectation: -0.0036, error: 0.0041, worlds: 200 },
  "codes-nine-tenths-10": { value: 0.103, expectation: 0.0043, error: 0.0035, worlds: 200 },
  "codes-nine-tenths-20": { value: 0.034, expectation: -0.0007, error: 0.0042, worlds: 200 },
  "ahead-by-a-twentieth-6": { value: 0.186, expectation: 0.0546, error: 0.0029, worlds: 200 },
  "ahead-by-a-twentieth-10": { value: 0.163, expectation: 0.0501, error: 0.0023, worlds: 200 },
  "ahead-by-a-twentieth-20": { value: 0.166, expectation: 0.0499, error: 0.0017, worlds: 200 },
  "power-leakage": { value: 0.728, expectation: 0.3038, error: 0.0048, worlds: 200 },
  "power-transfer": { value: 0.35, expectation: 0.1985, error: 0.0047, worlds: 200 },
};
