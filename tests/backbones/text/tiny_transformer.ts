/**
 * A transformer of two layers with random weights, as BERT (Devlin et al., 2019): embeddings are summed and
 * normalized, layers normalize after each sum, GELU uses the error function.
 * @module
 */
import { RandomStream } from "../../../src/basics/random.ts";
import { type Node, onnxModel, type Weight } from "../../onnx_model.ts";

/** Tokens of the vocabulary. */
const VOCABULARY = 160;
/** Length of a token's row. */
export const HIDDEN = 16;
/** Heads of attention, each of HIDDEN / HEADS columns. */
export const HEADS = 2;
/** Layers. */
export const LAYERS = 2;
/** Largest number of tokens of a text. */
export const POSITIONS = 24;
/** Length of a row between the two products of a layer's second half. */
const INNER = 32;

/** A matrix or a row of numbers. */
export interface Matrix {
  readonly shape: readonly [rows: number, columns: number];
  readonly values: Float32Array;
}

/** The weights by name: `word`, `position`, `type`, `scale`, `shift`, and `0.query` ... for each layer. */
export function makeWeights(): Map<string, Matrix> {
  const random = new RandomStream(7, "tiny transformer");
  const weights = new Map<string, Matrix>();
  const add = (name: string, rows: number, columns: number, deviation: number, mean = 0) => {
    const draw = () => mean + deviation * random.normal();
    const values = Float32Array.from({ length: rows * columns }, draw);
    weights.set(name, { shape: [rows, columns], values });
  };
  const addNorm = (name: string) => {
    add(`${name}.scale`, 1, HIDDEN, 0.2, 1);
    add(`${name}.shift`, 1, HIDDEN, 0.2);
  };
  const addDense = (name: string, rows: number, columns: number) => {
    add(`${name}.weight`, rows, columns, 1 / Math.sqrt(rows));
    add(`${name}.bias`, 1, columns, 0.2);
  };
  add("word", VOCABULARY, HIDDEN, 1);
  add("position", POSITIONS, HIDDEN, 0.5);
  add("type", 2, HIDDEN, 0.5);
  addNorm("embedding");
  for (let layer = 0; layer < LAYERS; layer++) {
    for (const part of ["query", "key", "value", "mix"]) {
      addDense(`${layer}.${part}`, HIDDEN, HIDDEN);
    }
    addNorm(`${layer}.attention`);
    addDense(`${layer}.inner`, HIDDEN, INNER);
    addDense(`${layer}.outer`, INNER, HIDDEN);
    addNorm(`${layer}.output`);
  }
  return weights;
}

/** The inputs and outputs of a variant of the model. */
export interface Variant {
  /** Type of the token ids; int64 by default. */
  readonly ids?: "int64" | "int32";
  /** Whether it takes segments and the mask; without them all tokens are of segment 0, and every token is read. */
  readonly types?: boolean;
  readonly mask?: boolean;
}

/** The ONNX file of the transformer; its outputs are `hidden` (texts × tokens × 16) and `first` (texts × 16). */
export function transformerModel({ ids = "int64", types = true, mask = true }: Variant = {}) {
  const graph = new GraphWriter();
  const weights = makeWeights();
  for (const [name, { shape, values }] of weights) graph.constant(name, values, shape);
  let rows = embeddings(graph, types);
  const bias = mask ? maskBias(graph) : undefined;
  for (let layer = 0; layer < LAYERS; layer++) {
    rows = feedForward(graph, layer, attention(graph, layer, rows, bias));
  }
  graph.apply("Identity", [rows], "hidden");
  graph.apply("Gather", ["hidden", graph.whole(0)], "first", { axis: 1 });
  const shape = ["texts", "tokens"];
  const names = [
    "input_ids",
    ...mask ? ["attention_mask"] : [],
    ...types ? ["token_type_ids"] : [],
  ];
  return onnxModel({
    inputs: names.map((name) => ({ name, type: ids, shape })),
    outputs: [
      { name: "hidden", type: "float32", shape: [...shape, HIDDEN] },
      { name: "first", type: "float32", shape: ["texts", HIDDEN] },
    ],
    nodes: graph.nodes,
    weights: graph.weights,
  });
}

