/**
 * Walks from a sense to what is narrower and broader in WordNet.
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
 * Senses above which no name is worth reporting: everything is an object. (The broader rule only reports, but a report
 * that finds "thing" in every caption hides the rest.)
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

/** Returns all narrower senses, nearest first, each by one shortest chain; senses in `excluded` end a chain. */
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

/** Most steps up: three lead from a beagle to a dog, and a fourth to what a dog and a wolf have in common. */
const MOST_STEPS_UP = 3;

/** Returns the broader senses that are worth naming, nearest first. */
export function broaderThan(start: Synset, dictionary: Dictionary): Relative[] {
  // The first sense above a verb is already too general: to sneeze is to act.
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
