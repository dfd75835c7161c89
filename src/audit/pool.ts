/**
 * The pairs that a cell trains on.
 * @module
 */
import type { Pools } from "../leakage/pools/pools.ts";
import { shuffleTexts } from "../leakage/pools/shuffle.ts";
import type { AuditPair } from "./inputs.ts";
import type { Cell } from "./plan.ts";

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
  const ids = pools[condition === "dirty" || condition === "control" ? condition : "clean"];
  const members = ids.map((id) => pairs.get(id)!);
  if (condition !== "shuffled") return { pairs: members, texts: members.map(({ text }) => text) };
  const donors = shuffleTexts(members, cell.seed, cell.fold);
  return { pairs: members, texts: members.map(({ id }) => pairs.get(donors.get(id)!)!.text) };
}
