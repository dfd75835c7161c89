/**
 * The table of what audio alone gives: the two references of each audio backbone.
 * @module
 */
import { wordsOf } from "../../../audit/results/measure_names.ts";
import type { AuditResults } from "../../../audit/results/results.ts";
import { printable } from "../../../basics/printable.ts";
import { count, withRange } from "../../../statistics/format.ts";
import { ENDS, endsOf, numbers, type PaperTable, unitsOf, words } from "../table.ts";

/** Makes the table; undefined where audio alone was not measured. */
export function referencesTable(results: AuditResults): PaperTable | undefined {
  const { references } = results;
  if (references.length === 0) return undefined;
  const { all: units } = unitsOf(results);
  return {
    name: "references",
    columns: ["audio", "reference", "value", ...ENDS, "classes", "pairs"],
    rows: references.flatMap(({ audio, same_pairs: same, separability: { nearest_centroid } }) => [
      ...(same === undefined ? [] : [[
        ...[audio, "same pairs", same.nearest_centroid.value, ...endsOf(same.nearest_centroid)],
        ...[same.classes, same.pairs],
      ]]),
      [
        ...[audio, "separability", nearest_centroid.value, ...endsOf(nearest_centroid)],
        ...[undefined, undefined],
      ],
    ]),
    shown: [{
      caption: captionOf(results),
      heads: [
        words("audio backbone"),
        ...["same pairs", units, "pairs", "separability"].map(numbers),
      ],
      groups: [{
        rows: references.map(({ audio, same_pairs: same, separability: { nearest_centroid } }) => [
          printable(audio),
          same === undefined ? "" : withRange(same.nearest_centroid.value, same.nearest_centroid),
          same === undefined ? "" : count(same.classes),
          same === undefined ? "" : count(same.pairs),
          withRange(nearest_centroid.value, nearest_centroid),
        ]),
      }],
    }],
  };
}

function captionOf(results: AuditResults): string {
  const { accuracy } = wordsOf(results.measure);
  const { all: units } = unitsOf(results);
  return `What audio alone gives, without text and projector: ${accuracy} of nearest centroids. ` +
    `Same pairs: learned from the dirty pool's pairs of the evaluation's ${units}, whose numbers ` +
    `follow; only this may stand beside the dirty ${accuracy}, and only where the pairs are of ` +
    `nearly all ${units}. Separability: learned from the evaluation's own items, the whole ` +
    `recording of the judged item left out. Brackets hold 95 % bootstrap intervals for ${units} ` +
    "like these.";
}
