/**
 * Makes the claims of an audit: what may be said of its numbers. Each kind is made in one place, under one condition,
 * and kinds that contradict each other are branches of one decision.
 * @module
 */
import type { ResidualTopic } from "../results/residual.ts";
import type { AuditResults, Claim, UnclaimedResults } from "../results/results.ts";
import { type ChosenPair, chosenPairs } from "./chosen_pairs.ts";
import { contrastClaims } from "./contrasts.ts";
import { leakageClaim, volumeClaim } from "./leakage.ts";
import { publishedClaims } from "./published.ts";
import { residualClaim } from "./residual.ts";
import { dirtyClaims } from "./dirty_score.ts";
import { sizeClaims } from "./sizes.ts";
import { cleanClaims } from "./transfer.ts";

/**
 * Returns what may be said: of the evaluation's size first, then of each chosen audio backbone with each chosen text
 * backbone, then of every two backbones of a side, then of published models.
 */
export function claimsOf(results: UnclaimedResults): Claim[] {
  const { residual } = results;
  const ofPairs = chosenPairs(results).flatMap((pair) =>
    claimsOfPair(
      pair,
      residual.filter(({ audio, text }) => audio === pair.audio && text === pair.text),
    )
  );
  return [
    ...sizeClaims(results),
    ...ofPairs,
    ...contrastClaims(results, ofPairs),
    ...publishedClaims(results),
  ];
}

/** Returns results together with what may be said of them. */
export function withClaims<Results extends UnclaimedResults>(
  results: Results,
): Results & Pick<AuditResults, "claims"> {
  return { ...results, claims: claimsOf(results) };
}

function claimsOfPair(pair: ChosenPair, topics: readonly ResidualTopic[]): Claim[] {
  const leakage = leakageClaim(pair);
  const residual = residualClaim(pair, topics);
  return [
    leakage,
    volumeClaim(pair),
    ...dirtyClaims(pair, leakage?.kind === "leakage"),
    ...cleanClaims(pair, topics),
    residual,
  ].filter((claim) => claim !== undefined);
}
