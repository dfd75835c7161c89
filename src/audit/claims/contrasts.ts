/**
 * Claims about two chosen backbones of a side.
 * @module
 */
import type { Claim } from "../results/claims.ts";
import type { Contrast } from "../results/contrasts.ts";
import { type MeasureWords, wordsOf } from "../results/measure_names.ts";
import type { UnclaimedResults } from "../results/results.ts";
import { hasSeveralSeeds } from "./chosen_pairs.ts";
import { sideOf } from "./evidence.ts";
import { sentences } from "./sentences.ts";

/**
 * Says which of two backbones has the higher accuracy, where the interval of their difference that holds together with
 * those of all other contrasts excludes zero: of five equal backbones, a 95 % interval for each contrast let 21 % of
 * simulated reports claim a difference. Nothing is said where that accuracy itself is not shown to be above chance.
 *
 * @param claims what is said of each pair of backbones
 */
export function contrastClaims(
  results: Pick<UnclaimedResults, "contrasts" | "seeds" | "measure">,
  claims: readonly Claim[],
): Claim[] {
  if (!hasSeveralSeeds(results)) return [];
  return results.contrasts.flatMap((contrast) => {
    const direction = sideOf({ low: contrast.low_together, high: contrast.high_together });
    if (direction === "neither") return [];
    const oriented = direction === "above" ? contrast : reversed(contrast);
    const { between: [higher], condition, side, with: other } = oriented;
    const [audio, text] = side === "audio" ? [higher, other] : [other, higher];
    const isUnshown = claims.some((claim) =>
      claim.kind === "not-above-chance" && claim.condition === condition &&
      claim.audio === audio && claim.text === text
    );
    return isUnshown ? [] : [differClaim(wordsOf(results.measure), oriented)];
  });
}

function differClaim(words: MeasureWords, contrast: Contrast): Claim {
  const { between, side, with: other, condition } = contrast;
  const { value, low_fixed, high_fixed, low_together: low, high_together: high } = contrast;
  const difference = { value, low, high, low_fixed, high_fixed };
  return {
    kind: "backbones-differ",
    ...(side === "audio" ? { text: other } : { audio: other }),
    between,
    condition,
    numbers: { difference },
    sentence: sentences.backbonesDiffer(words, between, other, condition, difference),
  };
}

/** Returns the same contrast with the backbones exchanged. */
function reversed({ between: [first, second], ...contrast }: Contrast): Contrast {
  const { value, low, high, low_fixed, high_fixed, low_together, high_together } = contrast;
  return {
    ...contrast,
    between: [second, first],
    value: -value,
    low: -high,
    high: -low,
    low_fixed: -high_fixed,
    high_fixed: -low_fixed,
    low_together: -high_together,
    high_together: -low_together,
  };
}
