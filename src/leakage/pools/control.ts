/**
 * The control pool: it lacks as many pairs as the clean pool, but none of the flagged ones.
 * @module
 */
import type { RandomStream } from "../../basics/random.ts";
import type { TrainingPair } from "../findings.ts";

/** The pairs that were removed for the control pool. */
export interface ControlRemoval {
  /** Ids of the removed pairs. */
  readonly removed: ReadonlySet<string>;
  /** How well the removal matches the flagged pairs. */
  readonly match: ControlMatch;
}

/** Numbers of pairs and classes that were removed for the control pool, and their targets. */
export interface ControlMatch {
  /** Number of pairs removed. */
  readonly pairsRemoved: number;
  /** Number of flagged pairs. */
  readonly pairsTarget: number;
  /** Number of labels that lose all their pairs; 0 where pairs have no labels. */
  readonly classesRemoved: number;
  /** Number of labels whose pairs are all flagged. */
  readonly classesTarget: number;
}

/**
 * Chooses unflagged pairs at random, as many as are flagged, with as many whole classes among them.
 *
 * 1. Classes without any flagged pair are drawn at random, as many as there are classes flagged whole. Then drawn and
 *    other classes are exchanged, each time the two that bring the number of pairs nearest to the target
 *    from below (below, since single pairs can still be added; where no choice is below, nearest from above).
 * 2. If pairs are missing, single unflagged pairs are added at random, never the last pair of a class.
 *    If there are too many, pairs of the class drawn last are returned to the pool.
 *
 * The number of pairs is therefore exact unless too few unflagged pairs exist. The number of classes is exact
 * unless too few unflagged classes exist, or they are so large that pairs had to be returned.
 *
 * @param pairs every training pair, in an order that does not depend on the input's
 * @param flagged ids of the flagged pairs
 * @param kept ids of unflagged pairs that must stay
 */
export function chooseControl(
  pairs: readonly TrainingPair[],
  flagged: ReadonlySet<string>,
  random: RandomStream,
  kept: ReadonlySet<string>,
): ControlRemoval {
  const classes = Map.groupBy(pairs.filter(({ label }) => label !== undefined), (p) => p.label!);
  const wholeIn = (ids: ReadonlySet<string>) =>
    [...classes.values()].filter((members) => members.every(({ id }) => ids.has(id))).length;
  const classesTarget = wholeIn(flagged);

  const removable = ({ id }: TrainingPair) => !flagged.has(id) && !kept.has(id);
  const unflagged = [...classes.keys()].sort().map((label) => classes.get(label)!)
    .filter((members) => members.every(removable));
  const drawn = drawClasses(random.shuffled(unflagged), classesTarget, flagged.size);
  const removed = new Set(
    drawn.flatMap((members) => random.shuffled(members)).slice(0, flagged.size).map(({ id }) => id),
  );

  const singles = random.shuffled(pairs).filter(removable);
  addSingles(removed, flagged.size, singles, classes);
  const match = {
    pairsRemoved: removed.size,
    pairsTarget: flagged.size,
    classesRemoved: wholeIn(removed),
    classesTarget,
  };
  return { removed, match };
}

/** Draws `count` of the classes, then exchanges single ones to come as near to `target` pairs as that leads. */
function drawClasses(
  classes: readonly (readonly TrainingPair[])[],
  count: number,
  target: number,
): (readonly TrainingPair[])[] {
  const drawn = classes.slice(0, count);
  const others = classes.slice(count);
  // Missing pairs can be added exactly, so any excess is worse than any lack.
  const cost = (total: number) => total <= target ? target - total : total;
  let total = drawn.reduce((sum, { length }) => sum + length, 0);
  for (;;) {
    let best: { total: number; i: number; j: number } = { total, i: -1, j: -1 };
    const candidates = firstOfEachSize(others);
    for (const i of firstOfEachSize(drawn)) {
      for (const j of candidates) {
        const exchanged = total - drawn[i]!.length + others[j]!.length;
        if (cost(exchanged) < cost(best.total)) best = { total: exchanged, i, j };
      }
    }
    if (best.i < 0) return drawn;
    [drawn[best.i], others[best.j]] = [others[best.j]!, drawn[best.i]!];
    total = best.total;
  }
}

/** Returns the first class of each size, by index: others of that size are equivalent, and there can be a million. */
function firstOfEachSize(classes: readonly (readonly TrainingPair[])[]): number[] {
  const firsts = new Map<number, number>();
  classes.forEach(({ length }, i) => {
    if (!firsts.has(length)) firsts.set(length, i);
  });
  return [...firsts.values()];
}

/** Adds pairs until `target` are removed; every class that still has pairs keeps at least one. */
function addSingles(
  removed: Set<string>,
  target: number,
  candidates: readonly TrainingPair[],
  classes: ReadonlyMap<string, readonly TrainingPair[]>,
): void {
  const left = new Map(
    Array.from(classes, ([label, members]) => [
      label,
      members.filter(({ id }) => !removed.has(id)).length,
    ]),
  );
  for (const { id, label } of candidates) {
    if (removed.size >= target) return;
    if (removed.has(id)) continue;
    if (label !== undefined) {
      const count = left.get(label)!;
      if (count === 1) continue;
      left.set(label, count - 1);
    }
    removed.add(id);
  }
}
