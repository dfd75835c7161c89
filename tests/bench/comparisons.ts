/**
 * What is compared: for each family the pieces of work, who does them and how they are timed.
 * @module
 */
import { searchDifference, valueDifference } from "./agreement.ts";
import { CONTESTANTS } from "./contestants.ts";
import { productOperations, PRODUCTS } from "./families/matrix_multiply.ts";
import type { Timing, Turn } from "./rounds.ts";
import type { FamilyName, Work } from "./work.ts";

/** A piece of work and how it is compared. */
export interface Comparison {
  /** Its family. */
  readonly family: FamilyName;
  /** As the table shows it. */
  readonly name: string;
  /** Who does what; the first is what the others are compared with. */
  readonly turns: readonly Turn[];
  /** How it is timed. */
  readonly timing: Timing;
  /** Multiplications and additions of one repetition, where a share of the peak is told. */
  readonly operations?: number;
  /** What is asked of the contestants to see that they compute the same; the timed work where absent. */
  readonly check?: { readonly turns: readonly Turn[]; readonly repetitions: number };
  /** In a few words how two answers differ; undefined where they agree. */
  readonly difference: (ours: readonly number[], other: readonly number[]) => string | undefined;
}

/** The rounds of a comparison with `--quick`, and without. */
const ROUNDS = { quick: { seconds: 4, rounds: 5 }, full: { seconds: 15, rounds: 15 } };

/** Everyone who does this kind of work. */
function everyone(work: Work): Turn[] {
  return CONTESTANTS.filter(({ families }) => families.includes(work.family))
    .map((contestant) => ({ contestant, name: contestant.name, work }));
}

function products(quick: boolean): Comparison[] {
  const timing = { ...ROUNDS[quick ? "quick" : "full"], repetitions: 1, kernels: true };
  return PRODUCTS.map(([name, work]) => ({
    family: "matrix-multiply",
    name,
    turns: everyone(work),
    timing,
    operations: productOperations(work),
    difference: valueDifference,
  }));
}

/** A family, in a line, and its comparisons. */
export interface Family {
  /** What it is and how it is timed, for the table. */
  readonly notes: readonly string[];
  /** Whether it runs only when asked for by name, or with `--all`. */
  readonly long: boolean;
  /** Its comparisons. */
  readonly comparisons: (quick: boolean) => Comparison[];
}

/** The families by name. */
export const FAMILIES: Partial<Record<FamilyName, Family>> = {
  "matrix-multiply": {
    notes: ["Matrix products; the whole product is read back."],
    long: false,
    comparisons: products,
  },
};
