/**
 * What every door exports: errors, progress, the version.
 * @module
 */
export * from "../src/basics/errors.ts";
export { TimedOut } from "../src/basics/time_limit.ts";
export type { OnProgress, ProgressReport, WorkOptions } from "../src/basics/progress.ts";
export { VERSION } from "../src/basics/version.ts";
