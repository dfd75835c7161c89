/**
 * Makes the training pools that distinguish leakage from learning: dirty, clean and control. (The shuffled pool is a
 * map that `shuffle.ts` makes from the clean one; untrained projectors need no pool.)
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { printable } from "../../basics/printable.ts";
import { RandomStream } from "../../basics/random.ts";
import type { Finding, TrainingPair } from "../findings.ts";
import { chooseControl } from "./control.ts";
import { type ControlMatch, controlValidity } from "./control_match.ts";
import { fewTopics, isEnough, obstaclesIn } from "./few_topics.ts";
import { type FlaggedPairs, flaggedPairs, type LeakUnit } from "./flagged.ts";
import { controlNotes, LEAST_TEXTS, validityNotes, written } from "./notes.ts";
import { type CaptionNouns, SoundsAndTopics } from "./sounds_and_topics.ts";

/** Training pools, by the ids of their pairs, sorted. */
export interface Pools {
  /** What a flagged pair takes out of the clean pool: all captions of its sound, or itself alone. */
  readonly unit: LeakUnit;
  /** Every training pair. */
  readonly dirty: readonly string[];
  /** Dirty without the flagged pairs, and in the unit `sound` without the other captions of their sounds. */
  readonly clean: readonly string[];
  /** Dirty without random unflagged topics, matched to what the clean pool lacks. */
  readonly control: readonly string[];
  /** Number of pairs that each rule flags; several rules can flag a pair. A rule that flags none is absent. */
  readonly flaggedBy: Readonly<Record<string, number>>;
  /** Number of pairs that only this rule flags, for each of these rules. */
  readonly flaggedAlone: Readonly<Record<string, number>>;
  /** Number of pairs that no rule flags, but that the clean pool lacks with their sound. */
  readonly removedWithSound: number;
  /** How well the control pool matches the clean one. */
  readonly controlMatch: ControlMatch;
  /** Sentences that a reader of these pools must know; empty where everything is as intended. */
  readonly notes: readonly string[];
}

/** How pools are made. */
export interface MakingPools {
  /** The seed of the control's draw; default 0. */
  readonly seed?: number;
  /** What a flagged pair takes out of the clean pool; default `sound`. */
  readonly unit?: LeakUnit;
  /** The nouns of pairs without labels, see `captionNouns`; without them, no control matches the topics of captions. */
  readonly nouns?: CaptionNouns;
  /** Ids of pairs that no pool may lack, such as those held out for validation; none of them is flagged. */
  readonly kept?: ReadonlySet<string>;
  /** Least number of distinct texts of the clean pool; default 2, since something trains on it. */
  readonly leastTexts?: number;
}

/**
 * Makes the pools from the findings with `flagged: true`. They depend only on the pairs, the findings and the seed, not
 * on the order of pairs or findings.
 *
 * Where the control pool cannot match exactly, it matches as nearly as possible, and `controlMatch` says whether that is
 * near enough (see {@link chooseControl} for the matching).
 *
 * @throws {InputError} when two pairs have the same id, a finding's item is not a pair, or the clean pool has fewer
 * than `leastTexts` distinct texts
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { scanPairs } from "../scan.ts";
 * const pairs = ["dog", "hen", "pig"].map((text) => ({ id: `${text}.wav`, text, label: text }));
 * const labels = { name: "pets", labels: [{ label: "dog" }] };
 * const findings = await scanPairs(pairs, { labels, items: [] }, ["TEXT-EXACT"]);
 * const pools = makePools(pairs, findings);
 * assert.deepEqual(pools.clean, ["hen.wav", "pig.wav"]);
 * assert.equal(pools.control.length, 2);
 * assert(pools.control.includes("dog.wav"));
 * ```
 */
export function makePools(
  pairs: readonly TrainingPair[],
  findings: readonly Finding[],
  { seed = 0, kept, leastTexts = LEAST_TEXTS, ...how }: MakingPools = {},
): Pools {
  const maker = new PoolMaker(pairs, findings, how);
  maker.requireTexts(leastTexts);
  // The results of audits hold these notes with plain digits.
  return maker.make(seed, kept, String);
}

/** Makes pools for one set of findings: sounds and topics are gathered once for all seeds and draws. */
export class PoolMaker {
  /** What is flagged. */
  readonly flagged: FlaggedPairs;
  /** Ids of all pairs, sorted. */
  readonly dirty: readonly string[];
  /** Ids of the clean pool, sorted. */
  readonly clean: readonly string[];
  readonly #unit: LeakUnit;
  readonly #findings: readonly Finding[];
  readonly #all: SoundsAndTopics;

