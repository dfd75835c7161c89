/**
 * A model of one matrix product as the bytes of an ONNX file.
 * @module
 */
import { onnxModel, type Port } from "../../onnx_model.ts";
import type { ProductWork } from "../work.ts";
import type { Factor } from "../families/matrix_multiply.ts";

/** A model `product = Gemm(left, right)` of two inputs. */
export function productModel(work: ProductWork, left: Factor, right: Factor): Uint8Array {
  const port = (name: string, shape: readonly number[]): Port => ({ name, type: "float32", shape });
  return onnxModel({
    inputs: [port("left", left.shape), port("right", right.shape)],
    outputs: [port("product", [work.rows, work.columns])],
    nodes: [{
      operator: "Gemm",
      inputs: ["left", "right"],
      output: "product",
      attributes: {
        transA: Number(work.transpose === "left"),
        transB: Number(work.transpose === "right"),
      },
    }],
    operators: 13,
  });
}
