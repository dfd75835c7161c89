/**
 * What a methods paragraph says of intervals and tests.
 * @module
 */
import type { AuditResults } from "../../../audit/results/results.ts";
import { topicsIn } from "../../../audit/results/count_topics.ts";
import { count } from "../../../statistics/format.ts";
import { unitsOf } from "../table.ts";
import {
  isFirstSchema,
  type MethodsInput,
  type Paragraph,
  say,
  type Sentence,
} from "./sentence.ts";

/** Says how sure the numbers are. */
export function statisticsParagraph({ results, configuration }: MethodsInput): Paragraph {
  const { all: units } = unitsOf(results);
  const resamples = count(configuration.bootstrap);
  const intervals = isFirstSchema(results)
    ? [
      say(
        `Intervals are 95 % bootstrap intervals of ${resamples} resamples, paired across conditions`,
      ),
    ]
    : [
      say(
        `Intervals are 95 % bootstrap intervals of ${resamples} resamples, paired across ` +
          `conditions: for ${units} like these, ${units} and training seeds are resampled; for these ` +
          `${units}, recordings and training seeds`,
      ),
      // How labels that share sounds are widened is another matter.
      ...(results.measure === "macro_map" ? [] : [
        say(
          "They are widened to the hull with intervals that add pseudo-classes or pseudo-recordings, " +
            "since few resampled units cover too little near the ends of the scale",
        ),
      ]),
    ];
  return {
    heading: "Statistics",
    sentences: [
      ...intervals,
      ...permutation(results),
      ...(results.overlap.some(({ p_value_holm }) => p_value_holm !== undefined)
        ? [say("p-values of neighborhood overlap are corrected by Holm's method", "holm1979")]
        : []),
      ...(results.contrasts.length > 0
        ? [
          say(
            "Differences between backbones also have intervals that hold with 95 % for all of them at once",
          ),
        ]
        : []),
      ...residual(results),
    ],
  };
}

function permutation(results: AuditResults): Sentence[] {
  const isTested = results.conditions.some(({ permutation_p: p }) => p !== undefined) ||
    results.attribution.some(({ transfer }) => transfer.permutation_p !== undefined);
  if (!isTested) return [];
  const stretched = results.class_folds.length > 1
    ? "; with class folds, deviations of permuted scores from chance are multiplied by √2"
    : "";
  return [
    say(
      "A score is tested against chance by permuting the labels among their texts, with the same " +
        `projectors, in 10,000 random assignments or all there are; p ≤ 0.025 counts as above chance${stretched}`,
    ),
  ];
}

function residual(results: AuditResults): Sentence[] {
  if (isFirstSchema(results) || results.attribution.length === 0) return [];
  const listedTopics = topicsIn(results.residual, "listed");
  const unsure = topicsIn(results.residual, "cannot tell");
  return [
    say(
      "The clean pool was searched for sounds that lie as near to a class as its own do, though no " +
        `rule flags their texts: ${
          listedTopics === 0
            ? "no topic was listed"
            : `${count(listedTopics)} topic${listedTopics === 1 ? " was" : "s were"} listed`
        }${unsure === 0 ? "" : `, and of ${count(unsure)} it cannot tell`}`,
    ),
  ];
}
