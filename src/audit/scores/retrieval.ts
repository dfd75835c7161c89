/**
 * Scores retrieval: whether captions of the evaluation find their sounds, and sounds their captions, by condition.
 * @module
 */
import { formatCondition } from "../../leakage/pools/conditions.ts";
import type { FoundByQueries, RetrievalRanks } from "../../measures/retrieval/ranks.ts";
import { chanceOf, countsOf, DEPTHS } from "../../measures/retrieval/retrieval.ts";
import { bootstrap, type BootstrapOptions } from "../../statistics/bootstrap.ts";
import { intervalOf } from "../../statistics/intervals.ts";
import { mean } from "../../statistics/means.ts";
import { medianOf } from "../../statistics/median.ts";
import { groupSources, sumBySource } from "../../statistics/sources.ts";
import type { AuditCondition } from "../configuration/conditions.ts";
import type { AuditEvaluation } from "../inputs/shape.ts";
import type { AuditResults } from "../results/results.ts";
import type { RetrievalDirection, RetrievalResult } from "../results/retrieval.ts";
import { type Fold, foldCaptions } from "../trainings/folds.ts";
import { armKey, isPermuted } from "../trainings/plan.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";

/** The queries of one direction in a class fold. */
interface Queries {
  /** The source of each query's sound. */
  readonly sources: readonly string[];
  /** The number of right answers of each. */
  readonly answers: readonly number[];
  /** Number of candidates. */
  readonly candidates: number;
}

/** Both directions in a class fold. */
type FoldQueries = Readonly<Record<keyof RetrievalRanks, Queries>>;

/** Returns the retrieval of the conditions that are asked for; nothing where the evaluation has no captions. */
export function retrievalOf(
  outcomes: readonly TrainingOutcome[],
  { captions }: Pick<AuditEvaluation, "captions">,
  conditions: readonly AuditCondition[],
  folds: readonly Fold[],
  options: BootstrapOptions,
): Pick<AuditResults, "retrieval"> {
  if (captions === undefined) return {};
  const names: readonly string[] = conditions;
  const asked = outcomes.filter(({ training }) =>
    names.includes(formatCondition(training.condition))
  );
  return { retrieval: retrievalResults(asked, captions, folds, options) };
}

/**
 * Returns the retrieval of every arm that was measured, in the order of the trainings. Queries are ranked among the
 * sounds or captions of their class fold; the sources of sounds are resampled with all their queries, and seeds.
 *
 * @param captions the captions of each evaluation item
 */
export function retrievalResults(
  outcomes: readonly TrainingOutcome[],
  captions: NonNullable<AuditEvaluation["captions"]>,
  folds: readonly Fold[],
  options: BootstrapOptions,
): RetrievalResult[] {
  const measured = outcomes.filter(({ retrieval }) => retrieval !== undefined);
  const queries = new Map(folds.map((fold) => [fold.number, queriesOf(fold, captions)]));
  const arms = Map.groupBy(measured, ({ training }) => armKey(training));
  return Array.from(arms.values(), (arm) => {
    const { audio, text, condition } = arm[0]!.training;
    const direction = (of: keyof RetrievalRanks) => directionOf(arm, of, queries, options);
    return {
      audio,
      text,
      condition: formatCondition(condition),
      text_to_audio: direction("captions"),
      audio_to_text: direction("sounds"),
    };
  });
}

function queriesOf(
  fold: Fold,
  captions: readonly (readonly string[])[],
): FoldQueries {
  const own = foldCaptions(fold, captions).map((texts, i) => ({ item: fold.items[i]!, texts }))
    .filter(({ texts }) => texts.length > 0);
  // Sources get a prefix, so that the captions of a sound without a source share one source.
  const sources = own.map(({ item: { id, source } }) =>
    source === undefined ? `sound ${id}` : `source ${source}`
  );
  const soundOf = own.flatMap(({ texts }, sound) => texts.map(() => sound));
  return {
    captions: {
      sources: soundOf.map((sound) => sources[sound]!),
      answers: soundOf.map(() => 1),
      candidates: own.length,
    },
    sounds: {
      sources,
      answers: countsOf(soundOf, own.length),
      candidates: soundOf.length,
    },
  };
}

function directionOf(
  arm: readonly TrainingOutcome[],
  of: keyof RetrievalRanks,
  queries: ReadonlyMap<number, FoldQueries>,
  options: BootstrapOptions,
): RetrievalDirection {
  const numbers = [...new Set(arm.map(({ training }) => training.fold))].sort((a, b) => a - b);
  const own = numbers.map((number) => queries.get(number)![of]);
  const sources = own.flatMap(({ sources }) => sources);
  const table = groupSources(sources.map(() => 0), sources);
  const seedList = isPermuted(arm[0]!.training) ? "permutations" : "seeds";
  const ranks = [...Map.groupBy(arm, ({ training }) => training.rank).values()];
  const quantity = (valueOf: (found: FoundByQueries, query: number) => number) => ({
    mean: "items" as const,
    values: "shares" as const,
    seedList,
    trainings: ranks.map((group) =>
      sumBySource(table, numbers.flatMap((number) => meansOf(group, number, of, valueOf)))
    ),
  });
  const estimates = bootstrap(table, [
    ...DEPTHS.map((depth) => quantity(({ ranks }, query) => ranks[query]! <= depth ? 1 : 0)),
    quantity(({ precisions }, query) => precisions[query]!),
  ], options);
  const measures = estimates.map((estimate) => {
    // All queries are one class, so that only their sources, and seeds, are resampled.
    const { low_fixed: low, high_fixed: high } = intervalOf(estimate);
    return { value: estimate.value, low, high };
  });
  return {
    queries: sources.length,
    candidates: mean(own.map(({ candidates }) => candidates)),
    recall: Object.fromEntries(DEPTHS.map((depth, at) => {
      const chance = mean(
        own.flatMap(({ answers, candidates }) =>
          answers.map((count) => chanceOf(count, candidates, depth))
        ),
      );
      return [`k${depth}`, { ...measures[at]!, chance }];
    })),
    map_at_10: measures.at(-1)!,
    median_rank: mean(
      ranks.map((group) =>
        medianOf(
          numbers.flatMap((number) => meansOf(group, number, of, ({ ranks }, i) => ranks[i]!)),
        )
      ),
    ),
  };
}

/** Returns a value of each query of a class fold: its mean over the trainings of one seed, of which a control has several. */
function meansOf(
  group: readonly TrainingOutcome[],
  fold: number,
  of: keyof RetrievalRanks,
  valueOf: (found: FoundByQueries, query: number) => number,
): number[] {
  const found = group.filter(({ training }) => training.fold === fold)
    .map(({ retrieval }) => retrieval![of]);
  return Array.from(
    found[0]!.ranks,
    (_, query) => mean(found.map((one) => valueOf(one, query))),
  );
}
