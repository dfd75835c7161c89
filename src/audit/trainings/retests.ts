/**
 * Plans the second test of transfer: without the sounds of topics that the residual check lists, on the classes that
 * these topics do not resemble.
 * @module
 */
import { LEAST_TEXTS } from "../../leakage/pools/notes.ts";
import type { SoundsAndTopics } from "../../leakage/pools/sounds_and_topics.ts";
import { canPass } from "../../statistics/permutation.ts";
import type { AuditPair } from "../inputs/shape.ts";
import type { ResidualTopic } from "../results/residual.ts";
import type { AuditPools } from "./fold_pools.ts";
import { type Fold, withoutLabels } from "./folds.ts";
import type { PlannedRetest, Training } from "./plan.ts";

/** Least number of classes of a fold whose labels can be exchanged. */
const LEAST_CLASSES = 2;

/** The second test of transfer of a pair of backbones, for which the residual check lists topics. */
export interface Retest extends PlannedRetest {
  /** The listed topics of all class folds, sorted. */
  readonly topics: readonly string[];
  /** The evaluation labels that they resemble, sorted. */
  readonly labels: readonly string[];
  /** The class folds that can be tested, without those labels. */
  readonly folds: readonly Fold[];
}

/** What the second tests are planned from. */
interface Planned {
  /** Every training pair. */
  readonly pairs: readonly AuditPair[];
  /** Their sounds and topics. */
  readonly all: SoundsAndTopics;
  /** The class folds. */
  readonly folds: readonly Fold[];
  /** Their pools. */
  readonly pools: AuditPools;
  /** Training seeds. */
  readonly seeds: readonly number[];
}

/** The second tests of an audit, and what their clean pools lack. */
export class Retests {
  /** The tests, for the pairs of backbones with listed topics. */
  readonly all: readonly Retest[];
  readonly #listed: ReadonlyMap<string, readonly ResidualTopic[]>;
  readonly #planned: Planned;
  readonly #removed = new Map<string, ReadonlySet<string>>();

  /**
   * Plans the tests.
   *
   * @param found what the residual check found
   */
  constructor(found: readonly ResidualTopic[], planned: Planned) {
    const listed = found.filter(({ status }) => status === "listed");
    this.#planned = planned;
    this.#listed = Map.groupBy(
      listed,
      ({ audio, text, fold = 0 }) => keyOf({ audio, text, fold }),
    );
    const pairs = Map.groupBy(listed, ({ audio, text }) => JSON.stringify([audio, text]));
    this.all = Array.from(pairs.values(), (own) => this.#plan(own));
  }

  /** Returns the second test of a pair of backbones; undefined where no topic is listed. */
  of({ audio, text }: Pick<Training, "audio" | "text">): Retest | undefined {
    return this.all.find((one) => one.audio === audio && one.text === text);
  }

  /** Returns the ids of the clean pairs whose sounds are of listed topics. */
  removed(training: Pick<Training, "audio" | "text" | "fold">): ReadonlySet<string> {
    const key = keyOf(training);
    const known = this.#removed.get(key) ?? this.#remove(training.fold, this.#listed.get(key));
    this.#removed.set(key, known);
    return known;
  }

  #remove(fold: number, listed: readonly ResidualTopic[] = []): ReadonlySet<string> {
    if (listed.length === 0) return new Set();
    const { all, pools, seeds } = this.#planned;
    const { clean } = pools.of({ fold, seed: seeds[0]! });
    const topics = new Set(listed.map(({ topic }) => topic));
    const isListed = (id: string) => all.topicsOf(id).some((topic) => topics.has(topic));
    // Another caption of a sound does not make it another sound.
    const sounds = new Set(clean.values().filter(isListed).map((id) => all.soundOf(id)));
    return new Set(clean.values().filter((id) => sounds.has(all.soundOf(id))));
  }

  #plan(listed: readonly ResidualTopic[]): Retest {
    const { audio, text } = listed[0]!;
    const folds = this.#planned.folds.map((fold) => {
      const own = this.#listed.get(keyOf({ audio, text, fold: fold.number })) ?? [];
      return withoutLabels(fold, new Set(own.map(({ label }) => label)));
    }).filter((fold) =>
      fold.labels.length >= LEAST_CLASSES && this.#isTrainable({ audio, text, fold: fold.number })
    );
    return {
      audio,
      text,
      topics: [...new Set(listed.map(({ topic }) => topic))].sort(),
      labels: [...new Set(listed.map(({ label }) => label))].sort(),
      folds,
      isPossible: folds.length > 0 && canPass(folds.map(({ labels }) => labels.length)),
    };
  }

  /** Whether enough texts are left to train on, and to choose the step by where pairs are held out. */
  #isTrainable(training: Pick<Training, "audio" | "text" | "fold">): boolean {
    const { pairs, pools, seeds } = this.#planned;
    const texts = new Map(pairs.map(({ id, text }) => [id, text]));
    const removed = this.removed(training);
    const isEnough = (ids: readonly string[]) =>
      new Set(ids.map((id) => texts.get(id))).size >= LEAST_TEXTS;
    return seeds.every((seed) => {
      const { clean, heldOut } = pools.of({ fold: training.fold, seed });
      const left = clean.filter((id) => !removed.has(id));
      return isEnough(left.filter((id) => !heldOut.has(id))) &&
        (heldOut.size === 0 || isEnough(left.filter((id) => heldOut.has(id))));
    });
  }
}

function keyOf({ audio, text, fold }: Pick<Training, "audio" | "text" | "fold">): string {
  return JSON.stringify([audio, text, fold]);
}
