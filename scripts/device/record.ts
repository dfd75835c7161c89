/**
 * `device-check.json`: the record of a device check.
 * @module
 */

/** The schema's name and version. */
export const SCHEMA = "earnest/device-check/1";

/** How a step ended. */
export type Outcome = "passed" | "failed" | "killed at its limit" | "interrupted";

/** A step that has run. */
export interface StepRecord {
  readonly name: string;
  /** Arguments to Deno. */
  readonly command: readonly string[];
  readonly outcome: Outcome;
  /** Absent when it was killed. */
  readonly exitCode?: number;
  readonly seconds: number;
  /** Its time limit in seconds. */
  readonly limitSeconds: number;
  /** Its result, in a form of its own; absent where its output contains none. */
  readonly found?: unknown;
  /** The end of its output. */
  readonly tail: string;
}

/** A device check so far. */
export interface DeviceCheck {
  readonly schema: typeof SCHEMA;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly machine: Readonly<Record<string, string | number>>;
  /** Names of libraries that the machine lacks and the pack provided. */
  readonly librariesFromPack: readonly string[];
  /** Names of all steps in order. */
  readonly planned: readonly string[];
  readonly steps: readonly StepRecord[];
  /** Seconds since the start. */
  readonly seconds: number;
  /** Whether all steps ran and passed. */
  readonly passed: boolean;
}

/** Returns the result of a step, if it ran and has one. */
export function foundBy<Found>(
  { steps }: Pick<DeviceCheck, "steps">,
  name: string,
): Found | undefined {
  return steps.find((step) => step.name === name)?.found as Found | undefined;
}
