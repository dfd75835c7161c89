/**
 * ONNX models of one or two operations.
 * @module
 */
import { onnxModel, type Port } from "../../onnx_model.ts";

const port = (name: string, type: Port["type"], shape: Port["shape"]): Port => ({
  name,
  type,
  shape,
});

/** The weights of {@link product}: 3 × 2. */
export const WEIGHTS = Float32Array.of(1, 2, 3, 4, 5, 6);

const bytesOf = (values: Float32Array | Float16Array) => new Uint8Array(values.buffer);

/** Builds `y [batch, 2] = x [batch, 3] · WEIGHTS`; the weights lie in `file`, if it is given. */
export function product(type: "float32" | "float16", file?: string): Uint8Array {
  const values = bytesOf(type === "float32" ? WEIGHTS : new Float16Array(WEIGHTS));
  return onnxModel({
    inputs: [port("x", type, ["batch", 3])],
    outputs: [port("y", type, ["batch", 2])],
    nodes: [{ operator: "MatMul", inputs: ["x", "weights"], output: "y" }],
    weights: [{ name: "weights", type, shape: [3, 2], values: file ? { file } : values }],
  });
}

/** Returns the external data of {@link product}. */
export const WEIGHT_BYTES: Uint8Array = bytesOf(WEIGHTS);

/** `sum = long + short + flag`, int64 from int64, int32 and bool; `small` is `sum` as int32. */
export function wholeNumbers(): Uint8Array {
  const cast = (input: string, output: string, to: number) => ({
    operator: "Cast",
    inputs: [input],
    output,
    attributes: { to },
  });
  return onnxModel({
    inputs: [
      port("long", "int64", ["n"]),
      port("short", "int32", ["n"]),
      port("flag", "bool", [
        "n",
      ]),
    ],
    outputs: [port("sum", "int64", ["n"]), port("small", "int32", ["n"])],
    nodes: [
      cast("short", "short64", 7),
      cast("flag", "flag64", 7),
      { operator: "Add", inputs: ["long", "short64"], output: "two" },
      { operator: "Add", inputs: ["two", "flag64"], output: "sum" },
      cast("sum", "small", 6),
    ],
  });
}

/** `y = operator(x)` over numbers of any count. */
export function unary(operator: string, type: Port["type"] = "float32"): Uint8Array {
  return onnxModel({
    inputs: [port("x", type, ["n"])],
    outputs: [port("y", operator === "Shape" ? "int64" : type, ["m"])],
    nodes: [{ operator, inputs: ["x"], output: "y" }],
  });
}

/** Builds `y [2, 3]`, a reshape that fails unless x has six numbers. */
export function sixNumbers(): Uint8Array {
  const shape = new Uint8Array(BigInt64Array.of(2n, 3n).buffer);
  return onnxModel({
    inputs: [port("x", "float32", ["n"])],
    outputs: [port("y", "float32", [2, 3])],
    nodes: [{ operator: "Reshape", inputs: ["x", "shape"], output: "y" }],
    weights: [{ name: "shape", type: "int64", shape: [2], values: shape }],
  });
}
