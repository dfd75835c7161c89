/**
 * Measures the shared spaces of an audit, for `results.json`: how well each condition's space separates the classes,
 * and how far audio and text agree in it about which classes are near each other.
 * @module
 */
import { NEIGHBORS } from "../../measures/separability/measure.ts";
import type { Quantity } from "../../statistics/bootstrap.ts";
import { mean } from "../../statistics/means.ts";
import { measuredOf } from "../../statistics/measured.ts";
import { sumBySource } from "../../statistics/sources.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";
import { gatherHits } from "./class_arms.ts";
import { type ComparedItems, comparedItems, estimateBoth } from "./compared_items.ts";
import type { Fold } from "../trainings/folds.ts";
import { formatCondition } from "../../leakage/pools/conditions.ts";
import { armKey, isPermuted } from "../trainings/plan.ts";
import { estimateLabels, gatherLabels } from "./label_values.ts";
import { meanOverClasses, type Resampling } from "./resampling.ts";
import {
  LEAST_NEIGHBORHOODS,
  neighborsAmong,
  type SharedSpace,
} from "../trainings/shared_space.ts";
import type { OverlapResult, SpaceSeparability } from "../results/spaces.ts";

/** The trainings of one arm whose shared spaces were measured. */
type Arm = readonly TrainingOutcome[];

function groupArms(
  outcomes: readonly TrainingOutcome[],
  isWanted: (outcome: TrainingOutcome) => boolean,
): Arm[] {
  const wanted = outcomes.filter((outcome) => outcome.shared !== undefined && isWanted(outcome));
  return [...Map.groupBy(wanted, ({ training }) => armKey(training)).values()];
}

function seedListOf(arm: Arm): string {
  return isPermuted(arm[0]!.training) ? "permutations" : "seeds";
}

/** Returns the separability of the shared spaces with true texts, trained or not: audio, then text, of each arm. */
export function sharedSeparability(
  outcomes: readonly TrainingOutcome[],
  folds: readonly Fold[],
  prompts: readonly string[],
  resampling: Resampling,
): SpaceSeparability[] {
  const { options } = resampling;
  const arms = groupArms(outcomes, ({ training }) => !training.randomText);
  const sounds = resampling.blocks === undefined
    ? separabilityOf(arms, folds, resampling)
    : rankedSeparability(arms, resampling);
  return arms.flatMap((arm, at) => {
    const { audio, text, condition } = arm[0]!.training;
    return [
      {
        space: "audio shared" as const,
        audio,
        text,
        condition: formatCondition(condition),
        items: folds[0]!.ranked?.rows.length ?? resampling.table.sourceOf.length,
        ...sounds[at]!,
      },
      {
        space: "text shared" as const,
        audio,
        text,
        condition: formatCondition(condition),
        items: prompts.length * folds.reduce((sum, { labels }) => sum + labels.length, 0),
        ...textSilhouettes(arm, prompts.length, options),
        nearest_text: mean(arm.flatMap(({ shared }) => [...shared!.nearestTexts])),
      },
    ];
  });
}

/** How well the sounds of an arm keep apart. */
type OfSounds = Pick<
  SpaceSeparability,
  "compared" | "silhouette_cosine" | "silhouette_euclidean" | "nearest_centroid" | "knn"
>;

function separabilityOf(
  arms: readonly Arm[],
  folds: readonly Fold[],
  resampling: Resampling,
): OfSounds[] {
  const own = comparedItems(folds, resampling);
  const all = { folds, table: resampling.table };
  const [ofAll, ofCompared] = estimateBoth(
    arms.flatMap((arm) => quantitiesOfAll(arm, all)),
    arms.flatMap((arm) => quantitiesOfCompared(arm, own)),
    own,
    resampling,
  );
  const part = <One>(list: readonly One[], at: number): readonly One[] => {
    const each = list.length / arms.length;
    return list.slice(each * at, each * (at + 1));
  };
  return arms.map((_, at) => {
    const [cosine, centroid] = part(ofAll, at);
    const [euclidean, ...neighbors] = part(ofCompared, at);
    return {
      ...(own.drawn === undefined ? {} : { compared: own.drawn }),
      silhouette_cosine: cosine!,
      silhouette_euclidean: euclidean!,
      nearest_centroid: centroid!,
      knn: Object.fromEntries(NEIGHBORS.map((k, i) => [`k${k}`, neighbors[i]!])),
    };
  });
}

