/**
 * Decides whether a contrastive loss keeps its logits for the gradients or computes them twice.
 * @module
 */
import type { ContrastiveLoss } from "./compute.ts";

/**
 * The largest batch whose logits are kept: they take 64 MiB. Keeping them is about a fourth faster at every size, so
 * memory decides.
 */
export const KEPT_BATCH = 4096;

/** Whether a loss keeps its logits: as its operands request, else by the size of the batch. */
export function keepsLogits({ audio, logits }: Pick<ContrastiveLoss, "audio" | "logits">): boolean {
  return logits ? logits === "kept" : audio.rows <= KEPT_BATCH;
}
