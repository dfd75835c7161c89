import type { AttributionPath } from "../../src/audit/results/attribution.ts";

/** Adds up the parts of a path, whatever they are. */
export function pathSum({ chance, ...parts }: AttributionPath): number {
  return Object.values(parts).reduce((sum, { value }) => sum + value, chance);
}
