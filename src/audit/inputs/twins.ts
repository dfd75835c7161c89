/**
 * Notes on twins: backbones that are the same as a chosen one but for the evaluation's labels in their pre-training.
 * What is measured with a twin is the gain from these labels only where that is so.
 * @module
 */
import type { Matrix } from "../../basics/matrix.ts";
import { quotable } from "../../basics/printable.ts";
import { listed } from "./dropping.ts";
import type { AuditAudio, AuditBackbone, AuditBackbones, AuditLeaks } from "./shape.ts";

/**
 * Returns what a reader must know of the twins: that a twin's embeddings are the backbone's own or have another width,
 * that its declared training labels name labels of the evaluation, or that it declares nothing about them.
 *
 * @param covered the evaluation labels that each backbone was trained with; undefined where it lists none
 * @param labels number of the evaluation's labels
 */
export function twinNotes(
  { audio, known }: Pick<AuditBackbones, "audio" | "known">,
  covered: AuditLeaks["covered"],
  labels: number,
): string[] {
  const chosen = audio.filter(({ twin }) => twin !== undefined);
  const twins = known.flatMap((one, at) => {
    if (one.role !== "twin") return [];
    const others = chosen.filter(({ twin }) => twin === one.name).map(({ name }) => quoted(name));
    return declarationNote(one, others.join(" and "), covered[at], labels) ?? [];
  });
  return [
    ...chosen.flatMap((one) => {
      return embeddingsNote(one, audio.find(({ name }) => name === one.twin)!) ?? [];
    }),
    ...twins,
  ];
}

function quoted(name: string): string {
  return `"${quotable(name)}"`;
}

function embeddingsNote(one: AuditAudio, twin: AuditAudio): string | undefined {
  const both = `${quoted(one.name)} and its twin ${quoted(twin.name)}`;
  const columns = [one, twin].map(({ evaluation }) => evaluation.columns);
  if (columns[0] !== columns[1]) {
    return `${both} have embeddings of ${columns[0]} and of ${
      columns[1]
    } numbers: they differ in ` +
      "more than the labels of their pre-training.";
  }
  const sides = (["training", "evaluation"] as const).filter((side) =>
    areSame(one[side], twin[side])
  );
  if (sides.length === 2) {
    return `${both} have the same embeddings, so that the labels of the pre-training cannot show ` +
      "a gain: was the backbone given in place of its twin?";
  }
  if (sides.length === 1) {
    return `${both} have the same ${
      sides[0]
    } embeddings, but not on the other side: was an array ` +
      "of the one given for the other? If so, no number of it means anything.";
  }
  return undefined;
}

function areSame(one: Matrix, other: Matrix): boolean {
  return one.values.every((value, i) => value === other.values[i]);
}

/** Returns a note on what a twin declares; undefined where it declares labels, or none, without the evaluation's. */
function declarationNote(
  { name, ledger }: AuditBackbone,
  others: string,
  covered: readonly string[] | undefined,
  labels: number,
): string | undefined {
  const twin = `${quoted(name)}, the twin of ${others},`;
  if (ledger === undefined || ledger.trainingLabels === "unknown") {
    return `${twin} declares nothing about its training labels. That they lack the evaluation's ` +
      "is the word of the configuration.";
  }
  if (covered === undefined || covered.length === 0) return undefined;
  return `${twin} declares training labels that name ${covered.length} of the ${labels} ` +
    `evaluation labels (${listed(covered.map(quoted))}): it is no clean twin, and what these ` +
    "labels gave to both backbones does not show in their difference.";
}
