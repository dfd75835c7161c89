/** Vectors of planted worlds. */
import type { Matrix } from "../../../src/basics/matrix.ts";
import type { RandomStream } from "../../../src/basics/random.ts";

/** Draws a direction, all equally likely. */
export function unit(columns: number, random: RandomStream): number[] {
  return toUnit(Array.from({ length: columns }, () => random.normal()));
}

/** Scales a vector to length 1. */
export function toUnit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Mixes two directions, at right angles on average: `share` of the squared length is the second's. */
export function between(
  first: readonly number[],
  second: ArrayLike<number>,
  share: number,
): number[] {
  return first.map((value, i) => Math.sqrt(1 - share) * value + Math.sqrt(share) * second[i]!);
}

/** Draws a rotation or reflection, all equally likely: rows at right angles (Gram and Schmidt). */
export function turnOf(rows: number, columns: number, random: RandomStream): number[][] {
  const turn: number[][] = [];
  while (turn.length < rows) {
    const row = Array.from({ length: columns }, () => random.normal());
    for (const other of turn) {
      const along = dot(row, other);
      other.forEach((value, i) => row[i]! -= along * value);
    }
    turn.push(toUnit(row));
  }
  return turn;
}

/** Adds up the rows of a turn, each by the vector's number: the vector in its new place. */
export function turned(vector: ArrayLike<number>, turn: readonly (readonly number[])[]): number[] {
  return turn[0]!.map((_, c) => turn.reduce((sum, row, r) => sum + vector[r]! * row[c]!, 0));
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, i) => sum + value * other[i]!, 0);
}

/** Makes a matrix of rows. */
export function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, columns: rows[0]!.length, values: Float32Array.from(rows.flat()) };
}