  /**
   * Gathers what is flagged.
   *
   * @param all the sounds and topics of the pairs, which do not depend on the findings
   * @throws {InputError} when two pairs have the same id, or a finding's item is not a pair
   */
  constructor(
    pairs: readonly TrainingPair[],
    findings: readonly Finding[],
    { unit = "sound", nouns }: Pick<MakingPools, "unit" | "nouns">,
    all: SoundsAndTopics = new SoundsAndTopics(pairs, nouns),
  ) {
    this.#unit = unit;
    this.#findings = findings;
    this.#all = all;
    if (all.byId.size < pairs.length) refuseDuplicate(pairs);
    this.flagged = flaggedPairs(all.byId, findings, unit);
    this.dirty = all.ids();
    this.clean = this.dirty.filter((id) => !this.flagged.ids.has(id));
  }

  /** @throws {InputError} when the clean pool has fewer distinct texts */
  requireTexts(least: number): void {
    const { clean, dirty } = this;
    if (this.#textsIn(clean) >= least) return;
    refuseClean(clean.length, dirty.length, this.flagged);
  }

  /**
   * Draws a control pool.
   *
   * @param draw number of the draw among those of a seed, from 0
   * @param kept ids of pairs that it must have
   * @returns its ids, sorted
   */
  control(seed: number, draw: number, kept: ReadonlySet<string> = new Set()): string[] {
    const random = new RandomStream(seed, draw === 0 ? "control pool" : `control pool ${draw}`);
    const removed = chooseControl(this.#all, this.flagged.ids, random, kept);
    return this.dirty.filter((id) => !removed.has(id));
  }

  /** Compares a control pool with the clean one. */
  match(control: readonly string[]): ControlMatch {
    return controlValidity(this.clean, control, this.#all);
  }

  /** Returns the pools of a seed, with its first control, without what is to be said of them. */
  pools(seed: number, kept?: ReadonlySet<string>): Omit<Pools, "controlMatch" | "notes"> {
    const { dirty, clean, flagged: { by, alone, withSound } } = this;
    return {
      unit: this.#unit,
      dirty,
      clean,
      control: this.control(seed, 0, kept),
      flaggedBy: by,
      flaggedAlone: alone,
      removedWithSound: withSound,
    };
  }

  /**
   * Makes the pools of a seed, with its first control.
   *
   * @param number formats a number in the notes
   */
  make(
    seed: number,
    kept: ReadonlySet<string> | undefined,
    number: (value: number) => string,
  ): Pools {
    const pools = this.pools(seed, kept);
    const controlMatch = this.match(pools.control);
    const few = this.fewTopics(number);
    const notes = [
      ...(few === undefined ? [] : [few]),
      ...this.notesOn(pools.control, number),
      ...validityNotes(controlMatch),
    ];
    return { ...pools, controlMatch, notes };
  }

  /** Notes what is special about the clean and a control pool. */
  notesOn(control: readonly string[], number: (value: number) => string): string[] {
    const { ids, withSound } = this.flagged;
    const counts = { flagged: ids.size, withSound };
    return controlNotes(counts, this.#textsIn(control), number);
  }

  /**
   * Returns the note that comes before all others, where the clean pool is too small to learn from.
   *
   * @param number formats a number
   */
  fewTopics(number: (value: number) => string): string | undefined {
    if (this.clean.length === 0) return undefined;
    const hasTopics = this.#all.soundsOf.size > 0;
    const sizeOf = (ids: Iterable<string>) => {
      const { topics, ...size } = this.#all.sizeOf(ids);
      return { ...size, topics: hasTopics ? topics : undefined };
    };
    // Where all pairs together are too few, flagging fewer of them cannot help.
    const canHelp = isEnough(sizeOf(this.#all.byId.keys()));
    const obstacles = canHelp ? obstaclesIn(this.#findings, this.#all) : [];
    return fewTopics(sizeOf(this.clean), obstacles, number);
  }

  #textsIn(ids: readonly string[]): number {
    return new Set(ids.values().map((id) => this.#all.byId.get(id)!.text)).size;
  }
}

function refuseDuplicate(pairs: readonly TrainingPair[]): never {
  const rows = new Map<string, number>();
  const row = pairs.findIndex(({ id }, i) => rows.has(id) || !rows.set(id, i + 1));
  const { id } = pairs[row]!;
  throw new InputError(
    `Training pair ${row + 1} has id "${printable(id)}", as pair ${rows.get(id)} has`,
  );
}

function refuseClean(clean: number, dirty: number, { by, withSound }: FlaggedPairs): never {
  const taken = Object.entries(by).map(([rule, count]) => `${rule} ${written(count)}`);
  const others = withSound === 0 ? "" : `, and ${written(withSound)} removed with their sounds`;
  throw new InputError(
    `The clean pool has ${written(clean)} of ${written(dirty)} pairs and fewer than ` +
      `${LEAST_TEXTS} distinct texts; flagged by ${taken.join(", ") || "no rule"}${others}; ` +
      (taken.length === 0
        ? "give training items with more texts"
        : "give training items of other classes and recordings"),
  );
}
