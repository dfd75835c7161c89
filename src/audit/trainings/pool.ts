/**
 * The pairs that a cell trains on.
 * @module
 */
import type { Pools } from "../../leakage/pools/pools.ts";
import { diversity, leakDose } from "../../leakage/pools/series.ts";
import { shuffleTexts } from "../../leakage/pools/shuffle.ts";
import type { AuditPair } from "../inputs/read_inputs.ts";
import { type Cell, isShuffled, type Training } from "./plan.ts";

/** A training pool with the text that each of its pairs trains on. */
export interface CellPool {
  /** The pairs that are trained on, in order of id. */
  readonly pairs: readonly AuditPair[];
  /** The text of each. */
  readonly texts: readonly string[];
  /** Those that are held out to tell when to stop, where some are. */
  readonly heldOut?: Pick<CellPool, "pairs" | "texts">;
}

/**
 * The pool of a cell. `untrained` projectors train on nothing; the clean pool standardises their inputs.
 *
 * @param pools of the cell's class fold and seed
 * @param pairs all training pairs, by id
 * @param heldOut ids of those held out to tell when to stop; every pool has them
 */
export function poolOf(
  cell: Cell,
  pools: Pools,
  pairs: ReadonlyMap<string, AuditPair>,
  heldOut: ReadonlySet<string> = new Set(),
): CellPool {
  const members = idsOf(cell, pools, pairs, heldOut).map((id) => pairs.get(id)!);
  const textOf = textsOf(cell, members, pairs);
  const withTexts = (own: readonly AuditPair[]) => ({
    pairs: own,
    texts: own.map(({ id }) => textOf(id)),
  });
  if (heldOut.size === 0) return withTexts(members);
  return {
    ...withTexts(members.filter(({ id }) => !heldOut.has(id))),
    heldOut: withTexts(members.filter(({ id }) => heldOut.has(id))),
  };
}

/** The text that each pair trains on: another's, where texts are shuffled. */
function textsOf(
  { condition, seed, fold }: Cell,
  members: readonly AuditPair[],
  pairs: ReadonlyMap<string, AuditPair>,
): (id: string) => string {
  if (!isShuffled(condition)) return (id) => pairs.get(id)!.text;
  const donors = shuffleTexts(members, seed, fold);
  return (id) => pairs.get(donors.get(id)!)!.text;
}

function idsOf(
  { condition, seed }: Cell,
  { dirty, clean, control }: Pools,
  pairs: ReadonlyMap<string, AuditPair>,
  heldOut: ReadonlySet<string>,
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
    const trained = clean.filter((id) => !heldOut.has(id));
    const { order, steps } = diversity(trained.map((id) => pairs.get(id)!), seed, [share])!;
    return [...order.slice(0, steps[0]!.pairs), ...heldOut].sort();
  }
  return clean;
}

function shareIn(condition: Training, prefix: string): number | undefined {
  return condition.startsWith(prefix) ? Number(condition.slice(prefix.length)) : undefined;
}
