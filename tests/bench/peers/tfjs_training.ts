/**
 * The training step as a user of TensorFlow.js writes it: gradients by `variableGrads`, clipping and AdamW in tensor
 * operations, nothing read back. Dropout masks are made beforehand and kept on the adapter, since
 * TensorFlow.js draws random numbers on the CPU.
 * @module
 */
import {
  initialParameters,
  LOG_SCALE,
  MAXIMAL_LOG_SCALE,
  parameterLayout,
  type Side,
} from "../../../src/projector/parameters.ts";
import { configurationOf, poolOf, schedule, STEPS } from "../families/training_step.ts";
import { valuesOf } from "../values.ts";
import type { Prepared, TrainingWork } from "../work.ts";
import { contrastiveLoss } from "./tfjs_loss.ts";
import type { Tensorflow, TfTensor, TfVariable } from "./tfjs_types.ts";

/** Masks to choose from for each side. */
const MASKS = 4;

/** A parameter with its moments. */
interface Trained {
  readonly value: TfVariable;
  readonly first: TfVariable;
  readonly second: TfVariable;
}

function parametersOf(tf: Tensorflow, work: TrainingWork): ReadonlyMap<string, Trained> {
  const { projector, seed } = configurationOf(work);
  const { shapes, length } = parameterLayout(projector, work, 1);
  const values = initialParameters(shapes, length, seed);
  return new Map(shapes.map(({ name, rows, columns, offset }) => {
    const part = values.slice(offset, offset + rows * columns);
    const value = tf.variable(tf.tensor2d(part, [rows, columns]), true, name);
    const moment = (order: string) => tf.variable(tf.zerosLike(value), false, `${name}.${order}`);
    return [name, { value, first: moment("first"), second: moment("second") }];
  }));
}

function masksOf(tf: Tensorflow, side: Side, work: TrainingWork): TfTensor[] {
  const { batch, dim, dropout } = work;
  if (dropout === 0) return [];
  return Array.from({ length: MASKS }, (_, i) => {
    const drawn = valuesOf(`${side} mask ${i}`, batch * dim);
    const mask = drawn.map((value) => (value + 1) / 2 < dropout ? 0 : 1 / (1 - dropout));
    return tf.tensor2d(mask, [batch, dim]);
  });
}

class Model {
  readonly parameters: ReadonlyMap<string, Trained>;

  constructor(readonly tf: Tensorflow, work: TrainingWork) {
    this.parameters = parametersOf(tf, work);
  }

  #value(name: string): TfVariable {
    return this.parameters.get(name)!.value;
  }

  #linear(x: TfTensor, name: string): TfTensor {
    const { tf } = this;
    const product = tf.matMul(x, this.#value(`${name}.weight`), false, true);
    return tf.add(product, this.#value(`${name}.bias`));
  }

  #gelu(x: TfTensor): TfTensor {
    const { tf } = this;
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
  }

  #layerNorm(x: TfTensor, name: string): TfTensor {
    const { tf } = this;
    const centered = tf.sub(x, tf.mean(x, 1, true));
    const variance = tf.mean(tf.square(centered), 1, true);
    const normal = tf.mul(centered, tf.rsqrt(tf.add(variance, 1e-5)));
    return tf.add(tf.mul(normal, this.#value(`${name}.weight`)), this.#value(`${name}.bias`));
  }

  /** LayerNorm(e + dropout(W2 gelu(e) + b2)) with e = W1 x + b1. */
  project(side: Side, x: TfTensor, mask: TfTensor | undefined): TfTensor {
    const expanded = this.#linear(x, `${side}.linear1`);
    const branch = this.#linear(this.#gelu(expanded), `${side}.linear2`);
    const sum = this.tf.add(expanded, mask ? this.tf.mul(branch, mask) : branch);
    return this.#layerNorm(sum, `${side}.norm`);
  }

  get logScale(): TfVariable {
    return this.#value(LOG_SCALE);
  }
}

/** AdamW in PyTorch's order of operations, after clipping by the global norm. */
function update(
  tf: Tensorflow,
  { parameters }: Model,
  gradients: Readonly<Record<string, TfTensor>>,
  { clipNorm, betas: [beta1, beta2], weightDecay }: ReturnType<typeof configurationOf>["optimizer"],
  { step, learningRate }: { step: number; learningRate: number },
): void {
  // Not addN: thirteen inputs are more than its kernel may bind.
  const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(squares.reduce((sum, square) => tf.add(sum, square)));
  const clip = tf.minimum(tf.div(clipNorm, tf.add(norm, 1e-6)), 1);
  const stepSize = learningRate / (1 - beta1 ** step);
  const correction = 1 / Math.sqrt(1 - beta2 ** step);
  for (const [name, { value, first, second }] of parameters) {
    const gradient = tf.mul(gradients[name]!, clip);
    first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
    second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
    const deviation = tf.add(tf.mul(tf.sqrt(second), correction), 1e-8);
    const decayed = tf.mul(value, 1 - learningRate * weightDecay);
    const updated = tf.sub(decayed, tf.mul(tf.div(first, deviation), stepSize));
    value.assign(name === LOG_SCALE ? tf.clipByValue(updated, 0, MAXIMAL_LOG_SCALE) : updated);
  }
}

/** Training steps; the answer is the loss of each step. */
export function train(tf: Tensorflow, work: TrainingWork): Prepared {
  const { pairs, embeddings, batches } = poolOf(work);
  const { optimizer } = configurationOf(work);
  const model = new Model(tf, work);
  const variables = [...model.parameters.values()].map(({ value }) => value);
  const data = {
    audio: tf.tensor2d(embeddings.audio, [pairs, work.audio]),
    text: tf.tensor2d(embeddings.text, [pairs, work.text]),
  };
  const masks = { audio: masksOf(tf, "audio", work), text: masksOf(tf, "text", work) };
  const rows = Array.from({ length: STEPS }, (_, step) => {
    const batch = batches.subarray(step * work.batch, (step + 1) * work.batch);
    return tf.tensor1d(Int32Array.from(batch), "int32");
  });
  const next = schedule(work);
  const step = () =>
    tf.tidy(() => {
      const now = next();
      const projected = (side: Side) => {
        const input = tf.gather(data[side], rows[now.step - 1]!);
        return model.project(side, input, masks[side][now.step % MASKS]);
      };
      const { value, grads } = tf.variableGrads(
        () =>
          contrastiveLoss(tf, projected("audio"), projected("text"), model.logScale, work.batch),
        variables,
      );
      update(tf, model, grads, optimizer, now);
      return value;
    });
  return {
    async run(count) {
      const losses = Array.from({ length: count }, step);
      const all = tf.stack(losses);
      const values = await all.data();
      for (const tensor of [all, ...losses]) tensor.dispose();
      return values;
    },
  };
}
