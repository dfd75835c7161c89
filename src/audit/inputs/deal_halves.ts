/**
 * Splits the sources of an evaluation into two halves, one to train on and one to be named.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { RandomStream } from "../../basics/random.ts";
import { sourceOf } from "../../leakage/audio/source.ts";
import type { EvaluationItem } from "../../leakage/findings.ts";

/** Ids of the two halves. */
export interface Halves {
  /** Ids of the items to train on. */
  readonly training: ReadonlySet<string>;
  /** Ids of the items to be named. */
  readonly evaluation: ReadonlySet<string>;
}

/**
 * Deals whole sources, class by class, in random order, each to the half that has fewer items of the class. A source
 * that was cut into clips of several classes stays in one half. An item without a known source counts as a source of
 * its own.
 *
 * @param manifest the name of the items in messages
 * @throws {InputError} when a class does not have two sources, one for each half
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const items = ["a", "b"].flatMap((source) =>
 *   [1, 2].map((n) => ({ id: `${source}${n}`, label: "dog", source }))
 * );
 * const { training, evaluation } = dealHalves(items, 0, "items.csv");
 * assert.equal(training.size, 2);
 * assert.equal(training.has("a1"), training.has("a2"));
 * assert.equal(evaluation.size, 2);
 * ```
 */
export function dealHalves(
  items: readonly EvaluationItem[],
  seed: number,
  manifest: string,
): Halves {
  const sourceKey = (item: EvaluationItem) => sourceOf(item)?.key ?? `item ${item.id}`;
  const random = new RandomStream(seed, "training half");
  const halfOf = new Map<string, 0 | 1>();
  const classes = Map.groupBy(items, ({ label }) => label);
  for (const label of [...classes.keys()].sort()) {
    const sources = Map.groupBy(classes.get(label)!, sourceKey);
    const counts: [number, number] = [0, 0];
    const names = random.shuffled([...sources.keys()].sort());
    const isDealt = (name: string) => halfOf.has(name);
    // Sources that another class has dealt come first, so that the other sources balance them.
    for (const name of [...names.filter(isDealt), ...names.filter((name) => !isDealt(name))]) {
      const half = halfOf.get(name) ?? (counts[0] <= counts[1] ? 0 : 1);
      halfOf.set(name, half);
      counts[half] += sources.get(name)!.length;
    }
    if (counts[0] > 0 && counts[1] > 0) continue;
    throw new InputError(
      `"${manifest}" has ${sources.size === 1 ? "one source" : "no sources of its own"} ` +
        `of "${quotable(label)}"; without "training" each class needs two, one to train on and ` +
        "one to be named",
    );
  }
  const idsIn = (half: number) =>
    new Set(items.filter((item) => halfOf.get(sourceKey(item)) === half).map(({ id }) => id));
  return { training: idsIn(0), evaluation: idsIn(1) };
}
