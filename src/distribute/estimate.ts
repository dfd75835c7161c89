/**
 * What a command will cost, from a sample that is measured on this machine.
 * @module
 */
import { MOST_SHARDS, type ShardedCommand } from "./plan.ts";

/** What a whole command, or its largest shard, costs. */
export interface Cost {
  /** Units of the work; see {@link Estimate.unit}. */
  readonly amount: number;
  /** Bytes read and written. */
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** Seconds on one device of this kind, with what each process does before the first unit. */
  readonly seconds: number;
}

/** What was measured. */
export interface Sample {
  /** Units of the work. */
  readonly amount: number;
  /** Seconds that they took. */
  readonly seconds: number;
  /** Seconds before the first: inputs are read and models opened, by every shard. */
  readonly startSeconds: number;
}

/** What a command will cost. */
export interface Estimate {
  readonly schema: "earnest/estimate/1";
  readonly command: ShardedCommand;
  /** What the work is counted in; `bytes` are those of the table of pairs. */
  readonly unit: "items" | "pairs" | "bytes" | "sounds" | "rows";
  /** Number of shards, at least 1. */
  readonly shards: number;
  /** What computes, and the device of the sample. */
  readonly device: string;
  readonly sample: Sample;
  /** The shards together; without shards, the command. */
  readonly whole: Cost;
  /** The largest shard. */
  readonly shard: Cost;
  /** Hours of all processes together; each process holds one device. */
  readonly deviceHours: number;
  /**
   * How many shards the work can have before their starts take over 3 % more time than one process does; 1 where even two
   * would.
   */
  readonly thriftyShards: number;
  /** What the estimate leaves out, a sentence each. */
  readonly notes: readonly string[];
}

/** The work of a command, before it is divided. */
export interface Work {
  readonly command: ShardedCommand;
  readonly unit: Estimate["unit"];
  readonly device: string;
  readonly sample: Sample;
  /** Units in all, and in the largest shard. */
  readonly amount: number;
  readonly largest: number;
  readonly shards: number;
  /** Most shards that all have work: what a shard does at least may not be divided further. */
  readonly mostShards: number;
  /** Bytes that every shard reads, such as the list of items. */
  readonly bytesOfEach: number;
  /** Bytes read and written by all shards together, beside those. */
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly notes?: readonly string[];
}

/**
 * Divides work into shards. Time and bytes grow with the units; each shard pays once more for what comes before the first.
 *
 * @example Two shards of 100 items at 0.1 s each, and 2 s before the first:
 * ```ts
 * import assert from "node:assert/strict";
 * const { whole, shard, deviceHours } = estimateOf({
 *   command: "embed",
 *   unit: "items",
 *   device: "a card",
 *   sample: { amount: 10, seconds: 1, startSeconds: 2 },
 *   amount: 200,
 *   largest: 100,
 *   shards: 2,
 *   mostShards: 4,
 *   bytesOfEach: 50,
 *   bytesRead: 1000,
 *   bytesWritten: 400,
 * });
 * assert.deepEqual(shard, { amount: 100, bytesRead: 550, bytesWritten: 200, seconds: 12 });
 * assert.deepEqual([whole.seconds, whole.bytesRead, deviceHours], [24, 1100, 24 / 3600]);
 * ```
 */
export function estimateOf(work: Work): Estimate {
  const { command, unit, device, sample, amount, shards, notes = [] } = work;
  const costOf = (units: number, processes: number): Cost => {
    const share = amount === 0 ? 0 : units / amount;
    return {
      amount: units,
      bytesRead: Math.round(share * work.bytesRead + processes * work.bytesOfEach),
      bytesWritten: Math.round(share * work.bytesWritten),
      seconds: units * sample.seconds / sample.amount + processes * sample.startSeconds,
    };
  };
  const whole = costOf(amount, shards);
  return {
    ...{ schema: "earnest/estimate/1", command, unit, shards, device, sample, whole },
    shard: costOf(work.largest, 1),
    deviceHours: whole.seconds / 3600,
    thriftyShards: thriftyShards(work, costOf(amount, 1).seconds),
    notes,
  };
}

/** Largest share of a command's time that the starts of further processes may take. */
const MOST_OVERHEAD = 0.03;

/**
 * Returns how many shards work can have at little cost.
 *
 * @param seconds what one process takes
 */
function thriftyShards(
  { sample: { startSeconds }, mostShards }: Pick<Work, "sample" | "mostShards">,
  seconds: number,
): number {
  const more = MOST_OVERHEAD * seconds / startSeconds;
  // Of a start that takes no time there may be any number.
  return Math.min(MOST_SHARDS, Math.max(1, mostShards), 1 + Math.floor(more || 0));
}

/** Size of a file in bytes; 0 for anything else, such as the folder of a data set. */
export async function bytesOf(path: string): Promise<number> {
  return await Deno.stat(path).then(({ isFile, size }) => isFile ? size : 0, () => 0);
}
