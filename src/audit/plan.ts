/**
 * The plan of an audit: which trainings make it up.
 * @module
 */
import type { AuditConfiguration } from "./configuration.ts";
import type { AuditInputs } from "./inputs.ts";
import type { Condition } from "./results.ts";

/** One training (or, `untrained`, one initialisation) and its evaluation. */
export interface Cell {
  /** Number of the class fold that is held out. */
  readonly fold: number;
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** Training pool. */
  readonly condition: Condition;
  /** Seed of weights, batches, dropout, and of the pool where it is drawn at random. */
  readonly seed: number;
  /** Rank of the training within its condition and fold, from 0. */
  readonly rank: number;
}

/**
 * Every cell, class fold by class fold, so that partial results cover all conditions.
 *
 * A shuffled condition has fresh permutations in each fold, at least `shuffles` of them in all; seeds go on
 * from the first.
 */
export function planCells(configuration: AuditConfiguration, inputs: AuditInputs): Cell[] {
  const { seeds, conditions, shuffles, evaluation: { classFolds } } = configuration;
  const permutations = Math.ceil(shuffles / classFolds);
  const shuffleSeeds = Array.from({ length: permutations }, (_, i) => (seeds[0]! + i) >>> 0);
  const cells: Cell[] = [];
  for (let fold = 0; fold < classFolds; fold++) {
    for (const { name: audio } of inputs.audio) {
      for (const { name: text } of inputs.text) {
        for (const condition of conditions) {
          const own = condition === "shuffled" ? shuffleSeeds : seeds;
          own.forEach((seed, rank) => cells.push({ fold, audio, text, condition, seed, rank }));
        }
      }
    }
  }
  return cells;
}
