/**
 * Creates random matrices, moves them to and from a device, and compares them with an oracle.
 * @module
 */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { RandomStream } from "../../src/basics/random.ts";
import type { Compute, Tensor } from "../../src/compute/compute.ts";
import { build, type Matrix } from "./oracle.ts";

/** Shapes and values of one run of a property. */
export interface Sample {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  /** Creates a matrix of normal float32 values. */
  readonly random: (rows: number, columns: number) => Matrix;
  readonly stream: RandomStream;
}

/** Creates a sample of a shape; its values depend only on the shape. */
export function sample(rows: number, columns: number, inner: number): Sample {
  const stream = new RandomStream(rows * 10_007 + columns * 101 + inner, "test values");
  const random = (r: number, c: number) => build(r, c, () => Math.fround(stream.normal()));
  return { rows, columns, inner, random, stream };
}

const EDGES: [number, number, number][] = [[1, 1, 1], [1, 13, 1], [17, 1, 5], [7, 16, 33]];

/** Runs a body over shapes that cover edges, then over four random ones up to `largest`. */
export async function overShapes(
  largest: number,
  body: (sample: Sample) => Promise<void>,
): Promise<void> {
  const size = fc.integer({ min: 1, max: largest });
  await fc.assert(
    fc.asyncProperty(
      size,
      size,
      size,
      (rows, columns, inner) => body(sample(rows, columns, inner)),
    ),
    { seed: 1, numRuns: EDGES.length + 4, examples: EDGES },
  );
}

/** Creates a tensor on a device with the values of a matrix. */
export function upload(compute: Compute, matrix: Matrix): Tensor {
  return compute.tensor(matrix.length, matrix[0]!.length, Float32Array.from(matrix.flat()));
}

/** Fails unless a tensor holds the oracle's values, to a tolerance relative to the largest expected value. */
export async function assertTensor(
  compute: Compute,
  tensor: Tensor,
  expected: Matrix,
  tolerance = 1e-5,
): Promise<void> {
  assert.deepEqual([tensor.rows, tensor.columns], [expected.length, expected[0]!.length]);
  assertClose(await compute.read(tensor), expected, tolerance);
}

/** Same as {@link assertTensor}, for values that were read. */
export function assertClose(
  found: Float32Array,
  expected: Matrix,
  tolerance = 1e-5,
  least = 1e-6,
): void {
  const values = expected.flat();
  assert.equal(found.length, values.length);
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), least);
  values.forEach((value, i) => {
    const error = Math.abs(found[i]! - value);
    const message = `element ${i} is ${found[i]}; expected ${value} ± ${tolerance * scale}`;
    assert.ok(error <= tolerance * scale, message);
  });
}

/** Returns the kind of number of each value, from its bits. */
export function kinds(values: Float32Array): string[] {
  return Array.from(new Uint32Array(values.slice().buffer), (bits) => {
    const magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) return "nan";
    if (magnitude < 0x7f800000) return "finite";
    return bits >>> 31 ? "-inf" : "inf";
  });
}

/** Fails unless two runs of an operation give the same bits. */
export async function assertSameBits(run: () => Promise<Float32Array>): Promise<void> {
  const [first, second] = [await run(), await run()];
  assert.deepEqual(new Uint32Array(first.buffer), new Uint32Array(second.buffer));
}
