/**
 * Loads `src/leakage/scan.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Finding, TrainingPair } from "../../src/leakage/findings.ts";
import type { LabelSet } from "../../src/leakage/labels/label_set.ts";
import type { RulePolicy } from "../../src/leakage/policy.ts";
import type { PairRule } from "../../src/leakage/rule_groups.ts";
import type { Evaluation, PairFindings } from "../../src/leakage/scan.ts";
import type { Dictionary } from "../../src/leakage/wordnet/dictionary.ts";

const loading = later<typeof import("../../src/leakage/scan.ts")>(
  new URL("../../src/leakage/scan.ts", import.meta.url),
);

/**
 * Opens the dictionary that rules need: WordNet where they look beyond a label's own words, or look for labels that
 * have senses or parts; otherwise an empty one, and nothing is fetched.
 *
 * @throws {SurroundingsError} when WordNet cannot be fetched
 */
export async function openDictionary(
  labels: LabelSet,
  rules: readonly string[],
): Promise<Dictionary> {
  return await (await loading()).openDictionary(labels, rules);
}

/**
 * Compiles rules into a function that looks at one pair at a time.
 *
 * @param what the rules, and the dictionary from {@link openDictionary}
 * @throws {InputError} when a label has no word or a sense is not in WordNet
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const labels = { name: "pets", labels: [{ label: "dog", senses: ["dog.n.01"] }] };
 * const rules = ["TEXT-EXACT", "TEXT-HYPONYM"] as const;
 * const look = await compileScan({ labels, items: [] }, { rules, dictionary: await openDictionary(labels, rules) });
 * const [finding] = look({ id: "1", text: "puppies whine" }).findings;
 * assert.equal(finding?.path, "puppy > dog");
 * ```
 */
export async function compileScan(
  evaluation: Evaluation,
  what: { readonly rules: readonly PairRule[]; readonly dictionary: Dictionary },
  policy?: RulePolicy,
): Promise<(pair: TrainingPair) => PairFindings> {
  return await (await loading()).compileScan(evaluation, what, policy);
}

/**
 * Finds the training pairs that know evaluation labels or items, in order of the pairs, then of the rules.
 *
 * @throws {InputError} when `AUDIO-SOURCE` runs and no pair, or no evaluation item, has a source, since the rule would
 * then pass anything
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const labels = { name: "pets", labels: [{ label: "dog" }] };
 * const pairs = [{ id: "1", text: "a dog barks" }, { id: "2", text: "dogma" }];
 * const findings = await scanPairs(pairs, { labels, items: [] }, ["TEXT-EXACT"]);
 * assert.deepEqual(findings.map(({ item, span }) => [item, span]), [["1", [2, 5]]]);
 * ```
 */
export async function scanPairs(
  pairs: readonly TrainingPair[],
  evaluation: Evaluation,
  rules: readonly PairRule[],
): Promise<Finding[]> {
  return await (await loading()).scanPairs(pairs, evaluation, rules);
}
