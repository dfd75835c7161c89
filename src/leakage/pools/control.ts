/**
 * The control pool: it lacks as many pairs, sounds and topics as the clean pool, but none of the flagged pairs.
 * @module
 */
import type { RandomStream } from "../../basics/random.ts";
import { removeDecoys } from "./decoys.ts";
import { removeLabels } from "./labels_to_remove.ts";
import { Removal } from "./removal.ts";
import type { PoolSize, SoundsAndTopics } from "./sounds_and_topics.ts";

/**
 * Chooses the pairs that a control pool lacks: unflagged topics in place of the flagged ones, drawn at random.
 *
 * 1. Where each sound has one label, as many labels are removed as the clean pool lacks. Otherwise the sounds of
 *    decoys are, see {@link removeDecoys}.
 * 2. What is too much is put back, the last first: of the last topic only some is removed.
 * 3. What is missing is thinned out at random, first sounds, then single pairs of sounds with several, and none of them
 *    is the last of its topic or sound.
 *
 * No pair of a sound with a flagged pair is removed. Where the unflagged pairs do not allow as much, less is removed.
 *
 * @param all every training pair
 * @param flagged ids of the pairs that the clean pool lacks
 * @param kept ids of unflagged pairs that must stay
 * @returns ids of the pairs to remove
 */
export function chooseControl(
  all: SoundsAndTopics,
  flagged: ReadonlySet<string>,
  random: RandomStream,
  kept: ReadonlySet<string>,
): ReadonlySet<string> {
  const dirty = all.sizeOf(all.byId.keys());
  const clean = all.sizeOf(all.byId.keys().filter((id) => !flagged.has(id)));
  const target = {
    pairs: dirty.pairs - clean.pairs,
    sounds: dirty.sounds - clean.sounds,
    topics: dirty.topics - clean.topics,
  };
  const removal = new Removal(all, (id) => flagged.has(id) || kept.has(id));
  (all.isOneLabelEach ? removeLabels : removeDecoys)(removal, all, target, random);
  putBackSurplus(removal, target);
  thinSounds(removal, target, random);
  thinPairs(removal, target.pairs, random);
  return removal.removed;
}

function putBackSurplus(removal: Removal, target: PoolSize): void {
  for (const sound of removal.lastFirst()) {
    const { pairs, sounds } = removal.size;
    if (pairs <= target.pairs && sounds <= target.sounds) return;
    removal.restore(sound);
  }
}

function thinSounds(removal: Removal, target: PoolSize, random: RandomStream): void {
  const present = removal.removable.filter((sound) => !removal.isGone(sound));
  for (const sound of random.shuffled(present)) {
    const { pairs, sounds } = removal.size;
    if (sounds >= target.sounds) return;
    const fits = pairs + sound.pairs.length <= target.pairs;
    if (fits && removal.losing(sound) === 0) removal.remove(sound);
  }
}

function thinPairs(removal: Removal, count: number, random: RandomStream): void {
  const present = removal.removable.filter((sound) => !removal.isGone(sound));
  const several = present.filter(({ pairs }) => pairs.length > 1).flatMap(({ pairs }) => pairs);
  for (const pair of random.shuffled(several)) {
    if (removal.size.pairs >= count) return;
    removal.removeSingle(pair);
  }
}
