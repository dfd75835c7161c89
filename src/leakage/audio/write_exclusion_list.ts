/**
 * Writes a list of recordings to be left out, in the form in which corpora publish them.
 * @module
 */
import { safeJson } from "../../basics/safe_json.ts";
import type { TrainingPair } from "../findings.ts";
import { withoutCaption } from "./audio_listed.ts";
import { sourceOf } from "./source.ts";

/** The keys that WavCaps' lists have for the archives. */
const KEYS = { YouTube: "AudioSet", Freesound: "FreeSound" } as const;

/**
 * The JSON of a list: ids of the pairs' sounds by the archive that they come from, and all ids as the manifest has them.
 * `--exclude` reads it.
 *
 * @param pairs those that are to be left out
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pairs = [{ id: "1-100032-A.wav#2", text: "a dog" }, { id: "x.wav", text: "a cat" }];
 * assert.deepEqual(JSON.parse(exclusionList(pairs)), {
 *   AudioSet: [],
 *   FreeSound: ["100032"],
 *   id: ["1-100032-A.wav", "x.wav"],
 * });
 * ```
 */
export function exclusionList(pairs: readonly TrainingPair[]): string {
  const listed = {
    AudioSet: new Set<string>(),
    FreeSound: new Set<string>(),
    id: new Set<string>(),
  };
  for (const pair of pairs) {
    const sound = pair.sound ?? withoutCaption(pair.id);
    listed.id.add(sound);
    const source = sourceOf({ ...pair, id: sound });
    const [, archive, id] = /^(YouTube|Freesound) (\S+)$/.exec(source?.key ?? "") ?? [];
    if (id !== undefined) listed[KEYS[archive as "YouTube"]].add(id);
  }
  const lists = Object.entries(listed).map(([key, ids]) => [key, [...ids].sort()]);
  return `${safeJson(Object.fromEntries(lists))}\n`;
}
