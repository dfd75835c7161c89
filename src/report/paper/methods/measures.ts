/**
 * What a methods paragraph says of measures.
 * @module
 */
import type { AuditResults } from "../../../audit/results/results.ts";
import { measureCaption, unitsOf } from "../table.ts";
import { attributionSentences } from "./attribution.ts";
import { listed, type MethodsInput, type Paragraph, say, type Sentence } from "./sentence.ts";

/** Says what is measured and how the dirty score is taken apart. */
export function measuresParagraph({ results }: MethodsInput): Paragraph {
  const { published, retrieval = [] } = results;
  return {
    heading: "Measures",
    sentences: [
      say(measureCaption(results).replace(/\.$/, "")),
      ...(results.measure === "macro_map"
        ? [say("Chance is the mean over permutations of the texts among the labels")]
        : []),
      ...audioAlone(results),
      ...attributionSentences(results),
      ...overlap(results),
      ...(published.length > 0
        ? [
          say(
            `The published model${published.length === 1 ? "" : "s"} ${
              listed(published.map(({ name }) => name))
            } ${published.length === 1 ? "was" : "were"} evaluated as released, without training`,
          ),
        ]
        : []),
      ...(retrieval.length > 0
        ? [
          say(
            "Retrieval between captions and sounds was measured in both directions by recall at " +
              "1, 5 and 10, mean average precision at 10, and median rank",
          ),
        ]
        : []),
    ],
  };
}

/** Says what audio alone is measured by: the classifier of the same pairs. */
function audioAlone(results: AuditResults): Sentence[] {
  if (!results.references.some(({ same_pairs: same }) => same !== undefined)) return [];
  const { all: units } = unitsOf(results);
  const missing = results.measure === "macro_map"
    ? "a label without such a pair ranks all sounds alike"
    : "classes without such a pair count as wrong";
  return [
    say(
      `The reference of audio alone has no text and no projector: nearest centroids (cosine), learned ` +
        `from the dirty pool's pairs of the evaluation's ${units}; ${missing}`,
    ),
  ];
}

function overlap(results: AuditResults): Sentence[] {
  if (results.overlap.length === 0) return [];
  const { one, all } = unitsOf(results);
  return [
    say(
      `Neighborhood overlap is the mean share of a ${one}'s nearest ${all} that are the same in ` +
        `audio and in text`,
    ),
  ];
}
