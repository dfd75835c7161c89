/**
 * Whole labels that a control pool lacks in place of those that the clean pool lacks.
 * @module
 */
import type { RandomStream } from "../../basics/random.ts";
import type { Removal } from "./removal.ts";
import type { PoolSize, Sound, SoundsAndTopics } from "./sounds_and_topics.ts";

/** A label with its sounds. */
interface Drawable {
  readonly sounds: readonly Sound[];
  /** How much of the target it takes: of its sounds or of its pairs, whichever is more. */
  readonly weight: number;
}

/**
 * Removes as many whole labels as the target has topics, drawn at random from those that may be removed whole. Where
 * they have more sounds or pairs than the target, the largest gives way to a random smaller one, as often as needed. So
 * few draws are not by chance alone, and what is missing can be thinned out of other labels.
 */
export function removeLabels(
  removal: Removal,
  { soundsOf }: SoundsAndTopics,
  target: PoolSize,
  random: RandomStream,
): void {
  const whole = [...soundsOf.values()].filter((sounds) =>
    sounds.every((sound) => removal.mayRemove(sound))
  );
  const labels = random.shuffled(whole).map((sounds): Drawable => {
    const pairs = sounds.reduce((sum, { pairs }) => sum + pairs.length, 0);
    return {
      sounds,
      weight: Math.max(sounds.length * target.pairs, pairs * target.sounds),
    };
  });
  const drawn = labels.slice(0, target.topics);
  const others = labels.slice(target.topics);
  exchangeLargest(drawn, others, target.pairs * target.sounds, random);
  for (const { sounds } of drawn) {
    for (const sound of random.shuffled(sounds)) removal.remove(sound);
  }
}

/** Exchanges the largest drawn label for a random smaller one until the drawn ones weigh at most `most`. */
function exchangeLargest(
  drawn: Drawable[],
  others: Drawable[],
  most: number,
  random: RandomStream,
): void {
  let total = drawn.reduce((sum, { weight }) => sum + weight, 0);
  if (total <= most) return;
  const byWeight = (a: Drawable, b: Drawable) => a.weight - b.weight;
  drawn.sort(byWeight);
  others.sort(byWeight);
  while (total > most) {
    const largest = drawn.at(-1);
    const smaller = largest === undefined ? 0 : firstAtLeast(others, largest.weight);
    if (largest === undefined || smaller === 0) return;
    drawn.pop();
    const [chosen] = others.splice(random.below(smaller), 1);
    others.splice(firstAtLeast(others, largest.weight), 0, largest);
    drawn.splice(firstAtLeast(drawn, chosen!.weight), 0, chosen!);
    total += chosen!.weight - largest.weight;
  }
}

/** Returns the index of the first label of at least this weight, in ascending order of weight. */
function firstAtLeast(labels: readonly Drawable[], weight: number): number {
  let low = 0;
  let high = labels.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (labels[middle]!.weight < weight) low = middle + 1;
    else high = middle;
  }
  return low;
}
