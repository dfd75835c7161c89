/**
 * Computes the vectors of evaluation labels in the space of a text backbone.
 * @module
 */
import { ensembleOf } from "../../measures/zero_shot/ensembles.ts";
import type { LabeledVectors } from "../../measures/labeled_vectors.ts";
import { type Matrix, selectRows } from "../../basics/matrix.ts";
import { promptTexts } from "../configuration/prompts.ts";

/** Texts and their embeddings. */
export interface TextRows {
  /** Distinct texts. */
  readonly texts: readonly string[];
  /** One embedding for each text. */
  readonly vectors: Matrix;
}

/** Returns the rows of the labels' prompts, label after label, with a row for each template. */
export function promptVectors(
  { texts, vectors }: TextRows,
  labels: readonly string[],
  templates: readonly string[],
): LabeledVectors {
  const rowOf = new Map(texts.map((text, row) => [text, row]));
  const rows = labels.flatMap((label) =>
    promptTexts(label, templates).map((text) => rowOf.get(text)!)
  );
  return {
    ...selectRows(vectors, rows),
    classes: labels.flatMap((_, label) => templates.map(() => label)),
    classCount: labels.length,
  };
}

/** Returns a row for each label: the ensemble of its prompts. */
export function labelVectors(
  text: TextRows,
  labels: readonly string[],
  templates: readonly string[],
): Matrix {
  return ensembleOf(promptVectors(text, labels, templates));
}
