/**
 * jax-js on WebGPU.
 * @module
 */
import { factorsOf } from "../families/matrix_multiply.ts";
import { cannot, type Peer, type Prepared, type ProductWork } from "../work.ts";
import { peersAdapter } from "./adapter.ts";

/** An array of jax-js; it is used up by what takes it, unless that takes its `ref`. */
interface JaxArray {
  readonly ref: JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  transpose(): JaxArray;
  data(): Promise<Float32Array>;
  dispose(): void;
}

/** What is used of jax-js. */
interface Jax {
  init(device: string): Promise<readonly string[]>;
  defaultDevice(device: string): void;
  blockUntilReady(arrays: readonly JaxArray[]): Promise<unknown>;
  jit(f: (...arrays: JaxArray[]) => JaxArray): (...arrays: JaxArray[]) => JaxArray;
  readonly numpy: {
    array(values: Float32Array): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
  };
}

/** Loads jax-js with its WebGPU backend. */
export async function open(): Promise<Peer> {
  const device = await peersAdapter();
  const jax: Jax = await import("npm:" + "@jax-js/jax@0.1.25");
  if (!(await jax.init("webgpu")).includes("webgpu")) throw new Error("does not find WebGPU");
  jax.defaultDevice("webgpu");
  return {
    device,
    async prepare(work) {
      switch (work.family) {
        case "matrix-multiply":
          return await multiply(jax, work);
        default:
          throw cannot(work);
      }
    },
  };
}

async function multiply(jax: Jax, work: ProductWork): Promise<Prepared> {
  const { left, right } = factorsOf(work);
  const a = jax.numpy.array(left.values).reshape(left.shape);
  const b = jax.numpy.array(right.values).reshape(right.shape);
  await jax.blockUntilReady([a, b]);
  const multiplied = jax.jit((x, y) =>
    jax.numpy.matmul(
      work.transpose === "left" ? x.transpose() : x,
      work.transpose === "right" ? y.transpose() : y,
    )
  );
  return {
    async run(count) {
      // An array that is disposed of before anyone waits for it is never computed.
      const products = Array.from({ length: count }, () => multiplied(a.ref, b.ref));
      const waited = products.slice(0, -1);
      await jax.blockUntilReady(waited);
      const values = await products.at(-1)!.data();
      for (const product of waited) product.dispose();
      return values;
    },
  };
}
