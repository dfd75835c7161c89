/**
 * Aborts work in the middle.
 * @module
 */
import assert from "node:assert/strict";
import type { OnProgress, ProgressReport } from "../src/basics/progress.ts";

/** Options under which work is followed and ended. */
export interface EndingOptions {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/**
 * Asserts that work which is aborted at one of its reports rejects with the signal's reason, and does not come to its
 * end.
 *
 * @param isDue whether to abort at a report; default at the first that has something done and something left
 * @returns the reports
 */
export async function assertAborts(
  work: (options: EndingOptions) => Promise<unknown>,
  isDue: (report: ProgressReport) => boolean = ({ done, total }) => done > 0 && done < total,
): Promise<ProgressReport[]> {
  const ending = new AbortController();
  const reason = new Error("enough for today");
  const reports: ProgressReport[] = [];
  const onProgress = (report: ProgressReport) => {
    reports.push(report);
    if (isDue(report)) ending.abort(reason);
  };
  await assert.rejects(work({ signal: ending.signal, onProgress }), (thrown) => thrown === reason);
  assert.ok(isDue(reports.at(-1)!), `it went on: ${JSON.stringify(reports.slice(-3))}`);
  return reports;
}
