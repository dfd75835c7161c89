/**
 * Runs the loss on a device and compares its results.
 * @module
 */
import assert from "node:assert/strict";
import type { Compute, ContrastiveLoss, Tensor } from "../../src/compute/compute.ts";
import { assertClose } from "./matrices.ts";

/** Results of the loss. */
export interface Outcome {
  readonly loss: number;
  readonly audioGradient: Float32Array;
  readonly textGradient: Float32Array;
  readonly logScaleGradient: number;
}

/** The kind of targets, and whether logits are kept. */
export interface LossOptions {
  readonly ids?: readonly number[] | undefined;
  readonly logits?: ContrastiveLoss["logits"];
}

/** Computes the loss and its gradients on a device; the text ids, if any, follow two others. */
export async function lossOn(
  compute: Compute,
  audio: Tensor,
  text: Tensor,
  logScale: number,
  { ids, logits }: LossOptions = {},
): Promise<Outcome> {
  const { rows, columns } = audio;
  const loss = compute.tensor(1, 3, Float32Array.of(7, 8, 9));
  const audioGradient = compute.tensor(rows, columns), textGradient = compute.tensor(rows, columns);
  const logScaleGradient = compute.tensor(1, 1);
  compute.contrastiveLoss({
    audio,
    text,
    logScale: compute.tensor(1, 1, Float32Array.of(logScale)),
    ...ids && {
      targetIds: { ids: compute.indices(1, rows + 2, Uint32Array.of(0, 1, ...ids)), first: 2 },
    },
    ...logits && { logits },
    loss,
    lossIndex: 1,
    audioGradient,
    textGradient,
    logScaleGradient,
  });
  const outputs = [loss, audioGradient, textGradient, logScaleGradient];
  const [losses, forAudio, forText, forScale] = await Promise.all(
    outputs.map((output) => compute.read(output)),
  );
  assert.deepEqual([losses![0], losses![2]], [7, 9]);
  compute.release(...outputs);
  return {
    loss: losses![1]!,
    audioGradient: forAudio!,
    textGradient: forText!,
    logScaleGradient: forScale![0]!,
  };
}

/** Fails unless a number is near another, relative to it or to `least`. */
export function assertNear(
  found: number,
  expected: number,
  tolerance: number,
  least: number,
): void {
  assertClose(Float32Array.of(found), [[expected]], tolerance, least);
}

/** Collects all results of the loss, to compare bits. */
export function valuesOf(
  { loss, logScaleGradient, audioGradient, textGradient }: Outcome,
): Float32Array {
  return Float32Array.of(loss, logScaleGradient, ...audioGradient, ...textGradient);
}
