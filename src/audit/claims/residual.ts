/**
 * The claim that the clean pool may still hold pairs of evaluation classes.
 * @module
 */
import type { Claim } from "../results/claims.ts";
import type { ResidualTopic } from "../results/residual.ts";
import type { ChosenPair } from "./chosen_pairs.ts";
import { sentences } from "./sentences.ts";

/** Says which topics the check lists; undefined where it lists none. */
export function residualClaim(
  { audio, text, name }: ChosenPair,
  found: readonly ResidualTopic[],
): Claim | undefined {
  const topics = found.filter(({ status }) => status === "listed")
    .map(({ topic, label, auc }) => ({ topic, label, auc }));
  if (topics.length === 0) return undefined;
  return {
    kind: "residual-leaks",
    audio,
    text,
    numbers: { topics: topics.length },
    topics,
    sentence: sentences.residualLeaks(name, topics),
  };
}
