/** What `split` prints: the pools, what each rule took, the control's match and what a reader must know. */
import { printable } from "../src/basics/printable.ts";
import type { TrainingPair } from "../src/leakage/findings.ts";
import type { CleanAndControl } from "../src/leakage/pools/control_match.ts";
import { formatCondition, parseCondition } from "../src/leakage/pools/conditions.ts";
import { poolOf } from "../src/leakage/pools/pool_of.ts";
import type { PoolLists, PoolSet } from "../src/leakage/pools/pool_set.ts";
import { conditionsIn, storedPools } from "../src/leakage/pools/stored_pools.ts";
import { count } from "../src/statistics/format.ts";
import { aligned } from "../src/report/text.ts";
import { counted } from "./table.ts";
import { wrap } from "./wrap.ts";

/** A pool in numbers. */
export interface PoolSize {
  /** The condition that trains on it. */
  readonly condition: string;
  /** Number of pairs, those held out for validation among them. */
  readonly pairs: number;
  /** Number of labels among these; absent where pairs have none. */
  readonly classes?: number;
  /** Number of pairs to train on: those that are not held out. */
  readonly trainingPairs: number;
  /** Number of labels among these. */
  readonly trainingClasses?: number;
}

/** The size of each condition's pool. */
export function poolSizes(pools: PoolLists, pairs: readonly TrainingPair[]): PoolSize[] {
  const labelOf = new Map(pairs.map(({ id, label }) => [id, label]));
  const labeled = pairs.every(({ label }) => label !== undefined);
  const countClasses = (ids: readonly string[]) => new Set(ids.map((id) => labelOf.get(id))).size;
  const stored = storedPools(pools);
  return conditionsIn(pools).map((condition) => {
    const { training, validation } = poolOf(stored, condition);
    const ids = [...training, ...validation];
    return {
      condition: formatCondition(condition),
      pairs: ids.length,
      ...(labeled ? { classes: countClasses(ids) } : {}),
      trainingPairs: training.length,
      ...(labeled ? { trainingClasses: countClasses(training) } : {}),
    };
  });
}

/** The tables and sentences, in lines of at most 80 columns. */
export function splitTable(pools: PoolSet, sizes: readonly PoolSize[]): string {
  const { flaggedBy, flaggedAlone, removedWithSound, dirty, clean, notes } = pools;
  const rules = Object.keys(flaggedBy).map((rule) => [
    rule,
    count(flaggedBy[rule]!),
    count(flaggedAlone[rule]!),
  ]);
  const others = removedWithSound === 0
    ? []
    : [["(their sounds' others)", count(removedWithSound), ""]];
  const taken = dirty.length - clean.length;
  const labeled = sizes[0]?.classes !== undefined;
  return [
    ...aligned(sizeRows(sizes, labeled, pools.validation !== undefined)),
    "",
    ...aligned([["flagged by", "pairs", "alone"], ...rules, ...others, [
      "in all",
      count(taken),
      "",
    ]]),
    "",
    ...[...sentencesOn(pools), ...notes]
      .map((sentence) => wrap(printable(sentence), "- ")),
  ].join("\n");
}

/** A row a condition. Where pairs are held out, what is left to train on stands beside the whole pool. */
function sizeRows(sizes: readonly PoolSize[], labeled: boolean, isHeld: boolean): string[][] {
  const classes = (heading: string) => labeled ? [heading] : [];
  const held = isHeld ? ["held out", "to train on", ...classes("of classes")] : [];
  const isShuffled = ({ condition }: PoolSize) => parseCondition(condition)?.kind === "shuffled";
  const rows = sizes.filter((size) => !isShuffled(size)).map((size) => {
    const { condition, pairs, trainingPairs, classes, trainingClasses } = size;
    const all = [pairs, ...(labeled ? [classes!] : [])];
    const kept = [pairs - trainingPairs, trainingPairs, ...(labeled ? [trainingClasses!] : [])];
    return [condition, ...[...all, ...(isHeld ? kept : [])].map(count)];
  });
  return [["pool", "pairs", ...classes("classes"), ...held], ...rows];
}

function sentencesOn(pools: PoolSet): string[] {
  const { shuffled, seed, controlMatch: { valid, pairs, sounds, topics }, validation } = pools;
  const both = ([clean, control]: CleanAndControl) => `${count(control)} for ${count(clean)}`;
  const permuting = counted(shuffled.length, "shuffled pool permutes", "shuffled pools permute");
  const sentences = [
    `${permuting} the texts of clean, from the seed ${seed} on.`,
    `The control ${valid ? "matches" : "does not match"} clean: pairs ${both(pairs)}, sounds ` +
    `${both(sounds)}, topics ${both(topics)}.`,
  ];
  if (validation === undefined) return sentences;
  const held = counted(validation.ids.length, "pair");
  const groups = counted(validation.groups, "group");
  return [
    ...sentences,
    `Held out for validation: ${held} in ${groups} by ${validation.by}. They belong to every pool of ` +
    "pools.json, which lists them; the manifests of clean and control leave them out, and they have " +
    "one of their own.",
  ];
}
