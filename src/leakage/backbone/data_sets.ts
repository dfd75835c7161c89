/**
 * Known sound data sets and their origins.
 * @module
 */
import { wordsOf } from "../text/words.ts";
import table from "./known_data_sets.json" with { type: "json" };

/** A known data set. */
interface DataSet {
  readonly name: string;
  /** Other names. */
  readonly aliases?: readonly string[];
  /** Data sets that contain all of it. */
  readonly partOf?: readonly string[];
  /** Archives and data sets that it was selected from; other selections from them can hold the same sources. */
  readonly drawnFrom?: readonly string[];
}

/** A data set or archive that a data set's clips are in or come from. */
export interface Origin {
  /** The name in the table. */
  readonly name: string;
  /** The key of the name. */
  readonly key: string;
  /** The names on the way, starting at the data set: `ESC-10`, `ESC-50`, `Freesound`. */
  readonly way: readonly string[];
  /** Whether every step is a part of the next, so that the origin certainly holds the whole data set. */
  readonly holdsAll: boolean;
}

/** Words that name a portion of a data set, or say nothing. */
const PORTIONS = new Set(
  "train training dev development val valid validation eval evaluation test split set subset dataset balanced unbalanced full"
    .split(" "),
);

const DATA_SETS = new Map<string, DataSet>(
  (table as DataSet[]).flatMap((dataSet) =>
    [dataSet.name, ...dataSet.aliases ?? []].map((name) => [plainKey(name), dataSet])
  ),
);

/**
 * Returns a key that is equal for names of one data set: case, separators, versions, portions and aliases do not count.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(dataSetKey("ESC50"), dataSetKey("esc_50 (fold 4)"));
 * assert.equal(dataSetKey("Clotho v2.1 development"), dataSetKey("clotho"));
 * assert.equal(dataSetKey("US8K"), dataSetKey("UrbanSound8K"));
 * assert.notEqual(dataSetKey("ESC-10"), dataSetKey("ESC-50"));
 * ```
 */
export function dataSetKey(name: string): string {
  const known = knownDataSet(name);
  return plainKey(known?.name ?? name);
}

/** Returns the data set itself, then everything that its clips are in or come from, nearest first. */
export function originsOf(name: string): Origin[] {
  const first = knownDataSet(name)?.name ?? name;
  const origins: Origin[] = [{ name: first, key: dataSetKey(first), way: [first], holdsAll: true }];
  const seen = new Set([origins[0]!.key]);
  for (const { name: from, way, holdsAll } of origins) {
    const { partOf = [], drawnFrom = [] } = knownDataSet(from) ?? {};
    const steps = [
      ...partOf.map((next) => ({ next, whole: true })),
      ...drawnFrom.map((next) => ({ next, whole: false })),
    ];
    for (const { next, whole } of steps) {
      const key = dataSetKey(next);
      if (seen.has(key)) continue;
      seen.add(key);
      origins.push({ name: next, key, way: [...way, next], holdsAll: holdsAll && whole });
    }
  }
  return origins;
}

function knownDataSet(name: string): DataSet | undefined {
  return DATA_SETS.get(plainKey(name));
}

/** Joins the words of a name without portions and version; returns the name itself where it has no words. */
function plainKey(name: string): string {
  const all = wordsOf(name.replaceAll(/\([^()]*\)/g, " ")).map(({ key }) => key);
  const telling = all.filter((word) => !PORTIONS.has(word));
  return withoutVersion(telling.length > 0 ? telling : all).join("") || name;
}

/** Cuts `v2`, `v2.1` and `2.1` off the end; a lone number is kept, since it often belongs to the name (`ESC-50`). */
function withoutVersion(words: readonly string[]): string[] {
  const at = words.findIndex((word) => /v\d+$/.test(word));
  if (at >= 0) return [...words.slice(0, at), words[at]!.replace(/v\d+$/, "")];
  const isDotted = words.length > 2 && words.slice(-2).every((word) => /^\d$/.test(word));
  return isDotted ? words.slice(0, -2) : [...words];
}
