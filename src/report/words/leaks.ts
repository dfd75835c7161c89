/**
 * Writes what the leak rules found as one sentence.
 * @module
 */
import type { AuditResults } from "../../audit/results/results.ts";
import { count } from "../../statistics/format.ts";

/**
 * States the verdict and how many training pairs each rule flags, on average over class folds.
 *
 * @example
 * ```ts
 * import { parseResults } from "../../audit/claims/read_results.ts";
 * async function print(file: string): Promise<void> {
 *   console.log(leakSentence(parseResults(await Deno.readTextFile(file), file)));
 * }
 * ```
 */
export function leakSentence(
  { leakage, training_items: pairs, class_folds }: AuditResults,
): string {
  const { verdict, by_rule } = leakage;
  const flagging = Object.entries(by_rule)
    .filter(([, { flagged_pairs }]) => flagged_pairs > 0)
    .sort(([, one], [, other]) => other.flagged_pairs - one.flagged_pairs)
    .map(([rule, { flagged_pairs }], i) =>
      `${rule} ${i > 0 ? "" : "flags "}${count(flagged_pairs)}`
    );
  const found = flagging.length === 0
    ? `no rule that ran flags any of ${count(pairs)} training pairs`
    : `of ${count(pairs)} training pairs ${flagging.join(", ")}`;
  const folds = flagging.length > 0 && class_folds.length > 1
    ? ` for the classes of one class fold (the mean over ${class_folds.length})`
    : "";
  return `Leaks: ${verdict}; ${found}${folds}.`;
}
