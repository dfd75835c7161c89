/**
 * onnxruntime-web on the CPU, as WebAssembly.
 * @module
 */
import { factorsOf } from "../families/matrix_multiply.ts";
import { cannot, type Peer, type Prepared, type ProductWork } from "../work.ts";
import { productModel } from "./onnx_bytes.ts";

/** What is used of onnxruntime-web. */
interface OnnxRuntime {
  readonly env: { logLevel: string; readonly wasm: { numThreads: number } };
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  readonly Tensor: new (type: "float32", values: Float32Array, shape: readonly number[]) => object;
}

interface Session {
  run(inputs: object): Promise<Record<string, { readonly data: Float32Array }>>;
}

/** @param threads their number */
export async function open(threads: string): Promise<Peer> {
  const runtime: OnnxRuntime = await import("npm:" + "onnxruntime-web@1.30.0");
  runtime.env.logLevel = "error";
  runtime.env.wasm.numThreads = Number(threads);
  return {
    device: `wasm, threads: ${threads}`,
    async prepare(work) {
      if (work.family !== "matrix-multiply") throw cannot(work);
      return await multiply(runtime, work);
    },
  };
}

async function multiply(runtime: OnnxRuntime, work: ProductWork): Promise<Prepared> {
  const { left, right } = factorsOf(work);
  const model = productModel(work, left, right);
  const session = await runtime.InferenceSession.create(model, { executionProviders: ["wasm"] });
  const inputs = {
    left: new runtime.Tensor("float32", left.values, left.shape),
    right: new runtime.Tensor("float32", right.values, right.shape),
  };
  return {
    async run(count) {
      let product = new Float32Array();
      for (let i = 0; i < count; i++) {
        product = (await session.run(inputs)).product!.data as typeof product;
      }
      return product;
    },
  };
}
