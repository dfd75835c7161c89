/**
 * Whether the logits of a contrastive loss are kept from its value to its gradients, or computed twice.
 * @module
 */
import type { ContrastiveLoss } from "./compute.ts";

/**
 * The largest batch whose logits are kept: they take 64 MiB. To keep them is faster at every size, by a fourth or so:
 * memory decides.
 */
export const KEPT_BATCH = 4096;

/** Whether a loss keeps its logits: as its operands ask, else by the size of the batch. */
export function keepsLogits({ audio, logits }: Pick<ContrastiveLoss, "audio" | "logits">): boolean {
  return logits ? logits === "kept" : audio.rows <= KEPT_BATCH;
}
