/**
 * The pools of an audit: each class fold and seed has its own, made from the findings about the fold's labels.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { LEAST_TEXTS, validationNotes, validityNotes } from "../../leakage/pools/notes.ts";
import { type ControlMatch, worstMatch } from "../../leakage/pools/control_match.ts";
import { PoolMaker, type Pools } from "../../leakage/pools/pools.ts";
import type { SoundsAndTopics } from "../../leakage/pools/sounds_and_topics.ts";
import { randomValidation } from "../../leakage/pools/random_validation.ts";
import { groupedValidation } from "../../leakage/pools/validation.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { corporaOf } from "../configuration/corpora.ts";
import type { AuditBackbones, AuditPair } from "../inputs/shape.ts";
import type { Fold } from "./folds.ts";
import { drawsOfEachSeed, type Training } from "./plan.ts";

/**
 * Pools of a class fold and seed, with the ids of the pairs that are held out for early stopping. How their control
 * matches is said of all draws together, see {@link AuditPools.controlMatch}.
 */
export interface FoldPools extends Omit<Pools, "controlMatch"> {
  /** Ids of the held-out pairs, which are in every pool. */
  readonly heldOut: ReadonlySet<string>;
}

/** What random validation leaves open. */
const RANDOM_NOTE =
  "Held-out sounds are drawn at random: recordings and topics that are trained on " +
  "may be among them, so the loss on them says little about unseen classes.";

/** What determines a control pool of an audit. */
export interface ControlDraw extends Pick<Training, "fold" | "seed"> {
  /** Its number among the draws of the class fold and seed, from 0; default 0. */
  readonly draw?: number;
}

/** What pools of an audit are made of. */
export interface PooledPairs {
  /** The training pairs. */
  readonly pairs: readonly AuditPair[];
  /** Their sounds and topics. */
  readonly all: SoundsAndTopics;
  /** The class folds. */
  readonly folds: readonly Fold[];
  /** Whether anything is trained on the clean pool, or standardized by it. */
  readonly isCleanNeeded: boolean;
}

/** What determines the pools of an audit besides its pairs. */
type Pooling = Pick<AuditConfiguration, "optimizer" | "seeds"> & {
  readonly leakage: Pick<AuditConfiguration["leakage"], "unit">;
  /** Names the training corpora, for errors. */
  readonly training?: AuditConfiguration["training"];
};

/** The pools of all class folds and seeds; each is made once, when it is first needed. */
export class AuditPools {
  readonly #pairs: readonly AuditPair[];
  readonly #all: SoundsAndTopics;
  readonly #folds: readonly Fold[];
  readonly #configuration: Pooling;
  readonly #isCleanNeeded: boolean;
  readonly #makers = new Map<number, PoolMaker>();
  readonly #made = new Map<string, FoldPools>();
  readonly #controls = new Map<string, readonly string[]>();
  readonly #matches = new Map<number, ControlMatch>();

  /**
   * Prepares pools of training pairs.
   *
   * @param pooled what pools are made of, and whether the clean one is needed
   */
  constructor({ pairs, all, folds, isCleanNeeded }: PooledPairs, configuration: Pooling) {
    this.#pairs = pairs;
    this.#all = all;
    this.#folds = folds;
    this.#configuration = configuration;
    this.#isCleanNeeded = isCleanNeeded;
  }

  /**
   * Returns the pools of a class fold and seed.
   *
   * @throws {InputError} when the clean pool is needed and has too few texts, or too few texts can be held out
   */
  of({ fold, seed }: Pick<Training, "fold" | "seed">): FoldPools {
    const key = `${fold} ${seed}`;
    const pools = this.#made.get(key) ?? this.#make(fold, seed);
    this.#made.set(key, pools);
    return pools;
  }

  /**
   * Returns the control pool of a training's draw; draw 0 is the control of {@link of}.
   *
   * @throws {InputError} as {@link of}
   */
  control({ fold, seed, draw = 0 }: ControlDraw): readonly string[] {
    const { control, heldOut } = this.of({ fold, seed });
    if (draw === 0) return control;
    const key = `${fold} ${seed} ${draw}`;
    const drawn = this.#controls.get(key) ?? this.#maker(fold).control(seed, draw, heldOut);
    this.#controls.set(key, drawn);
    return drawn;
  }

