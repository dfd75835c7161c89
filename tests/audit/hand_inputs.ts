import type { AuditInputs } from "../../src/audit/inputs/shape.ts";
import type { Matrix } from "../../src/basics/matrix.ts";
import { type Resampling, resamplingOf } from "../../src/audit/scores/resampling.ts";

/** Makes a matrix of rows. */
export function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  return {
    rows: rows.length,
    columns: rows[0]!.length,
    values: Float32Array.from(rows.flat()),
  };
}

/** Makes evaluation items from labels and embeddings; every item is a source of its own. */
export function handInputs(
  items: readonly (readonly [label: string, embedding: readonly number[]])[],
  texts: Readonly<Record<string, readonly number[]>>,
  changes: Partial<AuditInputs> = {},
): AuditInputs {
  const evaluation = matrixOf(items.map(([, embedding]) => embedding));
  const labels = [...new Set(items.map(([label]) => label))].sort();
  return {
    evaluation: {
      items: items.map(([label], i) => ({ id: `${label} ${i}`, label })),
      labels,
      labelSet: { name: "labels", labels: labels.map((label) => ({ label })) },
      prompts: ["{label}"],
    },
    pairs: [],
    backbones: {
      audio: [{ name: "audio", baseline: undefined, training: evaluation, evaluation }],
      text: [{
        name: "text",
        baseline: undefined,
        texts: Object.keys(texts),
        vectors: matrixOf(Object.values(texts)),
        outOfVocabulary: [],
      }],
      published: [],
      known: [],
    },
    leaks: { rules: [], findings: [], nouns: new Map(), covered: [], verdict: "unknown" },
    hashes: {},
    notes: [],
    ...changes,
  };
}

/** Returns the resampling of such inputs. */
export function resamplingFor({ evaluation }: AuditInputs): Resampling {
  return resamplingOf({ bootstrap: 100, seeds: [0] }, evaluation);
}
