/**
 * Checks that pools from a file belong together.
 * @module
 */
import { unreadable } from "../../formats/reading.ts";
import type { PoolLists } from "./pool_set.ts";

/**
 * Refuses pools that do not belong together: pools with an id twice, or with a pair that cannot be in them.
 *
 * @param name the file's name, for errors
 * @throws {InputError} with the names of the pools and the number of wrong ids
 */
export function checkPools(pools: PoolLists, name: string): void {
  const { dirty, clean, control, doses, diversity, shuffled, validation } = pools;
  const all = distinct(dirty, "dirty", name);
  const unflagged = distinct(clean, "clean", name);
  const flagged = all.difference(unflagged);
  const held = distinct(validation?.ids ?? [], "validation", name);
  const free = unflagged.difference(held);
  const controlled = distinct(control, "control", name);
  checkWithin(unflagged, all, "clean", "dirty", name);
  checkWithin(controlled, all, "control", "dirty", name);
  checkWithin(held, unflagged, "validation", "clean", name);
  checkWithin(held, controlled, "validation", "control", name);
  const put = distinct(doses.order, "doses", name);
  checkWithin(put, flagged, "doses", "dirty without clean", name);
  checkSteps(doses.steps.map((step) => step.flagged), put.size, "doses", name);
  const classed = distinct(diversity?.order ?? [], "diversity", name);
  checkWithin(classed, free, "diversity", "clean without validation", name);
  checkSteps(diversity?.steps.map((step) => step.pairs) ?? [], classed.size, "diversity", name);
  for (const { seed, texts } of shuffled) {
    checkWithin(new Set(texts), unflagged, `shuffled-${seed}`, "clean", name);
    if (texts.length === clean.length) continue;
    const reason =
      `"shuffled-${seed}" has ${texts.length} texts; "clean" has ${clean.length} pairs`;
    throw unreadable(name, reason);
  }
}

function distinct(list: readonly string[], key: string, name: string): Set<string> {
  const set = new Set(list);
  if (set.size === list.length) return set;
  throw unreadable(name, `"${key}" has ${list.length} ids, but only ${set.size} distinct ones`);
}

function checkWithin(
  part: ReadonlySet<string>,
  whole: ReadonlySet<string>,
  key: string,
  other: string,
  name: string,
): void {
  if (part.isSubsetOf(whole)) return;
  const strays = part.difference(whole).size;
  throw unreadable(name, `${strays} of ${part.size} ids of "${key}" are not in "${other}"`);
}

function checkSteps(steps: readonly number[], most: number, key: string, name: string): void {
  const over = steps.find((step) => step > most);
  if (over === undefined) return;
  throw unreadable(name, `"${key}" takes ${over} ids from an order of ${most}`);
}