  /**
   * Compares the control pools of all seeds and draws of a class fold with its clean pool: it is valid where each is,
   * and has the numbers of the one that matches worst.
   *
   * @throws {InputError} as {@link of}
   */
  controlMatch(fold: number): ControlMatch {
    const known = this.#matches.get(fold);
    if (known !== undefined) return known;
    const { seeds } = this.#configuration;
    const draws = Array.from({ length: drawsOfEachSeed(seeds) }, (_, draw) => draw);
    const maker = this.#maker(fold);
    const match = worstMatch(
      seeds.flatMap((seed) => draws.map((draw) => maker.match(this.control({ fold, seed, draw })))),
    );
    this.#matches.set(fold, match);
    return match;
  }

  #maker(fold: number): PoolMaker {
    const { leakage: { unit } } = this.#configuration;
    const { findings } = this.#folds[fold]!;
    const maker = this.#makers.get(fold) ??
      new PoolMaker(this.#pairs, findings, { unit }, this.#all);
    this.#makers.set(fold, maker);
    return maker;
  }

  #make(fold: number, seed: number): FoldPools {
    const pairs = this.#pairs;
    const { batch } = this.#configuration.optimizer;
    const maker = this.#maker(fold);
    const { ids: flagged } = maker.flagged;
    const { ids, notes } = holdOut(pairs, flagged, this.#configuration.optimizer, seed);
    const heldOut = new Set(ids);
    if (this.#isCleanNeeded) requireTexts(maker, corporaOf(this.#configuration.training));
    const pools = maker.pools(seed, heldOut);
    const trained = pools.clean.length - heldOut.size;
    return {
      ...pools,
      heldOut,
      notes: [
        ...maker.notesOn(pools.control, String),
        ...notes,
        ...noteOnSize(trained, batch, this.#isCleanNeeded),
      ],
    };
  }
}

/** Refuses a clean pool of too few texts; the error names the manifests of the training items. */
function requireTexts(maker: PoolMaker, corpora: readonly { readonly items: string }[]): void {
  try {
    maker.requireTexts(LEAST_TEXTS);
  } catch (thrown) {
    if (!(thrown instanceof InputError) || corpora.length === 0) throw thrown;
    const names = corpora.map(({ items }) => quotable(items)).join('" and "');
    throw new InputError(`"${names}": ${thrown.message}`, { cause: thrown });
  }
}

/** Pairs that are held out, and what must be said of them. */
interface HeldOut {
  readonly ids: readonly string[];
  readonly notes: readonly string[];
}

/** Holds pairs out, if any are to be; the error about an unusable share names the share's key. */
function holdOut(
  pairs: readonly AuditPair[],
  flagged: ReadonlySet<string>,
  { validation, validationShare }: AuditConfiguration["optimizer"],
  seed: number,
): HeldOut {
  if (validation === "none") return { ids: [], notes: [] };
  const isRandom = typeof validation === "object";
  try {
    if (isRandom) {
      return {
        ids: randomValidation(pairs, flagged, validation.random, seed),
        notes: [RANDOM_NOTE],
      };
    }
    const { ids, by } = groupedValidation(pairs, flagged, { fraction: validationShare, seed });
    return { ids, notes: validationNotes(pairs, by, '"leakage.sourceColumn"') };
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    const key = isRandom ? "optimizer.validation" : "optimizer.validationShare";
    throw new InputError(`"${key}": ${thrown.message}`, { cause: thrown });
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

/**
 * Returns the notes on the pools of trainings, each once, with its class folds unless it is about all of them. Those
 * about control pools that do not match come last. Clean pools that are too small have their note in `small_pools.ts`.
 */
export function poolNotes(
  pools: AuditPools,
  trainings: readonly Training[],
  folds: number,
): string[] {
  const controlled = trainings.filter(({ condition }) => condition.kind === "control");
  return [
    ...notesByFold(trainings, (training) => pools.of(training).notes, folds),
    ...notesByFold(controlled, ({ fold }) => validityNotes(pools.controlMatch(fold)), folds),
  ];
}

function notesByFold(
  trainings: readonly Training[],
  notesOf: (training: Training) => readonly string[],
  folds: number,
): string[] {
  const foldsOf = new Map<string, Set<number>>();
  for (const training of trainings) {
    for (const note of notesOf(training)) {
      foldsOf.set(note, (foldsOf.get(note) ?? new Set()).add(training.fold + 1));
    }
  }
  return Array.from(
    foldsOf,
    ([note, own]) => own.size === folds ? note : `Class fold ${[...own].join(", ")}: ${note}`,
  );
}
