/**
 * A training step: two residual projectors, the contrastive loss, clipping and AdamW.
 * @module
 */
import type { Compute } from "../../../src/compute/compute.ts";
import { DEFAULT_OPTIMIZER, learningRateAt } from "../../../src/projector/configuration.ts";
import { Parameters, type Side } from "../../../src/projector/parameters.ts";
import { drawBatches } from "../../../src/projector/batches.ts";
import type { TrainingConfiguration } from "../../../src/projector/training.ts";
import { TrainingStep } from "../../../src/projector/training_step.ts";
import { valuesOf } from "../values.ts";
import type { Prepared, ProductWork, TrainingWork } from "../work.ts";
import { factorsOf, productOperations } from "./matrix_multiply.ts";

/** A step of the size of CLAP's projectors. */
export const LARGE: TrainingWork = {
  family: "training-step",
  batch: 1024,
  audio: 2048,
  text: 768,
  dim: 512,
  dropout: 0.2,
};

/** A step of the size of the demo's. */
export const SMALL: TrainingWork = { ...LARGE, batch: 128, audio: 384, text: 100, dim: 128 };

/** Steps of the schedule; a longer run starts it again. */
export const STEPS = 64;

/** Projectors, optimizer and seed. */
export function configurationOf({ batch, dim, dropout }: TrainingWork): TrainingConfiguration {
  return {
    projector: { kind: "residual", dim, dropout },
    optimizer: { ...DEFAULT_OPTIMIZER, steps: STEPS, batch, targets: "pair" },
    seed: 1,
  };
}

/** Embeddings of a pool of twice the batch, and the pairs of each step. */
export function poolOf(work: TrainingWork): {
  pairs: number;
  embeddings: Record<Side, Float32Array>;
  batches: Uint32Array;
} {
  const pairs = 2 * work.batch;
  return {
    pairs,
    embeddings: {
      audio: valuesOf("audio", pairs * work.audio),
      text: valuesOf("text", pairs * work.text),
    },
    batches: drawBatches(pairs, work.batch, STEPS, 1),
  };
}

/** The number of each next step and its learning rate. */
export function schedule(work: TrainingWork): () => { step: number; learningRate: number } {
  const { optimizer } = configurationOf(work);
  let done = 0;
  return () => {
    const step = done++ % STEPS + 1;
    return { step, learningRate: learningRateAt(optimizer, step) };
  };
}

/** Training steps by this repository; the answer is the loss of each step. */
export function trainOurs(compute: Compute, work: TrainingWork): Prepared {
  const configuration = configurationOf(work);
  const { pairs, embeddings, batches } = poolOf(work);
  const rows = Uint32Array.from({ length: pairs }, (_, row) => row);
  const data = {
    audio: compute.tensor(pairs, work.audio, embeddings.audio),
    text: compute.tensor(pairs, work.text, embeddings.text),
    audioRows: rows,
    textRows: rows,
  };
  const parameters = new Parameters(compute, {
    projector: configuration.projector,
    inputs: work,
    seed: configuration.seed,
  });
  const drawn = { batch: work.batch, pairs: batches };
  const training = new TrainingStep(compute, parameters, data, configuration, drawn);
  const next = schedule(work);
  return {
    async run(count) {
      const steps = Array.from({ length: count }, () => {
        const { step, learningRate } = next();
        training.run(step, learningRate);
        return step;
      });
      const losses = await compute.read(training.losses);
      return steps.map((step) => losses[step - 1]!);
    },
  };
}

/** The matrix products of one step. */
export function productsOf({ batch, audio, text, dim }: TrainingWork): ProductWork[] {
  const product = (
    rows: number,
    columns: number,
    depth: number,
    transpose: ProductWork["transpose"],
  ): ProductWork => ({ family: "matrix-multiply", rows, columns, depth, transpose });
  const projector = (inputs: number) => [
    product(batch, dim, inputs, "right"),
    product(batch, dim, dim, "right"),
    product(dim, dim, batch, "left"),
    product(batch, dim, dim, "none"),
    product(dim, inputs, batch, "left"),
  ];
  return [
    ...projector(audio),
    ...projector(text),
    product(batch, batch, dim, "right"),
    product(batch, dim, batch, "none"),
    product(batch, dim, batch, "left"),
  ];
}

/** Operations of a step's matrix products. */
export function stepOperations(work: TrainingWork): number {
  return productsOf(work).reduce((sum, product) => sum + productOperations(product), 0);
}

/** The step's products alone, submitted once a step; the answer is the first row of the last product. */
export function multiplyStepOurs(compute: Compute, work: TrainingWork): Prepared {
  const products = productsOf(work).map((product) => {
    const { left, right } = factorsOf(product);
    return {
      left: compute.tensor(...left.shape, left.values),
      right: compute.tensor(...right.shape, right.values),
      product: compute.tensor(product.rows, product.columns),
      transpose: product.transpose,
    };
  });
  const { product: last } = products.at(-1)!;
  const first = compute.indices(1, 1, Uint32Array.of(0));
  const row = compute.tensor(1, last.columns);
  return {
    run(count) {
      for (let i = 0; i < count; i++) {
        for (const { left, right, product, transpose } of products) {
          compute.matrixMultiply(left, right, product, { transpose });
        }
        compute.submit();
      }
      compute.gatherRows(last, first, 0, row);
      return compute.read(row);
    },
  };
}
