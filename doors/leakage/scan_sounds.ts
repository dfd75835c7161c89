/**
 * Loads `src/leakage/audio/scan_sounds.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { ListenOptions, SoundScan } from "../../src/leakage/audio/scan_sounds.ts";
import type { EvaluationItem, TrainingPair } from "../../src/leakage/findings.ts";
import type { SoundRule } from "../../src/leakage/rule_groups.ts";

const loading = later<typeof import("../../src/leakage/audio/scan_sounds.ts")>(
  new URL("../../src/leakage/audio/scan_sounds.ts", import.meta.url),
);

/**
 * Finds the training pairs whose sound is that of an evaluation item: the same decoded samples, or a copy that was
 * encoded again, resampled, made louder or cut. Every file is decoded once for both rules, the items' files first; only
 * hashes and fingerprints are kept. A pair has one finding for each label and rule; `AUDIO-NEAR` does not repeat what
 * `AUDIO-EXACT` finds. Pairs and items without a file are skipped.
 *
 * @throws {InputError} when no pair, or no item, has a file that can be read, since the rules would then pass anything;
 * with `strict`, when any file cannot be read or is unusual
 * @throws {SurroundingsError} when the disk fails
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pairs = [{ id: "t", text: "dog", file: "nowhere.wav" }];
 * await assert.rejects(scanSounds(pairs, [{ id: "e", label: "dog" }], { rules: ["AUDIO-EXACT"] }), {
 *   message: "AUDIO-EXACT cannot run: none of 1 evaluation items has a file",
 * });
 * ```
 */
export async function scanSounds(
  pairs: readonly TrainingPair[],
  items: readonly EvaluationItem[],
  options?: ListenOptions & { readonly rules?: readonly SoundRule[] | undefined },
): Promise<SoundScan> {
  return await (await loading()).scanSounds(pairs, items, options);
}
