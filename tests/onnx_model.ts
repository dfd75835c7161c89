/**
 * ONNX files written by hand: protobuf's wire format (protobuf.dev/programming-guides/encoding) with the field
 * numbers of onnx.proto.
 * @module
 */

/** A field of a protobuf message. */
export type Field = readonly [
  number: number,
  value: number | string | Uint8Array | readonly Field[],
];

/** Numbers of element types. */
const ELEMENTS = {
  float32: 1,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
} as const;
const INT_ATTRIBUTE = 2;
const GRAPH_ATTRIBUTE = 5;
const INTS_ATTRIBUTE = 7;

/** An input or output; a length without a number has a name. */
export interface Port {
  readonly name: string;
  readonly type: keyof typeof ELEMENTS;
  readonly shape: readonly (number | string)[];
}

/** An operation. */
export interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number | readonly number[] | Graph>>;
}

/** A constant; its values lie in the model or in another file. */
export interface Weight {
  readonly name: string;
  readonly type: keyof typeof ELEMENTS;
  readonly shape: readonly number[];
  readonly values: Uint8Array | { readonly file: string };
}

/** What a model consists of. */
export interface Graph {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly nodes: readonly Node[];
  readonly weights?: readonly Weight[];
  /** Version of the operators; 17 by default. */
  readonly operators?: number;
}

/** The bytes of a model. */
export function onnxModel(graph: Graph): Uint8Array {
  const { operators = 17 } = graph;
  return message([[1, 8], [7, graphFields(graph)], [8, [[1, ""], [2, operators]]]]);
}

function graphFields({ inputs, outputs, nodes, weights = [] }: Graph): Field[] {
  return [
    ...nodes.map((node): Field => [1, nodeFields(node)]),
    [2, "made"],
    ...weights.map((weight): Field => [5, weightFields(weight)]),
    ...inputs.map((port): Field => [11, portFields(port)]),
    ...outputs.map((port): Field => [12, portFields(port)]),
  ];
}

function nodeFields({ operator, inputs, output, attributes = {} }: Node): Field[] {
  return [
    ...inputs.map((name): Field => [1, name]),
    [2, output],
    [4, operator],
    ...Object.entries(attributes).map(([name, value]): Field => [
      5,
      [[1, name], ...attributeFields(value)],
    ]),
  ];
}

function attributeFields(value: number | readonly number[] | Graph): Field[] {
  if (typeof value === "number") return [[3, value], [20, INT_ATTRIBUTE]];
  if ("nodes" in value) return [[6, graphFields(value)], [20, GRAPH_ATTRIBUTE]];
  return [...value.map((one): Field => [8, one]), [20, INTS_ATTRIBUTE]];
}

function weightFields({ name, type, shape, values }: Weight): Field[] {
  const where: Field[] = values instanceof Uint8Array
    ? [[9, values]]
    : [[13, [[1, "location"], [2, values.file]]], [14, 1]];
  return [...shape.map((length): Field => [1, length]), [2, ELEMENTS[type]], [8, name], ...where];
}

function portFields({ name, type, shape }: Port): Field[] {
  const lengths = shape.map((length): Field => [1, [[typeof length === "number" ? 1 : 2, length]]]);
  return [[1, name], [2, [[1, [[1, ELEMENTS[type]], [2, lengths]]]]]];
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
