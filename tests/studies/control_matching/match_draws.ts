/**
 * Draws control pools and compares each with the clean pool.
 * @module
 */
import { type ControlMatch, MATCH_TOLERANCE } from "../../../src/leakage/pools/control_match.ts";
import type { LeakUnit } from "../../../src/leakage/pools/flagged.ts";
import { PoolMaker } from "../../../src/leakage/pools/pools.ts";
import { SoundsAndTopics } from "../../../src/leakage/pools/sounds_and_topics.ts";
import type { MatchingCase } from "./cases.ts";

/** What the draws of one case gave. */
export interface MatchedDraws {
  /** Number of pairs that the clean pool lacks, and of all. */
  readonly flagged: readonly [flagged: number, all: number];
  /** The match of each draw. */
  readonly matches: readonly ControlMatch[];
  /** Mean share of two draws' removed sounds that both remove, over neighboring draws. */
  readonly shared: number;
  /** Milliseconds that a draw took. */
  readonly milliseconds: number;
}

/** Draws controls with seeds from 0 on. */
export function matchDraws(
  { pairs, findings, nouns }: MatchingCase,
  unit: LeakUnit,
  draws: number,
): MatchedDraws {
  const maker = new PoolMaker(pairs, findings, { unit, nouns });
  const dirty = new Set(maker.dirty);
  const start = performance.now();
  const controls = Array.from({ length: draws }, (_, seed) => maker.control(seed, 0));
  const milliseconds = (performance.now() - start) / draws;
  const removed = controls.map((control) => dirty.difference(new Set(control)));
  const shares = removed.slice(1).map((set, i) =>
    set.intersection(removed[i]!).size / Math.max(1, set.size)
  );
  return {
    flagged: [maker.flagged.ids.size, pairs.length],
    matches: controls.map((control) => maker.match(control)),
    shared: shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length),
    milliseconds,
  };
}

/** Whether each draw agrees with clean in pairs, sounds and topics, or is refused. */
export function isMatchedOrRefused({ matches }: MatchedDraws): boolean {
  return matches.every(({ valid, pairs, sounds, topics }) =>
    !valid ||
    [pairs, sounds, topics].every(([clean, control]) =>
      Math.abs(control - clean) <= MATCH_TOLERANCE * clean
    )
  );
}

/** Returns the largest difference of any draw from clean in a measure, in percent. */
export function furthest(
  { matches }: MatchedDraws,
  measure: "pairs" | "sounds" | "topics",
): number {
  return Math.max(
    ...matches.map(({ [measure]: [clean, control] }) =>
      100 * Math.abs(control - clean) / Math.max(clean, 1)
    ),
  );
}

/** Counts topics with another definition than the pools': the nouns of at least so many sounds. */
export function topicsApart(
  { pairs, findings, nouns }: MatchingCase,
  unit: LeakUnit,
  draws: number,
): { readonly clean: number; readonly control: number } {
  const maker = new PoolMaker(pairs, findings, { unit, nouns });
  const all = new SoundsAndTopics(pairs, nouns);
  const nounsIn = (ids: readonly string[]) =>
    new Set(ids.flatMap((id) => nouns.get(id) ?? all.topicsOf(id))).size;
  const controls = Array.from({ length: draws }, (_, seed) => nounsIn(maker.control(seed, 0)));
  return {
    clean: nounsIn(maker.clean),
    control: controls.reduce((sum, count) => sum + count, 0) / draws,
  };
}
