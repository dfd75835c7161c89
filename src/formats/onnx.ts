/**
 * Writes ONNX models: the messages of onnx.proto (github.com/onnx/onnx, version 1.12: operators 17, representation 8)
 * that a feed-forward model of named constants needs.
 * @module
 */
// Protocol Buffers by reflection; BSD-3-Clause, already a dependency of onnxruntime-web.
import protobuf from "npm:protobufjs@7.6.6/light.js";
import { InputError } from "../basics/errors.ts";

/** Element types, by onnx.proto's numbers. */
export const ONNX_TYPES = { float32: 1, float64: 11 } as const;
/** Name of an element type. */
export type OnnxType = keyof typeof ONNX_TYPES;

/** An input or output: a matrix with a variable number of rows. */
export interface OnnxMatrix {
  /** Its name. */
  readonly name: string;
  /** Name of the number of rows. */
  readonly rows: string;
  /** Number of columns. */
  readonly columns: number;
}

/** A constant. */
export interface OnnxConstant {
  /** Its name. */
  readonly name: string;
  /** Length of each axis; none for a single value. */
  readonly shape: readonly number[];
  /** The values, row-major. */
  readonly values: Float32Array | Float64Array;
}

/** An operation. */
export interface OnnxNode {
  /** The operator, such as `Gemm`. */
  readonly operator: string;
  /** Names of its inputs. */
  readonly inputs: readonly string[];
  /** Name of its output. */
  readonly output: string;
  /** Its attributes: whole numbers, lists of them, or `{ float }`. */
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** An attribute of an operation. */
export type OnnxAttribute = number | readonly number[] | { readonly float: number };

/** A model with float32 inputs and outputs. */
export interface OnnxModel {
  /** Name of the model. */
  readonly name: string;
  /** Inputs. */
  readonly input: OnnxMatrix;
  /** Outputs. */
  readonly output: OnnxMatrix;
  /** Operations, each after those whose results it uses. */
  readonly nodes: readonly OnnxNode[];
  /** Constants. */
  readonly constants: readonly OnnxConstant[];
  /** Metadata of the file, text by key. */
  readonly metadata: Readonly<Record<string, string>>;
}

const OPERATORS = 17;
const REPRESENTATION = 8;
const ATTRIBUTE_TYPES = { float: 1, int: 2, ints: 7 } as const;

/** A message of Protocol Buffers has less than 2 GiB; this leaves room for the rest besides the values. */
const MOST_VALUE_BYTES = 2 ** 31 - 2 ** 24;

const repeated = (type: string, id: number) => ({ rule: "repeated", type, id });
const single = (type: string, id: number) => ({ type, id });

const messages = protobuf.Root.fromJSON({
  nested: {
    Model: {
      fields: {
        irVersion: single("int64", 1),
        producerName: single("string", 2),
        graph: single("Graph", 7),
        opsetImport: repeated("OperatorSet", 8),
        metadataProps: repeated("Entry", 14),
      },
    },
    OperatorSet: { fields: { domain: single("string", 1), version: single("int64", 2) } },
    Entry: { fields: { key: single("string", 1), value: single("string", 2) } },
    Graph: {
      fields: {
        node: repeated("Node", 1),
        name: single("string", 2),
        initializer: repeated("Tensor", 5),
        input: repeated("ValueInfo", 11),
        output: repeated("ValueInfo", 12),
      },
    },
    Node: {
      fields: {
        input: repeated("string", 1),
        output: repeated("string", 2),
        opType: single("string", 4),
        attribute: repeated("Attribute", 5),
      },
    },
    Attribute: {
      fields: {
        name: single("string", 1),
        f: single("float", 2),
        i: single("int64", 3),
        ints: repeated("int64", 8),
        type: single("int32", 20),
      },
    },
    Tensor: {
      fields: {
        dims: repeated("int64", 1),
        dataType: single("int32", 2),
        name: single("string", 8),
        rawData: single("bytes", 9),
      },
    },
    ValueInfo: { fields: { name: single("string", 1), type: single("Type", 2) } },
    Type: { fields: { tensorType: single("TensorType", 1) } },
    TensorType: { fields: { elemType: single("int32", 1), shape: single("Shape", 2) } },
    Shape: { fields: { dim: repeated("Dimension", 1) } },
    Dimension: { fields: { dimValue: single("int64", 1), dimParam: single("string", 2) } },
  },
});

/**
 * Encodes a model.
 *
 * @throws {InputError} when its constants exceed the size limit of the format
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = writeOnnx({
 *   name: "twice",
 *   input: { name: "x", rows: "batch", columns: 3 },
 *   output: { name: "y", rows: "batch", columns: 3 },
 *   nodes: [{ operator: "Add", inputs: ["x", "x"], output: "y" }],
 *   constants: [],
 *   metadata: {},
 * });
 * assert.ok(bytes.length < 100);
 * ```
 */
export function writeOnnx(model: OnnxModel): Uint8Array {
  const { name, input, output, nodes, constants, metadata } = model;
  const bytes = constants.reduce((sum, { values }) => sum + values.byteLength, 0);
  if (bytes > MOST_VALUE_BYTES) {
    throw new InputError(
      `The constants of "${name}" take ${bytes} bytes; an ONNX file holds ${MOST_VALUE_BYTES}`,
    );
  }
  const graph = {
    node: nodes.map(nodeMessage),
    name,
    initializer: constants.map(constantMessage),
    input: [valueMessage(input)],
    output: [valueMessage(output)],
  };
  return messages.lookupType("Model").encode({
    irVersion: REPRESENTATION,
    producerName: "earnest",
    graph,
    opsetImport: [{ domain: "", version: OPERATORS }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  }).finish();
}

function nodeMessage({ operator, inputs, output, attributes = {} }: OnnxNode) {
  const attribute = Object.entries(attributes).map(([name, value]) => {
    if (typeof value === "number") return { name, i: value, type: ATTRIBUTE_TYPES.int };
    if ("float" in value) return { name, f: value.float, type: ATTRIBUTE_TYPES.float };
    return { name, ints: value, type: ATTRIBUTE_TYPES.ints };
  });
  return { input: inputs, output: [output], opType: operator, attribute };
}

function constantMessage({ name, shape, values }: OnnxConstant) {
  const type = values instanceof Float32Array ? "float32" : "float64";
  // Raw values are little-endian, like those of every machine that Deno runs on.
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { dims: shape, dataType: ONNX_TYPES[type], name, rawData };
}

function valueMessage({ name, rows, columns }: OnnxMatrix) {
  const shape = { dim: [{ dimParam: rows }, { dimValue: columns }] };
  return { name, type: { tensorType: { elemType: ONNX_TYPES.float32, shape } } };
}
