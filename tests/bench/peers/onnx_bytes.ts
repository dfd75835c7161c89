/**
 * A model of one matrix product as the bytes of an ONNX file, written by hand: protobuf's wire format
 * (protobuf.dev/programming-guides/encoding) with the field numbers of onnx.proto.
 * @module
 */
import type { ProductWork } from "../work.ts";
import type { Factor } from "../families/matrix_multiply.ts";

type Field = readonly [number: number, value: number | string | Uint8Array | readonly Field[]];

const FLOAT32 = 1;
const INT_ATTRIBUTE = 2;

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push(value % 128 + 128);
  return [...bytes, value];
}

function joined(parts: readonly ArrayLike<number>[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * A protobuf message: whole numbers as varints, everything else with its length before it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * // The two messages that protobuf's guide to its encoding takes apart.
 * assert.deepEqual(message([[1, 150]]), Uint8Array.of(0x08, 0x96, 0x01));
 * const bytes = message([[2, "testing"]]);
 * assert.deepEqual(bytes.subarray(0, 3), Uint8Array.of(0x12, 0x07, 0x74));
 * ```
 */
export function message(fields: readonly Field[]): Uint8Array {
  return joined(fields.flatMap(([number, value]) => {
    if (typeof value === "number") return [varint(number * 8), varint(value)];
    const bytes = typeof value === "string"
      ? new TextEncoder().encode(value)
      : value instanceof Uint8Array
      ? value
      : message(value);
    return [varint(number * 8 + 2), varint(bytes.length), bytes];
  }));
}

/** A ValueInfoProto of a float32 matrix. */
function matrixInfo(name: string, [rows, columns]: readonly [number, number]): Field[] {
  const dimensions: Field[] = [[1, [[1, rows]]], [1, [[1, columns]]]];
  return [[1, name], [2, [[1, [[1, FLOAT32], [2, dimensions]]]]]];
}

/** A model `product = Gemm(left, right)` of two inputs. */
export function productModel(work: ProductWork, left: Factor, right: Factor): Uint8Array {
  const flag = (name: string, value: boolean): Field => [
    5,
    [[1, name], [3, Number(value)], [20, INT_ATTRIBUTE]],
  ];
  const node: Field[] = [
    [1, "left"],
    [1, "right"],
    [2, "product"],
    [4, "Gemm"],
    flag("transA", work.transpose === "left"),
    flag("transB", work.transpose === "right"),
  ];
  const graph: Field[] = [
    [1, node],
    [2, "product"],
    [11, matrixInfo("left", left.shape)],
    [11, matrixInfo("right", right.shape)],
    [12, matrixInfo("product", [work.rows, work.columns])],
  ];
  return message([[1, 8], [7, graph], [8, [[1, ""], [2, 13]]]]);
}
