/**
 * Reports the progress of long work; the caller decides how to show it.
 * @module
 */

/** A report of progress. */
export interface ProgressReport {
  /** Name of the stage, such as `training`. */
  readonly stage: string;
  /** Number of finished units of this stage. */
  readonly done: number;
  /** Number of all units. */
  readonly total: number;
  /** Partial results, in a few words. */
  readonly note?: string;
}

/** Receives reports of progress. */
export type OnProgress = (report: ProgressReport) => void;

/** What long work takes besides its input: whom it reports to, and what ends it. */
export interface WorkOptions {
  /** Called with reports of progress. */
  readonly onProgress?: OnProgress | undefined;
  /** Ends the work where it next waits: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reports that end the work: each throws the signal's reason once it is aborted. For work that is given nothing but a
 * function to report to, and lets timers run between reports.
 */
export function endingReports({ onProgress, signal }: WorkOptions): OnProgress {
  return (report) => {
    signal?.throwIfAborted();
    onProgress?.(report);
  };
}

/** Seconds of work that need no report. */
const UNREPORTED_SECONDS = 1;

/** Reports that are held back for the first second: work that takes no longer shows nothing. */
export function laterReports(onProgress: OnProgress | undefined): OnProgress {
  const started = performance.now();
  return (report) => {
    if (performance.now() - started > 1000 * UNREPORTED_SECONDS) onProgress?.(report);
  };
}

/** Lets timers and signals through: work on the CPU device never waits by itself. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/**
 * Breathes once 20 ms have passed since the last time: for steps that are shorter than a timer's wait. Throws the
 * signal's reason once it is aborted.
 */
export function breather(signal?: AbortSignal): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last >= 20) {
      await breathe();
      last = performance.now();
    }
    signal?.throwIfAborted();
  };
}

/**
 * Reports the steps of a stage, a number of them at a time, and breathes after each report. Throws the signal's reason
 * once it is aborted.
 */
export function stepper(
  stage: string,
  total: number,
  { onProgress, signal }: WorkOptions,
): (done: number) => Promise<void> {
  return async (done) => {
    onProgress?.({ stage, done, total });
    await breathe();
    signal?.throwIfAborted();
  };
}
