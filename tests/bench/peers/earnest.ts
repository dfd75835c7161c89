/**
 * This repository's devices.
 * @module
 */
import type { Compute } from "../../../src/compute/compute.ts";
import { DeviceError } from "../../../src/basics/errors.ts";
import { findAdapter, openCompute } from "../../../src/compute/open.ts";
import { lossOurs } from "../families/contrastive_loss.ts";
import { multiplyOurs } from "../families/matrix_multiply.ts";
import { largeSearchOurs, searchOurs } from "../families/search.ts";
import { silhouetteOurs } from "../families/silhouette.ts";
import { multiplyStepOurs, trainOurs } from "../families/training_step.ts";
import { tsneOurs } from "../families/tsne.ts";
import { CannotRun, type InputPaths, type Peer, type Prepared, type Work } from "../work.ts";

/** @param kind `gpu`, `software`, `native`, `native 1` (on one thread) or `cpu` */
export async function open(kind: string): Promise<Peer> {
  const compute = await openKind(kind);
  return {
    device: compute.device.name,
    prepare: async (work, inputs) => await prepareOn(compute, work, inputs),
  };
}

async function openKind(kind: string): Promise<Compute> {
  if (kind === "cpu") return (await openCompute("cpu")).compute;
  if (kind === "gpu" || kind === "software") {
    if (!await findAdapter(kind)) {
      const missing = kind === "gpu" ? "graphics card" : "software adapter";
      throw new CannotRun(`none here: no ${missing} answers`);
    }
    return (await openCompute(kind)).compute;
  }
  const threads = kind === "native 1" ? 1 : undefined;
  try {
    return (await openCompute("native", undefined, threads)).compute;
  } catch (thrown) {
    if (!(thrown instanceof DeviceError)) throw thrown;
    throw new CannotRun("none here: no BLAS library that works");
  }
}

function prepareOn(
  compute: Compute,
  work: Work,
  inputs: InputPaths,
): Prepared | Promise<Prepared> {
  switch (work.family) {
    case "matrix-multiply":
      return multiplyOurs(compute, work);
    case "training-step":
      return work.productsOnly ? multiplyStepOurs(compute, work) : trainOurs(compute, work);
    case "contrastive-loss":
      return lossOurs(compute, work);
    case "search":
      return searchOurs(compute, work);
    case "large-search":
      return largeSearchOurs(compute, work, inputs);
    case "silhouette":
      return silhouetteOurs(compute, work);
    case "tsne":
      return tsneOurs(compute, work);
  }
}
