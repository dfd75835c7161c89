/**
 * Describes the overlap of neighborhoods, in words that claim no more than the numbers do.
 * @module
 */
import type { OverlapResult } from "../../audit/results/spaces.ts";
import { decimal, pValue, withRange } from "../../statistics/format.ts";

const LEVEL = 0.05;

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
  const values = `${withRange(found.overlap.value, found.overlap)} against ${
    decimal(found.chance)
  } by chance (p ${p < 0.001 ? "" : "= "}${pValue(p)})`;
  return p < LEVEL && found.overlap.value > found.chance
    ? `Before any training of ours the two backbones agree more than by chance: ${values}.`
    : `Before any training of ours the two backbones are not shown to agree: ${values}.`;
}

/**
 * Describes the overlap in the shared space. Results lack the interval of the difference; intervals that do not overlap
 * are a stricter test.
 */
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
  const values = `${withRange(clean.overlap.value, clean.overlap)} after clean training, ${beside}`;
  return others.every(({ overlap }) => clean.overlap.low > overlap.high)
    ? `In the shared space they agree more than training alone brings about: ${values}.`
    : `In the shared space they are not clearly more alike than training alone makes them: ${values}.`;
}
