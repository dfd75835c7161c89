/**
 * Claims that there is too little of something to say much, with what to do about it.
 * @module
 */
import { isEnough, shortOf } from "../../leakage/pools/few_topics.ts";
import { perfectP } from "../../statistics/permutation.ts";
import { FEW_CLASSES } from "../../statistics/measured.ts";
import type { Claim } from "../results/claims.ts";
import { wordsOf } from "../results/measure_names.ts";
import type { UnclaimedResults } from "../results/results.ts";
import { isAboveChance } from "./evidence.ts";
import { chosenPairs } from "./chosen_pairs.ts";
import { sentences } from "./sentences.ts";

const FEW_SEEDS = 3;
const FEW_SOURCES = 5;

/** Returns the claims of few seeds, classes, topics of the clean pool and sources. */
export function sizeClaims(results: UnclaimedResults): Claim[] {
  return [cleanPool(results), classes(results), fewSeeds(results), fewSources(results)]
    .filter((claim) => claim !== undefined);
}

/** The clean pools are the same for every pair of backbones; the smallest of all class folds counts. */
function cleanPool(results: UnclaimedResults): Claim | undefined {
  const clean = chosenPairs(results)[0]?.conditions.clean;
  // The path trains on clean pairs even where the condition is not asked for.
  if (clean === undefined && results.small_clean_pool === undefined) return undefined;
  const pools = results.controls.length === 0 && clean !== undefined
    ? [{ pairs: clean.pairs, sounds: undefined, topics: clean.classes }]
    : results.controls.map(({ pairs, sounds, topics }) => ({
      pairs: pairs[0],
      sounds: sounds[0],
      topics: topics[0],
    }));
  const [pairs, sounds, topics] = [
    Math.min(...pools.map(({ pairs }) => pairs)),
    Math.min(...pools.map(({ pairs, sounds = pairs }) => sounds)),
    Math.min(...pools.map(({ topics }) => topics)),
  ];
  // Where no topics are known, there are 0.
  const size = { pairs, sounds, topics: topics > 0 ? topics : undefined };
  if (isEnough(size)) return undefined;
  // Only the audit itself knows what would help.
  const sentence = results.small_clean_pool ??
    sentences.smallCleanPool(wordsOf(results.measure), topics, pairs, shortOf(size));
  return { kind: "few-classes", condition: "clean", numbers: { topics, pairs }, sentence };
}

function classes({ classes: { length }, class_folds, measure }: UnclaimedResults) {
  return fewClasses(measure, length, class_folds.map((labels) => labels.length));
}

/** Says that there are few classes, or class folds too small for the permutation test. */
export function fewClasses(
  measure: UnclaimedResults["measure"],
  length: number,
  sizes: readonly number[],
): Claim | undefined {
  const perfect_p = perfectP(sizes);
  const canPass = isAboveChance(perfect_p);
  if (length >= FEW_CLASSES && canPass) return undefined;
  const sentence = length < FEW_CLASSES
    ? sentences.fewClasses(wordsOf(measure), length, FEW_CLASSES, canPass)
    : sentences.smallFolds(perfect_p);
  return { kind: "few-classes", numbers: { classes: length, perfect_p }, sentence };
}

/** Says that there are few training seeds. */
export function fewSeeds({ seeds: { length } }: Pick<UnclaimedResults, "seeds">) {
  if (length >= FEW_SEEDS) return undefined;
  const sentence = sentences.fewSeeds(length, FEW_SEEDS);
  return { kind: "few-seeds", numbers: { seeds: length }, sentence } satisfies Claim;
}

/** Says that a class has few sources. */
export function fewSources(
  { least_sources, measure }: Pick<UnclaimedResults, "least_sources" | "measure">,
) {
  if (least_sources === undefined || least_sources >= FEW_SOURCES) return undefined;
  const sentence = sentences.fewSources(wordsOf(measure), least_sources, FEW_SOURCES);
  return { kind: "few-sources", numbers: { least_sources }, sentence } satisfies Claim;
}
