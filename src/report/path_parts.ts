/**
 * The parts of the path from chance to the dirty accuracy, by the names that files, tables and words use.
 * @module
 */
import type { AttributionPath, PathPart } from "../audit/results/attribution.ts";

/** What a part of the path belongs to. */
export type PartKind = "transfer" | "backbone" | "leakage";

/** A part of the path. */
export interface NamedPart {
  /** Its name. */
  readonly name: string;
  /** What it belongs to. */
  readonly kind: PartKind;
  /** Its value and intervals. */
  readonly part: PathPart;
}

const PARTS = [
  ["transfer", "transfer", "transfer"],
  ["baselineFeatures", "baseline features", "transfer"],
  ["textBackbone", "text backbone", "backbone"],
  ["audioBackbone", "audio backbone", "backbone"],
  ["backboneLabels", "backbone labels", "leakage"],
  ["leakage", "leakage", "leakage"],
  ["volume", "volume", "transfer"],
  ["flaggedPairs", "flagged pairs", "leakage"],
] as const;

/**
 * Returns the parts that a path has after chance, in their order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const part = { value: 0.1, low: 0, high: 0.2, low_fixed: 0, high_fixed: 0.2 };
 * const names = partsOfPath({ chance: 0.1, transfer: part, flaggedPairs: part }).map(({ name }) => name);
 * assert.deepEqual(names, ["transfer", "flagged pairs"]);
 * ```
 */
export function partsOfPath(path: AttributionPath): NamedPart[] {
  return PARTS.flatMap(([key, name, kind]) => {
    const part = path[key];
    return part === undefined ? [] : [{ name, kind, part }];
  });
}
