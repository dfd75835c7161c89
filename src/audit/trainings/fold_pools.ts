/**
 * The pools of an audit: each class fold and seed has its own, made from the findings about the fold's labels.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { validationNotes } from "../../leakage/pools/notes.ts";
import { makePools, type Pools } from "../../leakage/pools/pools.ts";
import { groupedValidation, type Validation } from "../../leakage/pools/validation.ts";
import type { AuditConfiguration, AuditOptimizer } from "../configuration/configuration.ts";
import type { AuditBackbones, AuditPair } from "../inputs/shape.ts";
import type { Fold } from "./folds.ts";
import type { Training } from "./plan.ts";

/** Pools of a class fold and seed, with the ids of the pairs that are held out for early stopping. */
export interface FoldPools extends Pools {
  /** Ids of the held-out pairs, which are in every pool. */
  readonly heldOut: ReadonlySet<string>;
}

/** The pools of all class folds and seeds; each is made once, when it is first needed. */
export class AuditPools {
  readonly #pairs: readonly AuditPair[];
  readonly #folds: readonly Fold[];
  readonly #optimizer: AuditOptimizer;
  readonly #isCleanNeeded: boolean;
  readonly #made = new Map<string, FoldPools>();

  /**
   * Prepares pools of training pairs.
   *
   * @param isCleanNeeded whether anything is trained on the clean pool, or standardized by it
   */
  constructor(
    pairs: readonly AuditPair[],
    folds: readonly Fold[],
    optimizer: AuditOptimizer,
    isCleanNeeded: boolean,
  ) {
    this.#pairs = pairs;
    this.#folds = folds;
    this.#optimizer = optimizer;
    this.#isCleanNeeded = isCleanNeeded;
  }

  /**
   * Returns the pools of a class fold and seed.
   *
   * @throws {InputError} when the clean pool is needed and has too few texts, or too few texts can be held out
   */
  of({ fold, seed }: Pick<Training, "fold" | "seed">): FoldPools {
    const key = `${fold} ${seed}`;
    const pools = this.#made.get(key) ?? this.#make(this.#folds[fold]!, seed);
    this.#made.set(key, pools);
    return pools;
  }

  #make({ findings }: Fold, seed: number): FoldPools {
    const pairs = this.#pairs;
    const { batch, validation, validationShare } = this.#optimizer;
    const flagged = new Set(findings.filter(({ flagged }) => flagged).map(({ item }) => item));
    const held = validation === "none" ? undefined : holdOut(pairs, flagged, validationShare, seed);
    const heldOut = new Set(held?.ids);
    const leastTexts = this.#isCleanNeeded ? undefined : 0;
    const pools = makePools(pairs, findings, seed, heldOut, leastTexts);
    const trained = pools.clean.length - heldOut.size;
    return {
      ...pools,
      heldOut,
      notes: [
        ...pools.notes,
        ...(held ? validationNotes(pairs, held.by, '"leakage.sourceColumn"') : []),
        ...noteOnSize(trained, batch, this.#isCleanNeeded),
      ],
    };
  }
}

/** Holds pairs out; the error about an unusable share names the share's key. */
function holdOut(...draw: Parameters<typeof groupedValidation>): Validation {
  try {
    return groupedValidation(...draw);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    throw new InputError(`"optimizer.validationShare": ${thrown.message}`, { cause: thrown });
  }
}

/** Returns a note about a small clean pool. */
function noteOnSize(pairs: number, batch: number, isNeeded: boolean): string[] {
  if (!isNeeded) {
    return pairs > 0
      ? []
      : ["Every training pair is flagged: the clean pool is empty, and not used."];
  }
  return pairs >= batch ? [] : [
    `The clean pool has ${pairs} pairs, fewer than a batch of ${batch}: its batches are as small, ` +
    "with fewer texts to tell apart.",
  ];
}

/** Whether anything is trained on the clean pool, or standardized by it. */
export function needsClean(
  { conditions, attribution, leakDose, diversity }: AuditConfiguration,
  audio: AuditBackbones["audio"],
): boolean {
  return (attribution && audio.some(({ baseline }) => baseline !== undefined)) ||
    leakDose.length > 0 || diversity.length > 0 ||
    conditions.some((condition) => condition !== "dirty" && condition !== "control");
}

/** Returns the notes on the pools of trainings, each once, with its class folds unless it is about all of them. */
export function poolNotes(
  pools: AuditPools,
  trainings: readonly Training[],
  folds: number,
): string[] {
  const foldsOf = new Map<string, Set<number>>();
  for (const training of trainings) {
    for (const note of pools.of(training).notes) {
      foldsOf.set(note, (foldsOf.get(note) ?? new Set()).add(training.fold + 1));
    }
  }
  return Array.from(
    foldsOf,
    ([note, own]) => own.size === folds ? note : `Class fold ${[...own].join(", ")}: ${note}`,
  );
}
