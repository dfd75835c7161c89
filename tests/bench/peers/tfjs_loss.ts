/**
 * The symmetric contrastive loss as a user of TensorFlow.js writes it.
 * @module
 */
import { lossInputs } from "../families/contrastive_loss.ts";
import type { LossWork, Prepared } from "../work.ts";
import type { Tensorflow, TfTensor } from "./tfjs_types.ts";

function unitRows(tf: Tensorflow, x: TfTensor): TfTensor {
  return tf.div(x, tf.maximum(tf.sqrt(tf.sum(tf.square(x), 1, true)), 1e-12));
}

/** The mean cross-entropy of rows and columns; the targets, on the diagonal, need no logits. */
export function contrastiveLoss(
  tf: Tensorflow,
  audio: TfTensor,
  text: TfTensor,
  logScale: TfTensor,
  batch: number,
): TfTensor {
  const scale = tf.exp(logScale);
  const scaled = tf.mul(unitRows(tf, audio), scale);
  const unitText = unitRows(tf, text);
  const logits = tf.matMul(scaled, unitText, false, true);
  const rows = tf.sum(tf.logSumExp(logits, 1));
  const columns = tf.sum(tf.logSumExp(logits, 0));
  const targets = tf.sum(tf.mul(scaled, unitText));
  return tf.div(tf.sub(tf.mul(tf.add(rows, columns), 0.5), targets), batch);
}

/** The loss with its gradients; the answer is the audio gradient. */
export function lossOf(tf: Tensorflow, work: LossWork): Prepared {
  const { audio, text, logScale } = lossInputs(work);
  const { batch, dim } = work;
  const inputs = [
    tf.tensor2d(audio, [batch, dim]),
    tf.tensor2d(text, [batch, dim]),
    tf.tensor2d(Float32Array.of(logScale), [1, 1]),
  ];
  const lossAndGradients = tf.valueAndGrads((a, t, s) => contrastiveLoss(tf, a!, t!, s!, batch));
  const audioGradient = () => tf.tidy(() => lossAndGradients(inputs).grads[0]!);
  return {
    async run(count) {
      for (let i = 1; i < count; i++) audioGradient().dispose();
      const gradient = audioGradient();
      const values = await gradient.data();
      gradient.dispose();
      return values;
    },
  };
}
