/**
 * How long work tells how far it is; how that is shown is the caller's affair.
 * @module
 */

/** A report of progress. */
export interface ProgressReport {
  /** What is being done, such as `training`. */
  readonly stage: string;
  /** How many units of this stage are done. */
  readonly done: number;
  /** How many there are. */
  readonly total: number;
  /** Partial results worth seeing, in a few words. */
  readonly note?: string;
}

/** Receives reports of progress. */
export type OnProgress = (report: ProgressReport) => void;

/** Lets timers and signals through: work on the CPU device never waits by itself. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Breathes where 20 ms have gone by since the last time: for steps that are shorter than a timer's wait. */
export function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 20) return;
    await breathe();
    last = performance.now();
  };
}

/** Reports the steps of a stage, the number that are done at a time, and breathes after each. */
export function stepper(
  stage: string,
  total: number,
  onProgress: OnProgress | undefined,
): (done: number) => Promise<void> {
  return async (done) => {
    onProgress?.({ stage, done, total });
    await breathe();
  };
}
