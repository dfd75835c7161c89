/**
 * What stands below and above a sense in WordNet.
 * @module
 */
import type { Synset } from "../wordnet/synset.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";

/** A synset with the synsets that lead from it to the start, itself first. */
export interface Relative {
  readonly synset: Synset;
  readonly chain: readonly Synset[];
}

/**
 * Senses above which nothing is worth naming: everything is an object. (The broader rule only reports, but a report
 * that says "thing" of each caption hides the rest.)
 */
const TOO_BROAD = new Set([
  "entity",
  "physical entity",
  "abstraction",
  "object",
  "whole",
  "living thing",
  "organism",
  "causal agent",
  "artifact",
  "instrumentality",
  "matter",
  "substance",
  "thing",
  "phenomenon",
  "natural phenomenon",
  "physical phenomenon",
  "process",
  "physical process",
  "natural process",
  "psychological feature",
  "event",
  "happening",
  "act",
  "action",
  "activity",
  "group",
  "collection",
  "attribute",
  "state",
  "condition",
  "relation",
  "communication",
  "part",
  "body part",
  "device",
  "change",
  "person",
  "unit",
  "structure",
  "implement",
  "natural object",
  "signal",
  "way",
  "conveyance",
]);

/** All that is narrower than a sense, nearest first, each by one shortest chain; senses in `excluded` end a chain. */
export function narrowerThan(
  start: Synset,
  dictionary: Dictionary,
  excluded: ReadonlySet<Synset>,
): Relative[] {
  return walk(
    start,
    (synset) => dictionary.narrower(synset).filter((below) => !excluded.has(below)),
  );
}

/** Steps up: three lead from a beagle to a dog, and a fourth to what a dog and a wolf have in common. */
const MOST_STEPS_UP = 3;

/** What is broader than a sense, nearest first, as far as it says something. */
export function broaderThan(start: Synset, dictionary: Dictionary): Relative[] {
  // What verbs have above them is too general at once: to sneeze is to act.
  if (start.partOfSpeech === "verb") return [];
  return walk(
    start,
    (synset) => dictionary.broader(synset).filter(({ lemmas }) => !TOO_BROAD.has(lemmas[0]!)),
  ).filter(({ chain }) => chain.length - 1 <= MOST_STEPS_UP);
}

function walk(start: Synset, step: (synset: Synset) => readonly Synset[]): Relative[] {
  const found: Relative[] = [{ synset: start, chain: [start] }];
  const seen = new Set([start]);
  for (const { synset, chain } of found) {
    for (const next of step(synset)) {
      if (seen.has(next)) continue;
      seen.add(next);
      found.push({ synset: next, chain: [next, ...chain] });
    }
  }
  return found.slice(1);
}
