/**
 * Decoys: topics of captions whose sounds a control pool lacks in place of the flagged ones.
 * @module
 */
import type { RandomStream } from "../../basics/random.ts";
import type { Removal } from "./removal.ts";
import type { PoolSize, Sound, SoundsAndTopics } from "./sounds_and_topics.ts";

/**
 * Removes the sounds of decoys, then brings the number of lost topics and of pairs to the target.
 *
 * Topics are drawn at random, each with the same probability, and their sounds removed, as far as they may be, until as
 * many sounds are gone as the target has; of the last topic only some. Most common topics of captions are in flagged
 * sounds, too, and so are not lost with a decoy, while all pairs of a flagged topic are lost: drawn so, controls for ten
 * labels of ESC-50 kept 1 to 4 % more topics of AudioCaps' validation captions than the clean pool. Therefore, as long
 * as too few topics are lost, sounds that were removed last give way to all sounds of a topic that no flagged sound has;
 * where that cannot be, single pairs with such a topic are removed.
 */
export function removeDecoys(
  removal: Removal,
  { soundsOf }: SoundsAndTopics,
  target: PoolSize,
  random: RandomStream,
): void {
  const topics = Array.from(soundsOf, ([topic, sounds]) => ({
    topic,
    sounds: sounds.filter((sound) => removal.mayRemove(sound)),
    isWhole: sounds.every((sound) => removal.mayRemove(sound)),
  })).filter(({ sounds }) => sounds.length > 0);
  drawDecoys(removal, random.shuffled(topics), target.sounds, random);
  const whole = random.shuffled(topics.filter(({ isWhole }) => isWhole));
  loseTopics(removal, whole, target.topics);
  regainTopics(removal, target.topics, random);
  removeShorter(removal, target.pairs, random);
  for (const { topic, sounds } of whole) {
    if (removal.size.topics >= target.topics) return;
    if (!removal.isEmpty(topic)) removal.removeTopic(topic, sounds, target);
  }
}

interface Topic {
  readonly topic: string;
  readonly sounds: readonly Sound[];
}

function drawDecoys(
  removal: Removal,
  decoys: readonly Topic[],
  count: number,
  random: RandomStream,
): void {
  for (const { sounds } of decoys) {
    for (const sound of random.shuffled(sounds)) {
      if (removal.size.sounds >= count) return;
      if (!removal.isGone(sound)) removal.remove(sound);
    }
  }
}

/** Exchanges removed sounds for all sounds of further topics, as long as fewer than `count` are lost. */
function loseTopics(removal: Removal, topics: readonly Topic[], count: number): void {
  for (const { topic, sounds } of topics) {
    if (removal.size.topics >= count) return;
    if (removal.isEmpty(topic)) continue;
    const before = removal.lastFirst();
    const taken = sounds.filter((sound) => !removal.isGone(sound));
    for (const sound of taken) removal.remove(sound);
    const back: Sound[] = [];
    for (const sound of before) {
      if (back.length === taken.length) break;
      if (removal.regaining(sound) > 0) continue;
      removal.restore(sound);
      back.push(sound);
    }
    if (back.length === taken.length && removal.size.topics <= count) continue;
    for (const sound of taken) removal.restore(sound);
    for (const sound of back.reverse()) removal.remove(sound);
  }
}

/** Exchanges removed sounds for others, as long as more than `count` topics are lost. */
function regainTopics(removal: Removal, count: number, random: RandomStream): void {
  if (removal.size.topics <= count) return;
  const others = random.shuffled(removal.removable.filter((sound) => !removal.isGone(sound)));
  for (const sound of removal.lastFirst()) {
    const surplus = removal.size.topics - count;
    if (surplus <= 0) return;
    const regained = removal.regaining(sound);
    if (regained === 0 || regained > surplus) continue;
    const at = others.findIndex((other) => removal.losing(other) === 0);
    if (at < 0) return;
    removal.restore(sound);
    removal.remove(others.splice(at, 1)[0]!);
  }
}

/** Exchanges removed sounds for others with fewer pairs, as long as more than `count` pairs are removed. */
function removeShorter(removal: Removal, count: number, random: RandomStream): void {
  if (removal.size.pairs <= count) return;
  const bySize = (a: Sound, b: Sound) => a.pairs.length - b.pairs.length;
  const others = random.shuffled(removal.removable.filter((sound) => !removal.isGone(sound)))
    .sort(bySize);
  let next = 0;
  for (const sound of removal.lastFirst().sort(bySize).reverse()) {
    if (removal.size.pairs <= count) return;
    if (removal.regaining(sound) > 0) continue;
    while (next < others.length && removal.losing(others[next]!) > 0) next++;
    const shorter = others[next++];
    if (shorter === undefined || shorter.pairs.length >= sound.pairs.length) return;
    removal.restore(sound);
    removal.remove(shorter);
  }
}
