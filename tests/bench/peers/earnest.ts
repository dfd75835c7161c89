/**
 * This repository's devices.
 * @module
 */
import type { Compute } from "../../../src/compute/compute.ts";
import { openCompute } from "../../../src/compute/open.ts";
import { lossOurs } from "../families/contrastive_loss.ts";
import { multiplyOurs } from "../families/matrix_multiply.ts";
import { searchOurs } from "../families/search.ts";
import { silhouetteOurs } from "../families/silhouette.ts";
import { multiplyStepOurs, trainOurs } from "../families/training_step.ts";
import { CannotRun, type Peer, type Prepared, type Work } from "../work.ts";

/** @param kind `webgpu` or `cpu` */
export async function open(kind: string): Promise<Peer> {
  const { compute } = await openCompute(kind === "cpu" ? "cpu" : "auto");
  if (kind === "webgpu" && compute.device.class === "cpu") throw new CannotRun("finds no adapter");
  return {
    device: compute.device.name,
    prepare: (work) => Promise.resolve(prepareOn(compute, work)),
  };
}

function prepareOn(compute: Compute, work: Work): Prepared {
  switch (work.family) {
    case "matrix-multiply":
      return multiplyOurs(compute, work);
    case "training-step":
      return work.productsOnly ? multiplyStepOurs(compute, work) : trainOurs(compute, work);
    case "contrastive-loss":
      return lossOurs(compute, work);
    case "search":
      return searchOurs(compute, work);
    case "silhouette":
      return silhouetteOurs(compute, work);
  }
}
