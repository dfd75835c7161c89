/**
 * What is compared: for each family the pieces of work, who does them and how they are timed.
 * @module
 */
import { lossDifference, searchDifference, valueDifference } from "./agreement.ts";
import { CONTESTANTS } from "./contestants.ts";
import { LOSS, lossOperations } from "./families/contrastive_loss.ts";
import { productOperations, PRODUCTS } from "./families/matrix_multiply.ts";
import { SEARCH } from "./families/search.ts";
import { SILHOUETTE } from "./families/silhouette.ts";
import { LARGE, SMALL, stepOperations } from "./families/training_step.ts";
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
  /** Multiplications and additions of one repetition, where a share of the peak is reported. */
  readonly operations?: number;
  /** What is asked of the contestants to see that they compute the same; the timed work where absent. */
  readonly check?: Check;
  /** In a few words how two answers differ; undefined where they agree. */
  readonly difference: (ours: readonly number[], other: readonly number[]) => string | undefined;
}

/** Work that is compared in place of the timed work. */
export interface Check {
  /** Who does what. */
  readonly turns: readonly Turn[];
  /** How often, before the answer. */
  readonly repetitions: number;
  /** What is compared, for the table. */
  readonly name: string;
}

/** How many rounds, with `--quick` and without. */
const ROUNDS = {
  quick: { seconds: 3, fewest: 2, rounds: 5 },
  full: { seconds: 15, fewest: 3, rounds: 15 },
};

const roundsOf = (quick: boolean) => ROUNDS[quick ? "quick" : "full"];

/** Everyone who does this kind of work. */
function everyone(work: Work): Turn[] {
  return CONTESTANTS.filter(({ families }) => families.includes(work.family))
    .map((contestant) => ({ contestant, name: contestant.name, work }));
}

function products(quick: boolean): Comparison[] {
  const timing = { ...roundsOf(quick), repetitions: 1, kernels: true };
  return PRODUCTS.map(([name, work]) => ({
    family: "matrix-multiply",
    name,
    turns: everyone(work),
    timing,
    operations: productOperations(work),
    difference: valueDifference,
  }));
}

/**
 * Steps enough for the optimizer to show, which at the large size would take minutes. Dropout is left out, since each
 * contestant draws its own masks.
 */
const STEPS_CHECK: Check = {
  turns: everyone({ ...SMALL, dropout: 0 }),
  repetitions: 28,
  name: `the losses of 28 steps at batch ${SMALL.batch} without dropout`,
};

function steps(quick: boolean): Comparison[] {
  const [ours] = CONTESTANTS;
  const alone = { contestant: ours!, name: "  its products alone" };
  return [LARGE, SMALL].map((work) => {
    const [first, ...others] = everyone(work);
    const repetitions = work === SMALL ? 20 : quick ? 2 : 5;
    return {
      family: "training-step",
      name: `batch ${work.batch}, ${work.audio} and ${work.text} → ${work.dim}`,
      turns: [first!, { ...alone, work: { ...work, productsOnly: true } }, ...others],
      timing: { ...roundsOf(quick), repetitions, kernels: false },
      operations: stepOperations(work),
      check: STEPS_CHECK,
      difference: lossDifference,
    };
  });
}

function losses(quick: boolean): Comparison[] {
  return [{
    family: "contrastive-loss",
    name: `batch ${LOSS.batch}, width ${LOSS.dim}`,
    turns: everyone(LOSS),
    timing: { ...roundsOf(quick), repetitions: 1, kernels: false },
    operations: lossOperations(LOSS),
    difference: valueDifference,
  }];
}

function searches(quick: boolean): Comparison[] {
  const { queries, items, dim, k } = SEARCH;
  return [{
    family: "search",
    name: `the ${k} best of ${items.toLocaleString("en")} × ${dim} for ${queries} queries`,
    turns: everyone(SEARCH),
    timing: { ...roundsOf(quick), repetitions: 1, kernels: false },
    difference: searchDifference,
  }];
}

function silhouettes(): Comparison[] {
  const { items, dim, classes } = SILHOUETTE;
  return [{
    family: "silhouette",
    name: `${items.toLocaleString("en")} × ${dim}, ${classes} classes`,
    turns: everyone(SILHOUETTE),
    timing: { repetitions: 1, kernels: false, seconds: 0, fewest: 1, rounds: 1 },
    difference: valueDifference,
  }];
}

/** A kind of work and its comparisons. */
export interface Family {
  /** What is timed, for the table. */
  readonly note: string;
  /** Whether it runs only when asked for by name, or with `--all`. */
  readonly long: boolean;
  /** Its comparisons. */
  readonly comparisons: (quick: boolean) => Comparison[];
}

/** The families by name. */
export const FAMILIES: Readonly<Record<FamilyName, Family>> = {
  "matrix-multiply": {
    note: "Matrix products; all of the product is read back.",
    long: false,
    comparisons: products,
  },
  "training-step": {
    note: `A training step: residual projectors with dropout, contrastive loss, clipping,
AdamW; several steps, then their losses are read back. tfjs's masks are made
before.`,
    long: false,
    comparisons: steps,
  },
  "contrastive-loss": {
    note: "Contrastive loss and its three gradients; the audio gradient is read back.",
    long: false,
    comparisons: losses,
  },
  "search": {
    note: "Exact search by inner product in a resident database; the items are read back.",
    long: false,
    comparisons: searches,
  },
  "silhouette": {
    note: "Silhouette by Euclidean distance.",
    long: true,
    comparisons: silhouettes,
  },
};
