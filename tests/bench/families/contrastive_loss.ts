/**
 * The symmetric contrastive loss with its gradients.
 * @module
 */
import type { Compute } from "../../../src/compute/compute.ts";
import { INITIAL_LOG_SCALE } from "../../../src/projector/parameters.ts";
import { valuesOf } from "../values.ts";
import type { LossWork, Prepared } from "../work.ts";

/** The batch and width that are timed. */
export const LOSS: LossWork = { family: "contrastive-loss", batch: 2048, dim: 512 };

/** Raw outputs of both projectors, n × d, and the log scale. */
export function lossInputs({ batch, dim }: LossWork) {
  return {
    audio: valuesOf("audio", batch * dim),
    text: valuesOf("text", batch * dim),
    logScale: INITIAL_LOG_SCALE,
  };
}

/** Operations of the three products: logits and both gradients. */
export function lossOperations({ batch, dim }: LossWork): number {
  return 3 * 2 * batch * batch * dim;
}

/** The loss by this repository; the answer is the audio gradient. */
export function lossOurs(compute: Compute, work: LossWork): Prepared {
  const { batch, dim } = work;
  const { audio, text, logScale } = lossInputs(work);
  const operands = {
    audio: compute.tensor(batch, dim, audio),
    text: compute.tensor(batch, dim, text),
    logScale: compute.tensor(1, 1, Float32Array.of(logScale)),
    loss: compute.tensor(1, 1),
    lossIndex: 0,
    audioGradient: compute.tensor(batch, dim),
    textGradient: compute.tensor(batch, dim),
    logScaleGradient: compute.tensor(1, 1),
  };
  return {
    run(count) {
      for (let i = 0; i < count; i++) compute.contrastiveLoss(operands);
      return compute.read(operands.audioGradient);
    },
  };
}
