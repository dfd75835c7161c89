/**
 * Loads `src/leakage/scan_leakage.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Finding, TrainingPair } from "../../src/leakage/findings.ts";
import type { Evaluation } from "../../src/leakage/scan.ts";
import type { LeakageOptions, PairStream } from "../../src/leakage/scan_leakage.ts";

const loading = later<typeof import("../../src/leakage/scan_leakage.ts")>(
  new URL("../../src/leakage/scan_leakage.ts", import.meta.url),
);

/**
 * Finds what leaks: first what each training pair knows about evaluation labels and items, then what the backbones
 * know about them. Pairs are read once and not kept; only the rules that decode sounds keep ids, files and places.
 *
 * @param pairs any number of training pairs, or of batches of them, as `streamPairs` reads them
 * @returns findings in order of the pairs, then of the rules; findings about sounds, backbones and choices follow
 * @throws {InputError} when a rule is set both to flag and to report only, a label has no word, or a sense is unknown
 * @throws {SurroundingsError} when WordNet cannot be fetched or the disk fails
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readLabels } from "../../src/leakage/labels/read_labels.ts";
 * const evaluation = { labels: await readLabels("esc50"), items: [] };
 * const pairs = [{ id: "1", text: "puppies whine" }, { id: "2", text: "a hot dog stand" }];
 * const findings = await Array.fromAsync(scanLeakage(pairs, evaluation));
 * assert.deepEqual(findings.map(({ rule, flagged, item }) => [rule, flagged, item]), [
 *   ["TEXT-HYPONYM", true, "1"],
 *   ["TEXT-EXACT", false, "2"],
 * ]);
 * ```
 */
export async function* scanLeakage(
  pairs: PairStream,
  evaluation: Evaluation,
  options?: LeakageOptions,
): AsyncGenerator<Finding> {
  yield* (await loading()).scanLeakage(pairs, evaluation, options);
}

/** Like {@link scanLeakage}, for pairs that arrive in batches; yields the findings of each batch together. */
export async function* scanBatches(
  batches: AsyncIterable<readonly TrainingPair[]>,
  evaluation: Evaluation,
  options?: LeakageOptions,
): AsyncGenerator<readonly Finding[]> {
  yield* (await loading()).scanBatches(batches, evaluation, options);
}
