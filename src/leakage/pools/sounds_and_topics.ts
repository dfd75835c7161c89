/**
 * The sounds and topics of training pairs: what pools are matched in, besides their number of pairs.
 * @module
 */
import type { TrainingPair } from "../findings.ts";
import { soundOf } from "./sounds.ts";

/** The noun lemmas of captions, by the id of the pair; pairs with labels need none. */
export type CaptionNouns = ReadonlyMap<string, readonly string[]>;

/**
 * Least number of sounds that make a noun of captions a topic. A noun of a single sound goes with it whatever is drawn,
 * so it counts sounds again: in AudioCaps' validation captions 232 of 612 nouns are such, and with them the number of
 * topics of a control drawn for ten labels of ESC-50 varies by 1.4 to 2.6 % (standard deviation), without them by 0.9
 * to 1.7 %.
 */
export const LEAST_SOUNDS_OF_TOPIC = 2;

/** Number of pairs, sounds and topics of a pool. */
export interface PoolSize {
  /** Number of pairs. */
  readonly pairs: number;
  /** Number of sounds. */
  readonly sounds: number;
  /** Number of topics. */
  readonly topics: number;
}

/** One sound with its pairs. */
export interface Sound {
  /** Its pairs, in order of id. */
  readonly pairs: readonly TrainingPair[];
  /** Its topics, each with the number of its pairs that have it. */
  readonly topics: ReadonlyMap<string, number>;
}

/**
 * The sounds and topics of training pairs. The topic of a pair with a label is the label. Those of a caption are its
 * nouns, as far as at least {@link LEAST_SOUNDS_OF_TOPIC} sounds have them.
 */
export class SoundsAndTopics {
  /** The sounds, in order of their first ids. */
  readonly sounds: readonly Sound[];
  /** The sounds of each topic, in order of the topics' names. */
  readonly soundsOf: ReadonlyMap<string, readonly Sound[]>;
  /** Whether each sound has one label: then topics can be drawn one by one. */
  readonly isOneLabelEach: boolean;
  readonly #topics = new Map<string, readonly string[]>();
  readonly #soundOf = new Map<string, Sound>();

  /**
   * @param pairs every training pair, in any order
   * @param nouns the nouns of the pairs without a label; where they are not given, such pairs have no topic
   */
  constructor(pairs: readonly TrainingPair[], nouns: CaptionNouns = new Map()) {
    const sorted = pairs.toSorted((a, b) => a.id < b.id ? -1 : 1);
    const groups = [...Map.groupBy(sorted, soundOf).values()];
    const counted = countedTopics(groups, nouns);
    const ofLabel = new Map<string, readonly string[]>();
    for (const { id, label } of sorted) {
      this.#topics.set(
        id,
        label === undefined
          ? (nouns.get(id) ?? []).filter((topic) => counted.has(topic))
          : known(ofLabel, label, () => [label]),
      );
    }
    // Most sounds have one pair of one topic: those of a topic share what they have in common.
    const ofTopic = new Map<string, ReadonlyMap<string, number>>();
    const topicsOf = (group: readonly TrainingPair[]) => {
      const [topic, ...others] = group.flatMap(({ id }) => this.topicsOf(id));
      return topic === undefined || others.length > 0
        ? this.topicCounts(group)
        : known(ofTopic, topic, () => new Map([[topic, 1]]));
    };
    this.sounds = groups.map((group) => ({ pairs: group, topics: topicsOf(group) }));
    for (const sound of this.sounds) for (const { id } of sound.pairs) this.#soundOf.set(id, sound);
    const soundsOf = new Map<string, Sound[]>([...counted].sort().map((topic) => [topic, []]));
    for (const sound of this.sounds) {
      for (const topic of sound.topics.keys()) soundsOf.get(topic)!.push(sound);
    }
    this.soundsOf = soundsOf;
    this.isOneLabelEach = pairs.every(({ label }) => label !== undefined) &&
      this.sounds.every(({ topics }) => topics.size === 1);
  }

  /** Returns the sound of a pair. */
  soundOf(id: string): Sound {
    return this.#soundOf.get(id)!;
  }

  /** Returns the topics of a pair. */
  topicsOf(id: string): readonly string[] {
    return this.#topics.get(id)!;
  }

  /** Counts the pairs of each topic. */
  topicCounts(pairs: readonly { readonly id: string }[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { id } of pairs) {
      for (const topic of this.topicsOf(id)) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    }
    return counts;
  }

  /** Counts the pairs, sounds and topics of a pool. */
  sizeOf(ids: Iterable<string>): PoolSize {
    const all = [...ids];
    return {
      pairs: all.length,
      sounds: new Set(all.map((id) => this.#soundOf.get(id))).size,
      topics: new Set(all.flatMap((id) => this.topicsOf(id))).size,
    };
  }
}

/** Returns the value of a key, which is made where it is missing. */
function known<Value>(values: Map<string, Value>, key: string, make: () => Value): Value {
  const found = values.get(key) ?? make();
  values.set(key, found);
  return found;
}

/** Returns all labels, and the nouns of enough sounds. */
function countedTopics(
  sounds: readonly (readonly TrainingPair[])[],
  nouns: CaptionNouns,
): Set<string> {
  const labels = new Set<string>();
  const counts = new Map<string, number>();
  for (const pairs of sounds) {
    const own = new Set<string>();
    for (const { id, label } of pairs) {
      if (label !== undefined) labels.add(label);
      else for (const noun of nouns.get(id) ?? []) own.add(noun);
    }
    for (const noun of own) counts.set(noun, (counts.get(noun) ?? 0) + 1);
  }
  const common = [...counts].filter(([, count]) => count >= LEAST_SOUNDS_OF_TOPIC);
  return new Set([...labels, ...common.map(([noun]) => noun)]);
}
