/**
 * Loads `src/leakage/text/text_rules.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { LabelSet } from "../../src/leakage/labels/label_set.ts";
import type { TextRule } from "../../src/leakage/text/meaning.ts";
import type { TextMatcher } from "../../src/leakage/text/text_rules.ts";
import type { Dictionary } from "../../src/leakage/wordnet/dictionary.ts";

const loading = later<typeof import("../../src/leakage/text/text_rules.ts")>(
  new URL("../../src/leakage/text/text_rules.ts", import.meta.url),
);

/**
 * Compiles a label set into a matcher that reads the words of a text once.
 *
 * Words are whole and compared after case folding. A mention counts for the strongest rule that finds it; another
 * mention of the label elsewhere in the text may count for another rule. Mentions in another sense ("hot dog"), as
 * another part of speech ("they train dogs"), or denied ("no rain") are not certain. Misspellings are not found.
 *
 * @param rules the rules to run; mentions by other rules are left out
 * @throws {InputError} when a label has no word or a sense is not in WordNet
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WordNet } from "../../src/leakage/wordnet/wordnet.ts";
 * import { TEXT_RULES } from "../../src/leakage/text/meaning.ts";
 * const labels = { name: "pets", labels: [{ label: "dog", senses: ["dog.n.01"] }] };
 * const matcher = await compileTextRules(labels, await WordNet.open(), TEXT_RULES);
 * const [mention] = matcher.find("A Beagle howls");
 * assert.equal(mention?.rule, "TEXT-HYPONYM");
 * assert.equal(mention?.path, "beagle > hound > hunting dog > dog");
 * assert.equal(matcher.find("a hot dog stand")[0]?.certain, false);
 * ```
 */
export async function compileTextRules(
  labels: LabelSet,
  dictionary: Dictionary,
  rules: readonly TextRule[],
): Promise<TextMatcher> {
  return await (await loading()).compileTextRules(labels, dictionary, rules);
}
