/**
 * Pairs that a control pool lacks, while they are chosen.
 * @module
 */
import type { TrainingPair } from "../findings.ts";
import type { PoolSize, Sound, SoundsAndTopics } from "./sounds_and_topics.ts";

/** The pairs removed so far, with the numbers of sounds and topics that they take with them. */
export class Removal {
  /** Ids of the removed pairs. */
  readonly removed = new Set<string>();
  /** The sounds that may be removed, in order of their first ids. */
  readonly removable: readonly Sound[];
  readonly #all: SoundsAndTopics;
  readonly #fixed: (id: string) => boolean;
  /** The sounds that were removed whole, in the order of removal. */
  readonly #gone = new Set<Sound>();
  /** Number of pairs that each topic still has. */
  readonly #left: Map<string, number>;
  readonly #topics: number;

  /** @param fixed ids of pairs whose sounds must stay */
  constructor(all: SoundsAndTopics, fixed: (id: string) => boolean) {
    this.#all = all;
    this.#fixed = fixed;
    this.removable = all.sounds.filter((sound) => this.mayRemove(sound));
    this.#left = all.topicCounts(all.byId.values());
    this.#topics = this.#left.size;
  }

  /** What is removed: its pairs, and the sounds and topics that have no pair left. */
  get size(): PoolSize {
    return {
      pairs: this.removed.size,
      sounds: this.#gone.size,
      topics: this.#topics - this.#left.size,
    };
  }

  /** Whether a sound may be removed. */
  mayRemove({ pairs }: Sound): boolean {
    return !pairs.some(({ id }) => this.#fixed(id));
  }

  /** The sounds that were removed whole, the last one first. */
  lastFirst(): Sound[] {
    return [...this.#gone].reverse();
  }

  /** Whether a sound was removed whole. */
  isGone(sound: Sound): boolean {
    return this.#gone.has(sound);
  }

  /** Whether a topic has no pair left. */
  isEmpty(topic: string): boolean {
    return !this.#left.has(topic);
  }

  /** Counts the topics that would have no pair left without a sound. */
  losing({ topics }: Sound): number {
    let lost = 0;
    for (const [topic, count] of topics) if (this.#left.get(topic) === count) lost++;
    return lost;
  }

  /** Counts the topics that have a pair again once a removed sound is back. */
  regaining({ topics }: Sound): number {
    let gained = 0;
    for (const topic of topics.keys()) if (this.isEmpty(topic)) gained++;
    return gained;
  }

  /** Removes a sound with all its pairs. */
  remove(sound: Sound): void {
    this.#gone.add(sound);
    for (const { id } of sound.pairs) this.removed.add(id);
    for (const [topic, count] of sound.topics) this.#change(topic, -count);
  }

  /** Puts a sound back. */
  restore(sound: Sound): void {
    this.#gone.delete(sound);
    for (const { id } of sound.pairs) this.removed.delete(id);
    for (const [topic, count] of sound.topics) this.#change(topic, count);
  }

  /** Removes one pair, unless its sound or a topic of it would have none left; returns whether it did. */
  removeSingle({ id }: TrainingPair): boolean {
    const topics = this.#all.topicsOf(id);
    const others = this.#all.soundOf(id).pairs.filter((pair) => !this.removed.has(pair.id));
    if (others.length < 2 || topics.some((topic) => this.#left.get(topic) === 1)) return false;
    this.removed.add(id);
    for (const topic of topics) this.#change(topic, -1);
    return true;
  }

  /**
   * Removes the pairs of a topic that no sound needs to stay, unless more would be removed than `most` has pairs or
   * topics; returns whether it did.
   */
  removeTopic(topic: string, sounds: readonly Sound[], most: PoolSize): boolean {
    const present = sounds.map(({ pairs }) => pairs.filter(({ id }) => !this.removed.has(id)));
    const own = present.map((pairs) =>
      pairs.filter(({ id }) => this.#all.topicsOf(id).includes(topic))
    );
    if (own.some((pairs, i) => pairs.length === present[i]!.length)) return false;
    const ids = own.flat().map(({ id }) => id);
    if (this.removed.size + ids.length > most.pairs) return false;
    this.#changeEach(ids, -1);
    if (this.size.topics > most.topics) {
      this.#changeEach(ids, 1);
      return false;
    }
    for (const id of ids) this.removed.add(id);
    return true;
  }

  #changeEach(ids: readonly string[], by: number): void {
    for (const id of ids) for (const topic of this.#all.topicsOf(id)) this.#change(topic, by);
  }

  #change(topic: string, by: number): void {
    const count = (this.#left.get(topic) ?? 0) + by;
    if (count === 0) this.#left.delete(topic);
    else this.#left.set(topic, count);
  }
}
