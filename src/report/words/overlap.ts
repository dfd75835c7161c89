/**
 * Describes the overlap of neighborhoods by its numbers.
 * @module
 */
import type { OverlapResult } from "../../audit/results/spaces.ts";
import { decimal, pValue, withRange } from "../../statistics/format.ts";

/** Names an overlap, such as "backbones", "shared, clean" or "shared, clean, random codes". */
export function overlapName({ space, condition, random_text: isRandom }: OverlapResult): string {
  if (space === "backbone") return "backbones";
  return ["shared", condition, isRandom ? "random codes" : undefined]
    .filter((part) => part !== undefined).join(", ");
}

/** Describes the overlaps of one pair of backbones; undefined where neither space was compared. */
export function overlapFinding(overlaps: readonly OverlapResult[]): string | undefined {
  const sentences = [backboneFinding(overlaps), sharedFinding(overlaps)]
    .filter((sentence) => sentence !== undefined);
  return sentences.length === 0 ? undefined : sentences.join(" ");
}

function backboneFinding(overlaps: readonly OverlapResult[]): string | undefined {
  const found = overlaps.find(({ space }) => space === "backbone");
  const p = found?.p_value_holm ?? found?.p_value;
  if (found === undefined || p === undefined) return undefined;
  const corrected = found.p_value_holm === undefined
    ? ""
    : " after Holm's correction for all pairs of backbones";
  return `Before any training the overlap of the two backbones is ` +
    `${withRange(found.overlap.value, found.overlap)}, by chance ${decimal(found.chance)} ` +
    `(permutation test, p ${p < 0.001 ? "" : "= "}${pValue(p)}${corrected}).`;
}

function sharedFinding(overlaps: readonly OverlapResult[]): string | undefined {
  const shared = overlaps.filter(({ space }) => space === "shared");
  const clean = shared.find((one) => one.condition === "clean" && !one.random_text);
  const others = shared.filter((one) => one.random_text || one.condition === "shuffled");
  if (clean === undefined || others.length === 0) return undefined;
  const beside = others.map((one) =>
    `${withRange(one.overlap.value, one.overlap)} with ${
      one.random_text ? "random codes" : "shuffled texts"
    }`
  ).join(" and ");
  return `In the shared space it is ${withRange(clean.overlap.value, clean.overlap)} after clean ` +
    `training, beside ${beside}.`;
}
