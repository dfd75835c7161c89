/**
 * `device-check.json`: what a device check did.
 * @module
 */

/** The schema's name and version. */
export const SCHEMA = "earnest/device-check/1";

/** How a step ended. */
export type Outcome = "passed" | "failed" | "killed at its limit" | "interrupted";

/** A step that was done. */
export interface StepRecord {
  readonly name: string;
  /** Arguments to Deno. */
  readonly command: readonly string[];
  readonly outcome: Outcome;
  /** Absent when it was killed. */
  readonly exitCode?: number;
  readonly seconds: number;
  /** Seconds that it was given. */
  readonly limitSeconds: number;
  /** What it found, in a form of its own; absent where its output says nothing. */
  readonly found?: unknown;
  /** The end of its output. */
  readonly tail: string;
}

/** A device check as far as it got. */
export interface DeviceCheck {
  readonly schema: typeof SCHEMA;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly machine: Readonly<Record<string, string | number>>;
  /** Names of libraries that the machine lacks and the pack gave. */
  readonly librariesFromPack: readonly string[];
  /** Names of the steps in their order. */
  readonly planned: readonly string[];
  readonly steps: readonly StepRecord[];
  /** Seconds since the start. */
  readonly seconds: number;
  /** Whether all steps were done and passed. */
  readonly passed: boolean;
}

/** What a step found, if it was done and found something. */
export function foundBy<Found>(
  { steps }: Pick<DeviceCheck, "steps">,
  name: string,
): Found | undefined {
  return steps.find((step) => step.name === name)?.found as Found | undefined;
}
