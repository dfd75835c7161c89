/**
 * This repository's devices.
 * @module
 */
import type { Compute } from "../../../src/compute/compute.ts";
import { DeviceError } from "../../../src/basics/errors.ts";
import { findAdapter, openCompute } from "../../../src/compute/open.ts";
import { lossOurs } from "../families/contrastive_loss.ts";
import { multiplyOurs } from "../families/matrix_multiply.ts";
import { searchOurs } from "../families/search.ts";
import { silhouetteOurs } from "../families/silhouette.ts";
import { multiplyStepOurs, trainOurs } from "../families/training_step.ts";
import { CannotRun, type Peer, type Prepared, type Work } from "../work.ts";

/** @param kind `webgpu`, `native`, `native 1` (on one thread) or `cpu` */
export async function open(kind: string): Promise<Peer> {
  const compute = await openKind(kind);
  return {
    device: compute.device.name,
    prepare: (work) => Promise.resolve(prepareOn(compute, work)),
  };
}

async function openKind(kind: string): Promise<Compute> {
  if (kind === "cpu") return (await openCompute("cpu")).compute;
  try {
    if (kind === "native") return (await openCompute("native")).compute;
    if (kind === "native 1") return (await openCompute("native", undefined, 1)).compute;
    const choice = await findAdapter("gpu") ? "gpu" : "software";
    return (await openCompute(choice)).compute;
  } catch (thrown) {
    if (!(thrown instanceof DeviceError)) throw thrown;
    throw new CannotRun(kind === "webgpu" ? "finds no adapter" : "finds no BLAS library");
  }
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
