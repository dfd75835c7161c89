/**
 * Groups training pairs that must not be separated: those of one class, of one source, of one sound.
 * @module
 */
import { sourceOf } from "../audio/source.ts";
import type { TrainingPair } from "../findings.ts";
import { soundOf } from "./sounds.ts";

/** What holds pairs together: their class (and their source), or their source alone. */
export type GroupedBy = "class" | "source";

/**
 * Groups pairs so that no class (where `by` is `class`), no source and no sound is in two groups. A pair that shares a
 * source with a group belongs to it, so two classes that were cut from one source are one group.
 *
 * `sourceOf` defines what a source is; file names can name it, too. `soundOf` defines what a sound is.
 *
 * @param by what holds pairs together; `class` needs a label for each pair
 * @returns the groups, each in order of id, in the order of their first ids
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pairs = [
 *   { id: "a", text: "dog", label: "dog", source: "1" },
 *   { id: "b", text: "hen", label: "hen", source: "1" },
 *   { id: "c", text: "hen", label: "hen", source: "2" },
 *   { id: "d", text: "pig", label: "pig", source: "3" },
 * ];
 * const idsIn = (groups: { id: string }[][]) => groups.map((group) => group.map(({ id }) => id));
 * assert.deepEqual(idsIn(groupPairs(pairs, "class")), [["a", "b", "c"], ["d"]]);
 * assert.deepEqual(idsIn(groupPairs(pairs, "source")), [["a", "b"], ["c"], ["d"]]);
 * ```
 */
export function groupPairs(pairs: readonly TrainingPair[], by: GroupedBy): TrainingPair[][] {
  const sorted = pairs.toSorted((a, b) => a.id < b.id ? -1 : 1);
  const leaders = new DisjointSets();
  for (const pair of sorted) {
    const [first, ...others] = groupKeys(pair, by);
    for (const other of others) leaders.join(first!, other);
  }
  return [...Map.groupBy(sorted, (pair) => leaders.leaderOf(groupKeys(pair, by)[0]!)).values()];
}

function groupKeys(pair: TrainingPair, by: GroupedBy): string[] {
  const { label } = pair;
  const source = sourceOf(pair)?.key;
  const keys: string[] = [];
  if (by === "class") keys.push(`class ${label}`);
  if (source !== undefined) keys.push(`source ${source}`);
  keys.push(soundOf(pair));
  return keys;
}

/** Disjoint sets of keys, joined step by step; each key leads to the leader of its set. */
class DisjointSets {
  readonly #towards = new Map<string, string>();

  leaderOf(key: string): string {
    let leader = key;
    for (let next; (next = this.#towards.get(leader)) !== undefined;) leader = next;
    // Later lookups take one step, so each long chain is walked once.
    for (let at = key; at !== leader;) {
      const next = this.#towards.get(at)!;
      this.#towards.set(at, leader);
      at = next;
    }
    return leader;
  }

  join(one: string, other: string): void {
    const [from, to] = [this.leaderOf(one), this.leaderOf(other)];
    if (from !== to) this.#towards.set(from, to);
  }
}
