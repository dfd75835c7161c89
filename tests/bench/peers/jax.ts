/**
 * jax-js on WebGPU.
 * @module
 */
import { factorsOf } from "../families/matrix_multiply.ts";
import { lossInputs } from "../families/contrastive_loss.ts";
import { cannot, type LossWork, type Peer, type Prepared, type ProductWork } from "../work.ts";
import { peersAdapter } from "./adapter.ts";

/** An array of jax-js; it is used up by what takes it, unless that takes its `ref`. */
interface JaxArray {
  readonly ref: JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  transpose(): JaxArray;
  data(): Promise<Float32Array>;
  /** Submits what the array waits for, does not wait itself, and gives the array's memory back after that. */
  gpuBuffer(): Promise<unknown>;
  add(other: JaxArray): JaxArray;
  sub(other: JaxArray): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  div(other: JaxArray | number): JaxArray;
  sum(axis?: number, options?: { readonly keepdims: boolean }): JaxArray;
}

/** What is used of jax-js. */
interface Jax {
  init(device: string): Promise<readonly string[]>;
  defaultDevice(device: string): void;
  blockUntilReady(arrays: readonly JaxArray[]): Promise<unknown>;
  jit<R>(f: (...arrays: JaxArray[]) => R): (...arrays: JaxArray[]) => R;
  valueAndGrad(
    f: (...arrays: JaxArray[]) => JaxArray,
    options: { readonly argnums: readonly number[] },
  ): (...arrays: JaxArray[]) => [loss: JaxArray, gradients: JaxArray[]];
  readonly nn: { logsumexp(x: JaxArray, axis: number): JaxArray };
  readonly numpy: {
    array(values: Float32Array): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    exp(x: JaxArray): JaxArray;
    sqrt(x: JaxArray): JaxArray;
    square(x: JaxArray): JaxArray;
    maximum(x: JaxArray, least: number): JaxArray;
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
        case "contrastive-loss":
          return await loss(jax, work);
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
      // An array that is disposed of without is never computed.
      for (let i = 1; i < count; i++) await multiplied(a.ref, b.ref).gpuBuffer();
      return await multiplied(a.ref, b.ref).data();
    },
  };
}

function unitRows({ numpy }: Jax, x: JaxArray): JaxArray {
  const norms = numpy.sqrt(numpy.square(x.ref).sum(1, { keepdims: true }));
  return x.div(numpy.maximum(norms, 1e-12));
}

/** The mean cross-entropy of rows and columns; the targets lie on the diagonal. */
function contrastiveLoss(
  jax: Jax,
  [audio, text, logScale]: readonly JaxArray[],
  batch: number,
): JaxArray {
  const scaled = unitRows(jax, audio!).mul(jax.numpy.exp(logScale!));
  const unitText = unitRows(jax, text!);
  const logits = jax.numpy.matmul(scaled.ref, unitText.ref.transpose());
  const rows = jax.nn.logsumexp(logits.ref, 1).sum();
  const columns = jax.nn.logsumexp(logits, 0).sum();
  return rows.add(columns).mul(0.5).sub(scaled.mul(unitText).sum()).div(batch);
}

async function loss(jax: Jax, work: LossWork): Promise<Prepared> {
  const { audio, text, logScale } = lossInputs(work);
  const shape = [work.batch, work.dim];
  const inputs = [
    jax.numpy.array(audio).reshape(shape),
    jax.numpy.array(text).reshape(shape),
    jax.numpy.array(Float32Array.of(logScale)).reshape([1, 1]),
  ];
  await jax.blockUntilReady(inputs);
  const lossAndGradients = jax.jit(
    jax.valueAndGrad((...arrays) => contrastiveLoss(jax, arrays, work.batch), {
      argnums: [0, 1, 2],
    }),
  );
  return {
    async run(count) {
      for (let i = 1;; i++) {
        const [value, gradients] = lossAndGradients(...inputs.map(({ ref }) => ref));
        const [audioGradient, ...others] = gradients;
        for (const array of [value, ...others]) await array.gpuBuffer();
        if (i === count) return await audioGradient!.data();
        await audioGradient!.gpuBuffer();
      }
    },
  };
}
