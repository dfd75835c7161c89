/**
 * What is compared: for each family the pieces of work, who does them and how they are timed.
 * @module
 */
import {
  divergenceDifference,
  lossDifference,
  searchDifference,
  valueDifference,
} from "./agreement.ts";
import type { Contestant } from "./contestants.ts";
import { LOSS, lossOperations } from "./families/contrastive_loss.ts";
import { productOperations, PRODUCTS } from "./families/matrix_multiply.ts";
import { LARGE_SEARCH, SEARCH } from "./families/search.ts";
import { SILHOUETTE } from "./families/silhouette.ts";
import { LARGE, SMALL, stepOperations } from "./families/training_step.ts";
import { TSNE } from "./families/tsne.ts";
import type { Timing, Turn } from "./rounds.ts";
import type { FamilyName, LargeSearchWork, SearchWork, TrainingWork, Work } from "./work.ts";

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
  /** In a few words how two answers differ; undefined where they agree. Absent where another comparison checks them. */
  readonly difference?: (ours: readonly number[], other: readonly number[]) => string | undefined;
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

/** Who takes part, and how long it may take. */
export interface Setting {
  /** Fewer repetitions. */
  readonly quick: boolean;
  /** Everyone who may take part. */
  readonly contestants: readonly Contestant[];
}

/** How many rounds, with `--quick` and without. */
const ROUNDS = {
  quick: { seconds: 1.5, fewest: 1, rounds: 7 },
  full: { seconds: 5, fewest: 3, rounds: 15 },
};

const roundsOf = ({ quick }: Setting) => ROUNDS[quick ? "quick" : "full"];

/** Everyone who does this kind of work. */
function everyone(work: Work, { contestants }: Setting): Turn[] {
  const turnOf = (contestant: Contestant) => ({ contestant, name: contestant.name, work });
  return contestants.flatMap((contestant) => {
    if (contestant.families.includes(work.family)) return [turnOf(contestant)];
    if (!contestant.tooSlowFor?.includes(work.family)) return [];
    return [{ ...turnOf(contestant), leftOut: "left out: takes over 5 s a call" }];
  });
}

function products(setting: Setting): Comparison[] {
  const timing = { ...roundsOf(setting), repetitions: 1, kernels: true };
  // The smallest costs as long to begin as the others, and tells least.
  const timed = setting.quick ? PRODUCTS.slice(1) : PRODUCTS;
  return timed.map(([name, work]) => ({
    family: "matrix-multiply",
    name,
    turns: everyone(work, setting),
    timing,
    operations: productOperations(work),
    difference: valueDifference,
  }));
}

/** Everyone's step, and after those of this repository that run on more than plain TypeScript its products alone. */
function stepTurns(work: TrainingWork, setting: Setting): Turn[] {
  return everyone(work, setting).flatMap((turn) => {
    if (!PRODUCTS_ALONE.includes(turn.name)) return [turn];
    const alone = { ...work, productsOnly: true as const };
    return [turn, { ...turn, name: turn.name.replace("earnest", "  products"), work: alone }];
  });
}

const PRODUCTS_ALONE = ["earnest, card", "earnest, native", "earnest, software"];

function steps(setting: Setting): Comparison[] {
  return [LARGE, SMALL].map((work) => ({
    family: "training-step",
    name: `batch ${work.batch}, ${work.audio} and ${work.text} → ${work.dim}`,
    turns: stepTurns(work, setting),
    timing: {
      ...roundsOf(setting),
      repetitions: work === SMALL ? 20 : setting.quick ? 2 : 5,
      kernels: false,
    },
    operations: stepOperations(work),
    // Once for both, whose timed steps draw other masks.
    ...(work === LARGE && { check: stepsCheck(setting), difference: lossDifference }),
  }));
}

/**
 * Steps enough for the optimizer to show, which at the large size would take minutes. Dropout is left out, since each
 * contestant draws its own masks.
 */
function stepsCheck(setting: Setting): Check {
  return {
    turns: everyone({ ...SMALL, dropout: 0 }, setting),
    repetitions: 28,
    name: `the losses of 28 steps at batch ${SMALL.batch} without dropout`,
  };
}

