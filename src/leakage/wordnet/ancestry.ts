/**
 * Walks up from a sense.
 * @module
 */
import type { Dictionary } from "./dictionary.ts";
import type { Synset } from "./synset.ts";

/** WordNet's longest way up is shorter. WordNet has no circles, but another dictionary might. */
const MOST_STEPS = 20;

/** Yields a synset, the first one right above it, the first above that, and so on. */
export function* ancestry(synset: Synset, dictionary: Dictionary): Generator<Synset> {
  let at: Synset | undefined = synset;
  for (let steps = 0; at !== undefined && steps < MOST_STEPS; steps++) {
    yield at;
    at = dictionary.broader(at)[0];
  }
}
