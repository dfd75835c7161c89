/**
 * The report's section about audio alone: the two references of each audio backbone.
 * @module
 */
import type { AuditResults } from "../../audit/results/results.ts";
import { wordsOf } from "../../audit/results/measure_names.ts";
import type { Measured } from "../../statistics/measured.ts";
import { count, decimal, withRange } from "../../statistics/format.ts";
import { type Column, type Section, table } from "../elements.ts";
import { markup } from "../markup.ts";
import { comparedNote } from "../words/compared.ts";

/** Makes the section on what the audio backbones give without text and projector; undefined without references. */
export function referencesSection(
  { references, separability, measure }: AuditResults,
): Section | undefined {
  if (references.length === 0) return undefined;
  const compared = comparedNote(separability);
  const isRanked = measure === "macro_map";
  const columns: Column[] = [
    { head: "backbone", words: true },
    { head: "same pairs" },
    { head: wordsOf(measure).classes },
    { head: "pairs" },
    { head: "separability" },
    ...(isRanked ? [] : ["silhouette", "1‑NN", "5‑NN"]).map((head) => ({ head })),
  ];
  const rows = references.map(({ audio, separability, same_pairs: same }) => [
    audio,
    same ? withRange(same.nearest_centroid.value, same.nearest_centroid) : "",
    same ? count(same.classes) : "",
    same ? count(same.pairs) : "",
    ...[separability.nearest_centroid, separability.silhouette_cosine]
      .flatMap((one) => one ? [withRange(one.value, one)] : []),
    ...["k1", "k5"].flatMap((k) =>
      separability.knn === undefined ? [] : [shown(separability.knn[k])]
    ),
  ]);
  return {
    title: "Audio only",
    answers: "What does the audio backbone give without text and projector?",
    body: isRanked
      ? markup`<p>Two references without text and projector: the cosine with a label's centroid ranks
the clips. Only the first may be compared with the dirty ${
        wordsOf(measure).accuracy
      }, and only where its pairs are of
nearly all labels (the others rank all clips alike). <b>Same pairs</b>: centroids of the dirty pool's
pairs of the evaluation's labels, the very pairs that the dirty model had. <b>Separability</b>:
centroids of the evaluation's items themselves, the whole source of the judged clip left out: how well
the space keeps the labels apart. Brackets hold intervals for classes like these.</p>
${table("Audio references", columns, rows)}
`
      : markup`<p>Two references without text and projector; only the first may be compared with
the dirty accuracy, and only where its pairs are of nearly all classes (the others count as wrong). <b>Same pairs</b>: nearest centroid, learned from the dirty pool's pairs of the
evaluation's classes, the very pairs that the dirty model had. <b>Separability</b>: nearest centroid,
learned from the evaluation's items themselves, the whole source of the judged clip left out: how
well the space keeps the classes apart. So do k‑NN and the mean silhouette (cosine, −1 to 1).
${compared && `${compared} `}Brackets hold intervals for classes like these.</p>
${table("Audio references", columns, rows)}
`,
  };
}

function shown(measured: Measured | undefined): string {
  return measured === undefined ? "" : decimal(measured.value);
}