function embeddings(graph: GraphWriter, types: boolean): string {
  const words = graph.apply("Gather", ["word", "input_ids"]);
  const shape = graph.apply("Shape", ["input_ids"]);
  const tokens = graph.apply("Slice", [shape, graph.wholes([1]), graph.wholes([2])]);
  const places = graph.apply("Slice", ["position", graph.wholes([0]), tokens]);
  const placed = graph.apply("Add", [words, places]);
  const segments = graph.apply("Gather", ["type", types ? "token_type_ids" : graph.whole(0)]);
  return normalized(graph, graph.apply("Add", [placed, segments]), "embedding");
}

/** texts × 1 × 1 × tokens: 0 for a token, a large negative number for padding. */
function maskBias(graph: GraphWriter): string {
  const mask = graph.apply("Cast", ["attention_mask"], undefined, { to: 1 });
  const absent = graph.apply("Sub", [graph.number(1), mask]);
  const bias = graph.apply("Mul", [absent, graph.number(-1e9)]);
  return graph.apply("Unsqueeze", [bias, graph.wholes([1, 2])]);
}

function attention(graph: GraphWriter, layer: number, rows: string, bias?: string): string {
  const heads = (part: string, perm: number[]) => {
    const shape = graph.wholes([0, 0, HEADS, HIDDEN / HEADS]);
    const split = graph.apply("Reshape", [dense(graph, rows, `${layer}.${part}`), shape]);
    return graph.apply("Transpose", [split], undefined, { perm });
  };
  const products = graph.apply("MatMul", [
    heads("query", [0, 2, 1, 3]),
    heads("key", [0, 2, 3, 1]),
  ]);
  const scores = graph.apply("Div", [products, graph.number(Math.sqrt(HIDDEN / HEADS))]);
  const masked = bias ? graph.apply("Add", [scores, bias]) : scores;
  const shares = graph.apply("Softmax", [masked]);
  const found = graph.apply("MatMul", [shares, heads("value", [0, 2, 1, 3])]);
  const turned = graph.apply("Transpose", [found], undefined, { perm: [0, 2, 1, 3] });
  const joined = graph.apply("Reshape", [turned, graph.wholes([0, 0, HIDDEN])]);
  const mixed = dense(graph, joined, `${layer}.mix`);
  return normalized(graph, graph.apply("Add", [rows, mixed]), `${layer}.attention`);
}

function feedForward(graph: GraphWriter, layer: number, rows: string): string {
  const inner = dense(graph, rows, `${layer}.inner`);
  const error = graph.apply("Erf", [graph.apply("Div", [inner, graph.number(Math.SQRT2)])]);
  const gate = graph.apply("Mul", [
    graph.apply("Add", [error, graph.number(1)]),
    graph.number(0.5),
  ]);
  const outer = dense(graph, graph.apply("Mul", [inner, gate]), `${layer}.outer`);
  return normalized(graph, graph.apply("Add", [rows, outer]), `${layer}.output`);
}

function dense(graph: GraphWriter, rows: string, name: string): string {
  return graph.apply("Add", [graph.apply("MatMul", [rows, `${name}.weight`]), `${name}.bias`]);
}

function normalized(graph: GraphWriter, rows: string, name: string): string {
  const flat = (part: string) => graph.apply("Squeeze", [`${name}.${part}`, graph.wholes([0])]);
  return graph.apply("LayerNormalization", [rows, flat("scale"), flat("shift")]);
}

/** Collects operations and constants, and names those that have no name. */
class GraphWriter {
  readonly nodes: Node[] = [];
  readonly weights: Weight[] = [];

  /** Adds an operation and returns its output's name. */
  apply(
    operator: string,
    inputs: readonly string[],
    output: string = `value ${this.nodes.length}`,
    attributes: Node["attributes"] = {},
  ): string {
    this.nodes.push({ operator, inputs, output, attributes });
    return output;
  }

  constant(name: string, values: Float32Array | BigInt64Array, shape: readonly number[]): string {
    const type = values instanceof Float32Array ? "float32" : "int64";
    this.weights.push({ name, type, shape, values: new Uint8Array(values.buffer) });
    return name;
  }

  number(value: number): string {
    return this.constant(`constant ${this.weights.length}`, Float32Array.of(value), []);
  }

  whole(value: number): string {
    return this.constant(`constant ${this.weights.length}`, BigInt64Array.of(BigInt(value)), []);
  }

  wholes(values: readonly number[]): string {
    const name = `constant ${this.weights.length}`;
    return this.constant(name, BigInt64Array.from(values, BigInt), [values.length]);
  }
}
