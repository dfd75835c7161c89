/**
 * Claims about two chosen backbones of a side.
 * @module
 */
import type { Claim } from "../results/claims.ts";
import type { Contrast } from "../results/contrasts.ts";
import type { UnclaimedResults } from "../results/results.ts";
import { sideOf } from "./evidence.ts";
import { sentences } from "./sentences.ts";

/**
 * Says which of two backbones has the higher accuracy, where the interval of their difference excludes zero. Nothing is
 * said where that accuracy itself is not shown to be above chance.
 *
 * @param claims what is said of each pair of backbones
 */
export function contrastClaims(
  { contrasts }: Pick<UnclaimedResults, "contrasts">,
  claims: readonly Claim[],
): Claim[] {
  return contrasts.flatMap((contrast) => {
    const direction = sideOf(contrast);
    if (direction === "neither") return [];
    const oriented = direction === "above" ? contrast : reversed(contrast);
    const { between: [higher], condition, side, with: other } = oriented;
    const [audio, text] = side === "audio" ? [higher, other] : [other, higher];
    const isUnshown = claims.some((claim) =>
      claim.kind === "not-above-chance" && claim.condition === condition &&
      claim.audio === audio && claim.text === text
    );
    return isUnshown ? [] : [differClaim(oriented)];
  });
}

function differClaim(contrast: Contrast): Claim {
  const { between, side, with: other, condition } = contrast;
  const { value, low, high, low_fixed, high_fixed } = contrast;
  const difference = { value, low, high, low_fixed, high_fixed };
  return {
    kind: "backbones-differ",
    ...(side === "audio" ? { text: other } : { audio: other }),
    between,
    condition,
    numbers: { difference },
    sentence: sentences.backbonesDiffer(between, other, condition, difference),
  };
}

/** Returns the same contrast with the backbones exchanged. */
function reversed({ between: [first, second], ...contrast }: Contrast): Contrast {
  const { value, low, high, low_fixed, high_fixed } = contrast;
  return {
    ...contrast,
    between: [second, first],
    value: -value,
    low: -high,
    high: -low,
    low_fixed: -high_fixed,
    high_fixed: -low_fixed,
  };
}
