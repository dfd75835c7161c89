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
  "leakage-rare-loss-6": { value: 0.087, expectation: 0.0089, error: 0.0243, worlds: 40 },
  "leakage-rare-loss-10": { value: 0.135, expectation: -0.0188, error: 0.0234, worlds: 40 },
  "leakage-rare-loss-20": { value: 0.082, expectation: -0.0047, error: 0.0158, worlds: 50 },
  "leakage-rare-gain-6": { value: 0.185, expectation: -0.0031, error: 0.0237, worlds: 50 },
  "leakage-rare-gain-10": { value: 0.094, expectation: 0.0027, error: 0.0161, worlds: 50 },
  "leakage-rare-gain-20": { value: 0.097, expectation: 0.0043, error: 0.0086, worlds: 50 },
  "rare-leak-6": { value: 0, expectation: 0.0384, error: 0.0183, worlds: 50 },
  "rare-leak-10": { value: 0, expectation: 0.0196, error: 0.0150, worlds: 50 },
  "rare-leak-20": { value: 0, expectation: -0.0069, error: 0.0104, worlds: 50 },
  "volume-zero-6": { value: 0.116, expectation: -0.0032, error: 0.0065, worlds: 50 },
  "volume-zero-10": { value: 0.118, expectation: -0.0047, error: 0.0070, worlds: 50 },
  "volume-zero-20": { value: 0.4, expectation: 0.0058, error: 0.0073, worlds: 40 },
  "baseline-rare-loss-10": { value: 0.169, expectation: -0.0210, error: 0.0229, worlds: 50 },
  "baseline-rare-loss-20": { value: 0.139, expectation: 0.0008, error: 0.0159, worlds: 50 },
  "codes-nine-tenths-6": { value: 0.138, expectation: 0.0008, error: 0.0101, worlds: 40 },
  "codes-nine-tenths-10": { value: 0.103, expectation: -0.0203, error: 0.0080, worlds: 40 },
  "codes-nine-tenths-20": { value: 0.032, expectation: -0.0038, error: 0.0103, worlds: 40 },
  "ahead-by-a-twentieth-6": { value: 0.186, expectation: 0.0544, error: 0.0050, worlds: 50 },
  "ahead-by-a-twentieth-10": { value: 0.163, expectation: 0.0517, error: 0.0045, worlds: 50 },
  "ahead-by-a-twentieth-20": { value: 0.166, expectation: 0.0468, error: 0.0035, worlds: 50 },
  "power-leakage": { value: 0.728, expectation: 0.3039, error: 0.0090, worlds: 50 },
  "power-transfer": { value: 0.35, expectation: 0.2057, error: 0.0118, worlds: 50 },
};
