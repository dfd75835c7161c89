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
  /** The pairs by their ids, in the order in which they were given; of pairs with one id, the last. */
  readonly byId: ReadonlyMap<string, TrainingPair>;
  /** The sounds, in order of their first ids. */
  readonly sounds: readonly Sound[];
  /** The sounds of each topic, in order of the topics' names. */
  readonly soundsOf: ReadonlyMap<string, readonly Sound[]>;
  /** Whether each sound has one label: then topics can be drawn one by one. */
  readonly isOneLabelEach: boolean;
  /** The place of each pair in order of id, by its id. */
  readonly #places: ReadonlyMap<string, number>;
  /** The topics of each pair, in order of id. */
  readonly #topics: readonly (readonly string[])[];
  /** The number of each pair's sound, in order of id. */
  readonly #soundNumbers: Uint32Array;

  /**
   * Gathers the sounds and topics.
   *
   * @param pairs every training pair, in any order
   * @param nouns the nouns of the pairs without a label; where they are not given, such pairs have no topic
   */
  constructor(pairs: readonly TrainingPair[], nouns: CaptionNouns = new Map()) {
    const sorted = pairs.toSorted((a, b) => a.id < b.id ? -1 : 1);
    const groups = [...Map.groupBy(sorted, soundOf).values()];
    const counted = countedTopics(groups, nouns);
    const ofLabel = new Map<string, readonly string[]>();
    this.byId = new Map(pairs.values().map((pair) => [pair.id, pair]));
    this.#places = new Map(sorted.values().map(({ id }, place) => [id, place]));
    this.#topics = sorted.map(({ id, label }) =>
      label === undefined
        ? (nouns.get(id) ?? []).filter((topic) => counted.has(topic))
        : known(ofLabel, label, () => [label])
    );
    // Most sounds have one pair of one topic: those of a topic share what they have in common.
    const ofTopic = new Map<string, ReadonlyMap<string, number>>();
    const topicsOf = (group: readonly TrainingPair[]) => {
      const own = group.length === 1
        ? this.topicsOf(group[0]!.id)
        : group.flatMap(({ id }) => this.topicsOf(id));
      const topic = own[0];
      return topic === undefined || own.length > 1
        ? this.topicCounts(group)
        : known(ofTopic, topic, () => new Map([[topic, 1]]));
    };
    this.sounds = groups.map((group) => ({ pairs: group, topics: topicsOf(group) }));
    this.#soundNumbers = new Uint32Array(sorted.length);
    for (const [number, sound] of this.sounds.entries()) {
      for (const { id } of sound.pairs) this.#soundNumbers[this.#places.get(id)!] = number;
    }
    const soundsOf = new Map<string, Sound[]>([...counted].sort().map((topic) => [topic, []]));
    for (const sound of this.sounds) {
      for (const topic of sound.topics.keys()) soundsOf.get(topic)!.push(sound);
    }
    this.soundsOf = soundsOf;
    this.isOneLabelEach = pairs.every(({ label }) => label !== undefined) &&
      this.sounds.every(({ topics }) => topics.size === 1);
  }

  /** The ids of the pairs, sorted. */
  ids(): string[] {
    return [...this.#places.keys()];
  }

  /** Returns the sound of a pair. */
  soundOf(id: string): Sound {
    return this.sounds[this.#soundNumbers[this.#places.get(id)!]!]!;
  }

  /** Returns the topics of a pair. */
  topicsOf(id: string): readonly string[] {
    return this.#topics[this.#places.get(id)!]!;
  }

  /** Makes a test of whether a pair is one of some; it takes a byte for each pair, a set ten times that. */
  areAmong(ids: Iterable<string>): (id: string) => boolean {
    const marks = new Uint8Array(this.#topics.length);
    for (const id of ids) marks[this.#places.get(id)!] = 1;
    return (id) => marks[this.#places.get(id)!] === 1;
  }

  /** Counts the pairs of each topic. */
  topicCounts(pairs: Iterable<{ readonly id: string }>): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { id } of pairs) {
      for (const topic of this.topicsOf(id)) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    }
    return counts;
  }

  /** Counts the pairs, sounds and topics of a pool. */
  sizeOf(ids: Iterable<string>): PoolSize {
    const size = { pairs: 0, sounds: 0 };
    const seen = new Uint8Array(this.sounds.length);
    const topics = new Set<string>();
    for (const id of ids) {
      const sound = this.#soundNumbers[this.#places.get(id)!]!;
      size.pairs++;
      if (seen[sound] === 0) size.sounds++;
      seen[sound] = 1;
      for (const topic of this.topicsOf(id)) topics.add(topic);
    }
    return { ...size, topics: topics.size };
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
    let own: Set<string> | undefined;
    for (const { id, label } of pairs) {
      if (label !== undefined) labels.add(label);
      else for (const noun of nouns.get(id) ?? []) (own ??= new Set()).add(noun);
    }
    for (const noun of own ?? []) counts.set(noun, (counts.get(noun) ?? 0) + 1);
  }
  const common = [...counts].filter(([, count]) => count >= LEAST_SOUNDS_OF_TOPIC);
  return new Set([...labels, ...common.map(([noun]) => noun)]);
}
