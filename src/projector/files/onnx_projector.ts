/**
 * Builds a side's projector as an ONNX model, from a backbone's embeddings to rows of length one in the shared space.
 * @module
 */
import {
  ONNX_TYPES,
  type OnnxAttribute,
  type OnnxConstant,
  type OnnxNode,
  type OnnxType,
  writeOnnx,
} from "../../formats/onnx.ts";
import type { ProjectorKind } from "../configuration.ts";
import { parameterLayout, type Side } from "../parameters.ts";
import type { ProjectorFile } from "./projector_file.ts";

/** Name of the model's input: embeddings as the backbone returns them, batch × inputs. */
export const ONNX_INPUT = "embedding";
/** Name of the model's output: rows of length one, batch × dim. */
export const ONNX_OUTPUT = "shared";

/** As in PyTorch's F.normalize. */
const LEAST_NORM = 1e-12;
const LAYER_NORM_EPSILON = 1e-5;

/** A graph under construction: each operation returns the name of its result. */
class Graph {
  readonly nodes: OnnxNode[] = [];
  readonly constants: OnnxConstant[] = [];

  constructor(readonly side: Side, readonly parameters: ReadonlyMap<string, OnnxConstant>) {}

  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    output = `${operator.toLowerCase()}${this.nodes.length}`,
  ): string {
    this.nodes.push({ operator, inputs, output, attributes });
    return output;
  }

  constant(name: string, values: Float32Array | Float64Array, shape: readonly number[]): string {
    if (!this.constants.some((constant) => constant.name === name)) {
      this.constants.push({ name, values, shape });
    }
    return name;
  }

  /** A parameter of this side's projector, such as `linear1.weight`. */
  parameter(name: string): string {
    const { values, shape } = this.parameters.get(`${this.side}.${name}`)!;
    return this.constant(name, values, shape);
  }

  linear(x: string, layer: string): string {
    const inputs = [x, this.parameter(`${layer}.weight`), this.parameter(`${layer}.bias`)];
    return this.node("Gemm", inputs, { transB: 1 });
  }

  cast(x: string, type: OnnxType): string {
    return this.node("Cast", [x], { to: ONNX_TYPES[type] });
  }

  /** Computes x / max(‖x‖, 1e-12) row by row. */
  unit(x: string, type: OnnxType, output?: string): string {
    const array = type === "float32" ? Float32Array : Float64Array;
    const least = this.constant(`least_norm_${type}`, array.of(LEAST_NORM), []);
    const norm = this.node("ReduceL2", [x], { axes: [1], keepdims: 1 });
    return this.node("Div", [x, this.node("Max", [norm, least])], {}, output);
  }

  /** Computes x · Φ(x) with erf. */
  gelu(x: string): string {
    const scalar = (name: string, value: number) => this.constant(name, Float32Array.of(value), []);
    const scaled = this.node("Mul", [x, scalar("root_of_half", Math.SQRT1_2)]);
    const raised = this.node("Add", [this.node("Erf", [scaled]), scalar("one", 1)]);
    return this.node("Mul", [this.node("Mul", [x, raised]), scalar("half", 0.5)]);
  }
}

/** The computation of each kind of projector; see `ProjectorConfiguration`. */
const FORWARD: Record<ProjectorKind, (graph: Graph, x: string) => string> = {
  linear: (graph, x) => graph.linear(x, "linear1"),
  mlp: (graph, x) => graph.linear(graph.node("Relu", [graph.linear(x, "linear1")]), "linear2"),
  residual(graph, x) {
    const expanded = graph.linear(x, "linear1");
    const branch = graph.linear(graph.gelu(expanded), "linear2");
    const sum = graph.node("Add", [branch, expanded]);
    const inputs = [sum, graph.parameter("norm.weight"), graph.parameter("norm.bias")];
    const attributes = { axis: -1, epsilon: { float: LAYER_NORM_EPSILON } };
    return graph.node("LayerNormalization", inputs, attributes);
  },
};

/** Encodes the model of a side. */
export function onnxProjector(file: ProjectorFile, side: Side, alignment: number): Uint8Array {
  const { projector, inputs } = file;
  const graph = new Graph(side, parametersOf(file, alignment));
  // Float64, as everywhere else here: a column's mean may be large beside its deviation.
  const wide = graph.cast(ONNX_INPUT, "float64");
  const prepared = side === "audio" ? standardized(graph, wide, file) : graph.unit(wide, "float64");
  const projected = FORWARD[projector.kind](graph, graph.cast(prepared, "float32"));
  graph.unit(projected, "float32", ONNX_OUTPUT);
  return writeOnnx({
    name: `${side} projector`,
    input: { name: ONNX_INPUT, rows: "batch", columns: inputs[side] },
    output: { name: ONNX_OUTPUT, rows: "batch", columns: projector.dim },
    nodes: graph.nodes,
    constants: graph.constants,
    metadata: { projector: file.sha256, side, condition: file.metadata["condition"] ?? "" },
  });
}

function standardized(graph: Graph, x: string, { standardization }: ProjectorFile): string {
  const { means, deviations } = standardization;
  const centered = graph.node("Sub", [x, graph.constant("means", means, [means.length])]);
  const scale = graph.constant("deviations", deviations, [deviations.length]);
  return graph.node("Div", [centered, scale]);
}

/** Shapes weights as matrices, everything else as rows. */
function parametersOf(
  { projector, inputs, values }: ProjectorFile,
  alignment: number,
): Map<string, OnnxConstant> {
  const { shapes } = parameterLayout(projector, inputs, alignment);
  return new Map(shapes.map(({ name, rows, columns, offset }) => {
    const isMatrix = /linear\d\.weight$/.test(name);
    const part = values.subarray(offset, offset + rows * columns);
    return [name, { name, values: part, shape: isMatrix ? [rows, columns] : [columns] }];
  }));
}
