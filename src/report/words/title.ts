/**
 * Writes a report's title.
 * @module
 */
import { chosenPairs } from "../../audit/claims/chosen_pairs.ts";
import type { AuditCondition } from "../../audit/configuration/conditions.ts";
import type { AuditResults } from "../../audit/results/results.ts";
import { chanceText, decimal } from "../../statistics/format.ts";

/** Returns one line about all chosen pairs of backbones: their dirty and clean accuracy, and chance. */
export function titleOf(results: AuditResults): string {
  const pairs = chosenPairs(results);
  if (pairs.length === 0) return "No condition was trained";
  const rangeOf = (condition: AuditCondition) => {
    const means = pairs.flatMap(({ conditions }) => conditions[condition]?.accuracy.mean ?? []);
    if (means.length === 0) return [];
    const [lowest, highest] = [Math.min(...means), Math.max(...means)].map(decimal);
    return [`${condition} ${lowest === highest ? lowest : `${lowest} to ${highest}`}`];
  };
  const name = pairs.length === 1 ? pairs[0]!.name : `${pairs.length} pairs of backbones`;
  const values = [...rangeOf("dirty"), ...rangeOf("clean"), `chance ${chanceText(results.chance)}`];
  return `${name}: ${values.join(", ")}`;
}
