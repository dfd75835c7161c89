/**
 * Counts what the residual check found.
 * @module
 */
import type { ResidualTopic } from "./residual.ts";

/** Counts the topics that the residual check judges so; one that is near in several class folds counts once. */
export function topicsIn(found: readonly ResidualTopic[], as: ResidualTopic["status"]): number {
  return new Set(found.filter(({ status }) => status === as).map(({ topic }) => topic)).size;
}
