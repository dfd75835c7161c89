/**
 * Parses the output of a run of the kernels' tests, even if it was killed.
 * @module
 */

/** Counts of tests. */
export interface TestCounts {
  passed: number;
  failed: number;
  ignored: number;
}

/** Counts by device, and the failed tests. */
export interface FoundTests {
  readonly byDevice: Readonly<Record<string, Readonly<TestCounts>>>;
  /** Names of the tests that failed. */
  readonly failures: readonly string[];
}

/** Name for tests without a device. */
const NO_DEVICE = "no device";

/**
 * Parses the lines of `deno test --reporter=tap`.
 *
 * @param text lines whose test names end with the device in brackets, as tests/compute/devices.ts writes them
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const found = readTap("ok 1 - adds [cpu]\nnot ok 2 - adds [webgpu, hardware]\nok 3 - reads # SKIP");
 * assert.deepEqual(found.byDevice["cpu"], { passed: 1, failed: 0, ignored: 0 });
 * assert.deepEqual(found.failures, ["adds [webgpu, hardware]"]);
 * assert.equal(found.byDevice["no device"]!.ignored, 1);
 * ```
 */
export function readTap(text: string): FoundTests {
  const byDevice: Record<string, TestCounts> = {};
  const failures: string[] = [];
  for (const [, result, name, skipped] of text.matchAll(RESULT)) {
    const device = /\[([^\]]*)\]$/.exec(name!)?.[1] ?? NO_DEVICE;
    const counts = byDevice[device] ??= { passed: 0, failed: 0, ignored: 0 };
    if (skipped) counts.ignored++;
    else if (result === "ok") counts.passed++;
    else {
      counts.failed++;
      failures.push(name!);
    }
  }
  return { byDevice, failures };
}

const RESULT = /^(ok|not ok) \d+ - (.*?)( # SKIP.*)?$/gm;