/** Where sounds have several labels, only how their labels' centroids rank them is defined. */
function rankedSeparability(arms: readonly Arm[], resampling: Resampling): OfSounds[] {
  const quantities = arms.map((arm) => ({
    trainings: gatherLabels(arm, ({ shared }) => shared!.centroids!),
    seedList: seedListOf(arm),
  }));
  return estimateLabels(quantities, resampling)
    .map((estimate) => ({ nearest_centroid: measuredOf(estimate) }));
}

/** Returns the quantities of an arm that all sounds have. */
function quantitiesOfAll(arm: Arm, items: ComparedItems): Quantity[] {
  const quantity = quantitiesOf(arm, items);
  return [
    quantity("items", (space) => space.silhouettesCosine, "unbounded"),
    quantity("classes", (space) => space.centroidHits),
  ];
}

/** Returns the quantities of an arm that the compared sounds have. */
function quantitiesOfCompared(arm: Arm, items: ComparedItems): Quantity[] {
  const quantity = quantitiesOf(arm, items);
  return [
    quantity("items", (space) => space.silhouettesEuclidean, "unbounded"),
    ...NEIGHBORS.map((_, at) => quantity("classes", (space) => space.neighborHits[at]!)),
  ];
}

function quantitiesOf(arm: Arm, { folds, table }: ComparedItems) {
  return (
    kind: Quantity["mean"],
    of: (space: SharedSpace) => ArrayLike<number>,
    values: Quantity["values"] = "shares",
  ): Quantity => ({
    mean: kind,
    values,
    seedList: seedListOf(arm),
    trainings: gatherHits(arm, folds, table.sourceOf.length, ({ shared }) => of(shared!))
      .map((each) => sumBySource(table, each)),
  });
}

/** Returns silhouettes of prompts; empty where labels have one. Classes are resampled with all their prompts. */
function textSilhouettes(
  arm: Arm,
  prompts: number,
  options: Resampling["options"],
): Pick<SpaceSeparability, "silhouette_cosine" | "silhouette_euclidean"> {
  if (prompts < 2) return {};
  const measured = (of: (space: SharedSpace) => Float64Array) => {
    const perLabel = byRank(arm, (space) => {
      const values = of(space);
      return Float64Array.from(
        { length: values.length / prompts },
        (_, label) => mean(values.subarray(label * prompts, (label + 1) * prompts)),
      );
    });
    return meanOverClasses(perLabel, "unbounded", seedListOf(arm), options);
  };
  return {
    silhouette_cosine: measured((space) => space.textSilhouettesCosine),
    silhouette_euclidean: measured((space) => space.textSilhouettesEuclidean),
  };
}

/**
 * Returns the overlap of neighborhoods in the shared space of clean trainings, with clean trainings with random codes
 * and shuffled ones for comparison, since even these exceed chance. Dirty trainings are left out, since they have seen
 * the classes. The result is empty where a class fold has fewer than 3 classes.
 */
export function sharedOverlap(
  outcomes: readonly TrainingOutcome[],
  folds: readonly Fold[],
  options: Resampling["options"],
): OverlapResult[] {
  const counts = folds.map(({ labels }) => labels.length);
  if (Math.min(...counts) < LEAST_NEIGHBORHOODS) return [];
  const neighbors = counts.map(neighborsAmong);
  const isUnseen = ({ training: { condition } }: TrainingOutcome) =>
    condition.kind === "clean" || (condition.kind === "shuffled" && condition.of === "clean");
  return groupArms(outcomes, isUnseen).map((arm) => {
    const { audio, text, condition, randomText } = arm[0]!.training;
    const trainings = byRank(arm, ({ overlaps }) => overlaps);
    return {
      space: "shared",
      audio,
      text,
      condition: formatCondition(condition),
      random_text: randomText,
      classes: mean(counts),
      k: Math.max(...neighbors),
      overlap: meanOverClasses(trainings, "shares", seedListOf(arm), options),
      per_seed: trainings.map(mean),
      // Folds differ by at most one class; each class has the chance of its own fold.
      chance: counts.reduce((sum, count, i) => sum + count * neighbors[i]! / (count - 1), 0) /
        counts.reduce((sum, count) => sum + count, 0),
    };
  });
}

/** Returns a value of each class for each rank of seeds, fold after fold; the mean over draws of a control pool. */
function byRank(arm: Arm, of: (space: SharedSpace) => Float64Array): Float64Array[] {
  const ranks = Map.groupBy(arm, ({ training }) => training.rank).values();
  return Array.from(ranks, (own) => {
    const folds = [...Map.groupBy(own, ({ training }) => training.fold).values()];
    return Float64Array.from(folds.flatMap((draws) => {
      const values = draws.map(({ shared }) => of(shared!));
      return Array.from(values[0]!, (_, i) => mean(values.map((each) => each[i]!)));
    }));
  });
}
