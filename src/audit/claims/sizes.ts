/**
 * Claims that there is too little of something to say much, with what to do about it.
 * @module
 */
import { FEW_CLASSES } from "../../statistics/measured.ts";
import type { Claim } from "../results/claims.ts";
import type { UnclaimedResults } from "../results/results.ts";
import { chosenPairs } from "./chosen_pairs.ts";
import { sentences } from "./sentences.ts";

const FEW_SEEDS = 3;
const FEW_SOURCES = 5;
/** With fewer topics, or fewer pairs, a clean pool teaches too little for its accuracy to mean much. */
const FEW_TOPICS = 20;
const FEW_PAIRS = 200;

/** Returns the claims of few seeds, classes, topics of the clean pool and sources. */
export function sizeClaims(results: UnclaimedResults): Claim[] {
  return [cleanPool(results), classes(results), seeds(results), sources(results)]
    .filter((claim) => claim !== undefined);
}

/** The clean pool is the same for every pair of backbones. Pairs of captions have no classes that could be counted. */
function cleanPool(results: UnclaimedResults): Claim | undefined {
  const clean = chosenPairs(results)[0]?.conditions.clean;
  if (clean === undefined) return undefined;
  const { pairs, classes: topics } = clean;
  const hasFewTopics = topics > 0 && topics < FEW_TOPICS;
  if (pairs >= FEW_PAIRS && !hasFewTopics) return undefined;
  const sentence = sentences.smallCleanPool(topics, pairs, {
    topics: FEW_TOPICS,
    pairs: FEW_PAIRS,
  });
  return { kind: "few-classes", condition: "clean", numbers: { topics, pairs }, sentence };
}

function classes({ classes: { length } }: UnclaimedResults): Claim | undefined {
  if (length >= FEW_CLASSES) return undefined;
  const sentence = sentences.fewClasses(length, FEW_CLASSES);
  return { kind: "few-classes", numbers: { classes: length }, sentence };
}

function seeds({ seeds: { length } }: UnclaimedResults): Claim | undefined {
  if (length >= FEW_SEEDS) return undefined;
  const sentence = sentences.fewSeeds(length, FEW_SEEDS);
  return { kind: "few-seeds", numbers: { seeds: length }, sentence };
}

function sources({ least_sources }: UnclaimedResults): Claim | undefined {
  if (least_sources === undefined || least_sources >= FEW_SOURCES) return undefined;
  const sentence = sentences.fewSources(least_sources, FEW_SOURCES);
  return { kind: "few-sources", numbers: { least_sources }, sentence };
}
