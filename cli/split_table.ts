/** What `split` prints: the pools, what each rule took, the control's match and what a reader must know. */
import { printable } from "../src/basics/printable.ts";
import type { TrainingPair } from "../src/leakage/findings.ts";
import { conditionsOf, poolOf } from "../src/leakage/pools/conditions.ts";
import type { PoolSet } from "../src/leakage/pools/pool_set.ts";
import { count } from "../src/report/text.ts";
import { wrap } from "./wrap.ts";

/** A pool in numbers. */
export interface PoolSize {
  /** The condition that trains on it. */
  readonly condition: string;
  /** Number of pairs, those held out for validation among them. */
  readonly pairs: number;
  /** Number of labels among these; absent where pairs have none. */
  readonly classes?: number;
}

/** The size of each condition's pool. */
export function poolSizes(pools: PoolSet, pairs: readonly TrainingPair[]): PoolSize[] {
  const labelOf = new Map(pairs.map(({ id, label }) => [id, label]));
  const labeled = pairs.every(({ label }) => label !== undefined);
  return conditionsOf(pools).map((condition) => {
    const { training, validation } = poolOf(pools, condition);
    const ids = [...training, ...validation];
    const classes = labeled ? { classes: new Set(ids.map((id) => labelOf.get(id))).size } : {};
    return { condition, pairs: ids.length, ...classes };
  });
}

/** The tables and sentences, in lines of at most 80 columns. */
export function splitTable(pools: PoolSet, sizes: readonly PoolSize[]): string {
  const { flaggedBy, flaggedAlone, dirty, clean, controlMatch: match, validation, notes } = pools;
  const labeled = sizes[0]?.classes !== undefined;
  const rows = sizes.filter(({ condition }) => !condition.startsWith("shuffled-"))
    .map(({ condition, pairs, classes }) => [
      condition,
      count(pairs),
      ...(labeled ? [count(classes!)] : []),
    ]);
  const rules = Object.keys(flaggedBy).map((rule) => [
    rule,
    count(flaggedBy[rule]!),
    count(flaggedAlone[rule]!),
  ]);
  const taken = dirty.length - clean.length;
  const sentences = [
    `${pools.shuffled.length} shuffled pools permute the texts of clean, from the seed ${pools.seed} on.`,
    `The control lacks ${match.pairsRemoved} unflagged pairs for ${match.pairsTarget} flagged ones` +
    (labeled ? `, and ${match.classesRemoved} whole classes for ${match.classesTarget}.` : "."),
    ...(validation
      ? [
        `Held out for validation, in every pool: ${validation.ids.length} pairs in ` +
        `${validation.groups} groups by ${validation.by}.`,
      ]
      : []),
    ...notes,
  ];
  return [
    ...aligned([["pool", "pairs", ...(labeled ? ["classes"] : [])], ...rows]),
    "",
    ...aligned([["flagged by", "pairs", "alone"], ...rules, ["in all", count(taken), ""]]),
    "",
    ...sentences.map((sentence) => wrap(printable(sentence), "- ")),
  ].join("\n");
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, i) => i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!)).join("  ")
      .trimEnd()
  );
}
