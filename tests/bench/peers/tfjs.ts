/**
 * TensorFlow.js on WebGPU.
 * @module
 */
import { factorsOf } from "../families/matrix_multiply.ts";
import { cannot, type Peer, type Prepared, type ProductWork } from "../work.ts";
import { peersAdapter } from "./adapter.ts";
import { lossOf } from "./tfjs_loss.ts";
import { train } from "./tfjs_training.ts";
import type { Tensorflow } from "./tfjs_types.ts";

/** Loads TensorFlow.js with its WebGPU backend. */
export async function open(): Promise<Peer> {
  const device = await peersAdapter();
  const tf: Tensorflow = await import("npm:" + "@tensorflow/tfjs@4.22.0");
  await import("npm:" + "@tensorflow/tfjs-backend-webgpu@4.22.0");
  if (!await tf.setBackend("webgpu")) throw new Error("its WebGPU backend does not start");
  return {
    device,
    // deno-lint-ignore require-await -- what fails at once fails as a promise
    async prepare(work) {
      switch (work.family) {
        case "matrix-multiply":
          return multiply(tf, work);
        case "training-step":
          return train(tf, work);
        case "contrastive-loss":
          return lossOf(tf, work);
        default:
          throw cannot(work);
      }
    },
  };
}

function multiply(tf: Tensorflow, work: ProductWork): Prepared {
  const { left, right } = factorsOf(work);
  const a = tf.tensor2d(left.values, left.shape);
  const b = tf.tensor2d(right.values, right.shape);
  const { transpose } = work;
  const multiplied = () => tf.matMul(a, b, transpose === "left", transpose === "right");
  return {
    async run(count) {
      for (let i = 1; i < count; i++) multiplied().dispose();
      const product = multiplied();
      const values = await product.data();
      product.dispose();
      return values;
    },
  };
}