function losses(setting: Setting): Comparison[] {
  return [{
    family: "contrastive-loss",
    name: `batch ${LOSS.batch}, width ${LOSS.dim}`,
    turns: everyone(LOSS, setting),
    timing: { ...roundsOf(setting), repetitions: 1, kernels: false },
    operations: lossOperations(LOSS),
    difference: valueDifference,
  }];
}

function searches(setting: Setting): Comparison[] {
  return [{
    family: "search",
    name: searchName(SEARCH),
    turns: everyone(SEARCH, setting),
    timing: { ...roundsOf(setting), repetitions: 1, kernels: false },
    difference: searchDifference,
  }];
}

function searchName({ queries, items, dim, k }: SearchWork | LargeSearchWork): string {
  const count = (value: number) => value.toLocaleString("en");
  return `the ${k} best of ${count(items)} × ${dim} for ${count(queries)} queries`;
}

/** Work of seconds is timed a few times only. */
const FEW = { repetitions: 1, kernels: false, seconds: 0 };

function largeSearches({ quick, contestants }: Setting): Comparison[] {
  return [{
    family: "large-search",
    name: searchName(LARGE_SEARCH),
    turns: everyone(LARGE_SEARCH, { quick, contestants }),
    timing: { ...FEW, fewest: quick ? 1 : 3, rounds: quick ? 1 : 3 },
    difference: searchDifference,
  }];
}

function silhouettes(setting: Setting): Comparison[] {
  const { items, dim, classes } = SILHOUETTE;
  return [{
    family: "silhouette",
    name: `${items.toLocaleString("en")} × ${dim}, ${classes} classes`,
    turns: everyone(SILHOUETTE, setting),
    timing: { ...FEW, fewest: 1, rounds: 1 },
    difference: valueDifference,
  }];
}

function pictures(setting: Setting): Comparison[] {
  const { items, dim, groups } = TSNE;
  return [{
    family: "tsne",
    name: `${items.toLocaleString("en")} × ${dim}, ${groups} groups`,
    turns: everyone(TSNE, setting),
    timing: { ...roundsOf(setting), repetitions: 1, kernels: false },
    difference: divergenceDifference,
  }];
}

/** A kind of work and its comparisons. */
export interface Family {
  /** A heading. */
  readonly title: string;
  /** What is timed, for the table. */
  readonly note: string;
  /** Whether it runs only when asked for by name, or with `--all`. */
  readonly long: boolean;
  /** Its comparisons. */
  readonly comparisons: (setting: Setting) => Comparison[];
}

/** The families by name. */
export const FAMILIES: Readonly<Record<FamilyName, Family>> = {
  "matrix-multiply": {
    title: "Matrix products",
    note: `Matrix products; all of the product is read back. Earnest writes it into one array
each time, as NumPy and PyTorch do; the others make a new one.`,
    long: false,
    comparisons: products,
  },
  "training-step": {
    title: "Training steps",
    note: `A training step: residual projectors with dropout, contrastive loss, clipping,
AdamW; several steps, then their losses are read back. tfjs's masks are made
before. PyTorch's AdamW is its fused one.`,
    long: false,
    comparisons: steps,
  },
  "contrastive-loss": {
    title: "The contrastive loss",
    note: "Contrastive loss and its three gradients; the audio gradient is read back.",
    long: false,
    comparisons: losses,
  },
  "search": {
    title: "The nearest rows",
    note: "Exact search by inner product in a resident database; the items are read back.",
    long: false,
    comparisons: searches,
  },
  "large-search": {
    title: "A search through a file",
    note: `Exact search by inner product. Earnest reads the database from its file each
time; faiss holds it in memory.`,
    long: true,
    comparisons: largeSearches,
  },
  "silhouette": {
    title: "The silhouette",
    note: "Silhouette by Euclidean distance.",
    long: true,
    comparisons: silhouettes,
  },
  "tsne": {
    title: "A picture by t-SNE",
    note:
      `A picture by t-SNE. Earnest's takes 150 iterations and is exact, scikit-learn's takes 1,000 and is that
of Barnes and Hut.`,
    long: true,
    comparisons: pictures,
  },
};
