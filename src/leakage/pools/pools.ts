/**
 * Makes the training pools that distinguish leakage from learning: dirty, clean and control. (The shuffled pool is a
 * map that `shuffle.ts` makes from the clean one; untrained projectors need no pool.)
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { printable } from "../../basics/printable.ts";
import { RandomStream } from "../../basics/random.ts";
import type { Finding, TrainingPair } from "../findings.ts";
import { chooseControl, type ControlMatch } from "./control.ts";
import { flaggedPairs } from "./flagged.ts";
import { controlNotes, LEAST_TEXTS, written } from "./notes.ts";

/** Training pools, by the ids of their pairs, sorted. */
export interface Pools {
  /** Every training pair. */
  readonly dirty: readonly string[];
  /** Dirty without the flagged pairs. */
  readonly clean: readonly string[];
  /** Dirty without random unflagged pairs, matched to the flagged ones. */
  readonly control: readonly string[];
  /** Number of pairs that each rule flags; several rules can flag a pair. A rule that flags none is absent. */
  readonly flaggedBy: Readonly<Record<string, number>>;
  /** Number of pairs that only this rule flags, for each of these rules. */
  readonly flaggedAlone: Readonly<Record<string, number>>;
  /** How well the control pool matches the clean one. */
  readonly controlMatch: ControlMatch;
  /** Sentences that a reader of these pools must know; empty where everything is as intended. */
  readonly notes: readonly string[];
}

/**
 * Makes the pools from the findings with `flagged: true`. They depend only on the pairs, the findings and the seed, not
 * on the order of pairs or findings.
 *
 * Where the control pool cannot match exactly, it matches as nearly as possible, and `notes` say how far off it is (see
 * {@link chooseControl} for the matching).
 *
 * @param kept ids of pairs that no pool may lack, such as those held out for validation; none of them is flagged
 * @param leastTexts least number of distinct texts of the clean pool: 2 where something trains on it
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
 * const pools = makePools(pairs, findings, 0);
 * assert.deepEqual(pools.clean, ["hen.wav", "pig.wav"]);
 * assert.equal(pools.control.length, 2);
 * assert(pools.control.includes("dog.wav"));
 * ```
 */
export function makePools(
  pairs: readonly TrainingPair[],
  findings: readonly Finding[],
  seed: number,
  kept: ReadonlySet<string> = new Set(),
  leastTexts: number = LEAST_TEXTS,
): Pools {
  const byId = new Map(pairs.map((pair) => [pair.id, pair]));
  if (byId.size < pairs.length) refuseDuplicate(pairs);
  const { ids: flagged, by: flaggedBy, alone: flaggedAlone } = flaggedPairs(byId, findings);

  const dirty = [...byId.keys()].sort();
  const clean = dirty.filter((id) => !flagged.has(id));
  if (distinctTexts(clean, byId) < leastTexts) refuseClean(clean.length, dirty.length, flaggedBy);

  const { removed, match } = chooseControl(
    dirty.map((id) => byId.get(id)!),
    flagged,
    new RandomStream(seed, "control pool"),
    kept,
  );
  const control = dirty.filter((id) => !removed.has(id));
  // The results of audits hold these notes with plain digits.
  const notes = controlNotes(match, distinctTexts(control, byId), String);
  return { dirty, clean, control, flaggedBy, flaggedAlone, controlMatch: match, notes };
}

function distinctTexts(ids: readonly string[], byId: ReadonlyMap<string, TrainingPair>): number {
  return new Set(ids.map((id) => byId.get(id)!.text)).size;
}

function refuseDuplicate(pairs: readonly TrainingPair[]): never {
  const rows = new Map<string, number>();
  const row = pairs.findIndex(({ id }, i) => rows.has(id) || !rows.set(id, i + 1));
  const { id } = pairs[row]!;
  throw new InputError(
    `Training pair ${row + 1} has id "${printable(id)}", as pair ${rows.get(id)} has`,
  );
}

function refuseClean(clean: number, dirty: number, flaggedBy: Record<string, number>): never {
  const taken = Object.entries(flaggedBy).map(([rule, count]) => `${rule} ${written(count)}`);
  throw new InputError(
    `The clean pool has ${written(clean)} of ${written(dirty)} pairs and fewer than ` +
      `${LEAST_TEXTS} distinct texts; flagged by ${taken.join(", ") || "no rule"}`,
  );
}
