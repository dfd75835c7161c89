/**
 * The tiny transformer in float64 by its definition, one text at a time, without padding or masks.
 * @module
 */
import { HEADS, HIDDEN, LAYERS, makeWeights, type Matrix } from "./tiny_transformer.ts";

const WEIGHTS = makeWeights();

type Rows = readonly (readonly number[])[];

/** Computes a text's rows: one of 16 numbers for each of its tokens, all in segment 0. */
export function transformerByDefinition(ids: readonly number[]): Rows {
  const embedded = ids.map((id, place) =>
    sum(sum(rowOf("word", id), rowOf("position", place)), rowOf("type", 0))
  );
  let rows = normalize(embedded, "embedding");
  for (let layer = 0; layer < LAYERS; layer++) {
    const mixed = dense(attend(rows, layer), `${layer}.mix`);
    rows = normalize(rows.map((row, i) => sum(row, mixed[i]!)), `${layer}.attention`);
    const inner = dense(rows, `${layer}.inner`).map((row) => row.map(gelu));
    const outer = dense(inner, `${layer}.outer`);
    rows = normalize(rows.map((row, i) => sum(row, outer[i]!)), `${layer}.output`);
  }
  return rows;
}

/** Computes the mean of a text's rows. */
export function meanByDefinition(rows: Rows): number[] {
  return rows.reduce(sum).map((value) => value / rows.length);
}

/** Scales a row to length 1. */
export function scaledByDefinition(row: readonly number[]): number[] {
  return row.map((value) => value / Math.hypot(...row));
}

function weight(name: string): Matrix {
  return WEIGHTS.get(name)!;
}

function rowOf(name: string, row: number): number[] {
  const { shape, values } = weight(name);
  return [...values.subarray(row * shape[1], (row + 1) * shape[1])];
}

function sum(left: readonly number[], right: readonly number[]): number[] {
  return left.map((value, i) => value + right[i]!);
}

function dense(rows: Rows, name: string): number[][] {
  const { shape: [inputs, outputs], values } = weight(`${name}.weight`);
  const bias = rowOf(`${name}.bias`, 0);
  return rows.map((row) =>
    Array.from({ length: outputs }, (_, column) => {
      let total = bias[column]!;
      for (let i = 0; i < inputs; i++) total += row[i]! * values[i * outputs + column]!;
      return total;
    })
  );
}

function attend(rows: Rows, layer: number): number[][] {
  const [queries, keys, values] = ["query", "key", "value"].map((part) =>
    dense(rows, `${layer}.${part}`)
  ) as [number[][], number[][], number[][]];
  const width = HIDDEN / HEADS;
  return queries.map((query) =>
    Array.from({ length: HIDDEN }, (_, column) => {
      const head = Math.floor(column / width) * width;
      const shares = keys.map((key) => {
        let product = 0;
        for (let i = head; i < head + width; i++) product += query[i]! * key[i]!;
        return Math.exp(product / Math.sqrt(width));
      });
      const total = shares.reduce((left, right) => left + right);
      return shares.reduce((mean, share, i) => mean + share / total * values[i]![column]!, 0);
    })
  );
}

function normalize(rows: Rows, name: string): number[][] {
  const [scale, shift] = [rowOf(`${name}.scale`, 0), rowOf(`${name}.shift`, 0)];
  return rows.map((row) => {
    const mean = row.reduce((left, right) => left + right) / row.length;
    const variance = row.reduce((squares, value) => squares + (value - mean) ** 2, 0) / row.length;
    const deviation = Math.sqrt(variance + 1e-5);
    return row.map((value, i) => (value - mean) / deviation * scale[i]! + shift[i]!);
  });
}

function gelu(x: number): number {
  return x * (1 + erf(x / Math.SQRT2)) / 2;
}

/** Computes the error function by its power series, exact enough below 5. */
function erf(x: number): number {
  if (Math.abs(x) > 5) return Math.sign(x);
  let [term, total] = [x, x];
  for (let n = 1; n < 100; n++) {
    term *= -x * x / n;
    total += term / (2 * n + 1);
  }
  return 2 / Math.sqrt(Math.PI) * total;
}
