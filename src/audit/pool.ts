/**
 * The pairs that a cell trains on.
 * @module
 */
import type { Pools } from "../leakage/pools/pools.ts";
import { diversity, leakDose } from "../leakage/pools/series.ts";
import { shuffleTexts } from "../leakage/pools/shuffle.ts";
import type { AuditPair } from "./inputs.ts";
import type { Cell, Training } from "./plan.ts";

/** A training pool with the text that each of its pairs trains on. */
export interface CellPool {
  /** The pairs, in order of id. */
  readonly pairs: readonly AuditPair[];
  /** The text of each. */
  readonly texts: readonly string[];
}

/**
 * The pool of a cell. `untrained` projectors train on nothing; the clean pool standardises their inputs.
 *
 * @param pools of the cell's class fold and seed
 * @param pairs all training pairs, by id
 */
export function poolOf(
  cell: Cell,
  pools: Pools,
  pairs: ReadonlyMap<string, AuditPair>,
): CellPool {
  const { condition } = cell;
  const members = idsOf(cell, pools, pairs).map((id) => pairs.get(id)!);
  if (condition !== "shuffled" && condition !== "shuffled-dirty") {
    return { pairs: members, texts: members.map(({ text }) => text) };
  }
  const donors = shuffleTexts(members, cell.seed, cell.fold);
  return { pairs: members, texts: members.map(({ id }) => pairs.get(donors.get(id)!)!.text) };
}

function idsOf(
  { condition, seed }: Cell,
  { dirty, clean, control }: Pools,
  pairs: ReadonlyMap<string, AuditPair>,
): readonly string[] {
  if (condition === "dirty" || condition === "shuffled-dirty") return dirty;
  if (condition === "control") return control;
  const dose = shareIn(condition, "dose-");
  if (dose !== undefined) {
    const { order, steps } = leakDose({ dirty, clean }, seed, [dose]);
    return [...clean, ...order.slice(0, steps[0]!.flagged)].sort();
  }
  const share = shareIn(condition, "diversity-");
  if (share !== undefined) {
    const { order, steps } = diversity(clean.map((id) => pairs.get(id)!), seed, [share])!;
    return order.slice(0, steps[0]!.pairs).toSorted();
  }
  return clean;
}

function shareIn(condition: Training, prefix: string): number | undefined {
  return condition.startsWith(prefix) ? Number(condition.slice(prefix.length)) : undefined;
}
