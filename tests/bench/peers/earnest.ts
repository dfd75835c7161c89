/**
 * This repository's devices.
 * @module
 */
import { openCompute } from "../../../src/compute/open.ts";
import { multiplyOurs } from "../families/matrix_multiply.ts";
import { CannotRun, type Peer, type Work } from "../work.ts";
import type { Compute } from "../../../src/compute/compute.ts";

/** @param kind `webgpu` or `cpu` */
export async function open(kind: string): Promise<Peer> {
  const { compute } = await openCompute(kind === "cpu" ? "cpu" : "auto");
  if (kind === "webgpu" && compute.device.class === "cpu") throw new CannotRun("finds no adapter");
  return {
    device: compute.device.name,
    // deno-lint-ignore require-await -- what fails at once fails as a promise
    prepare: async (work) => prepareOn(compute, work),
  };
}

function prepareOn(compute: Compute, work: Work) {
  switch (work.family) {
    case "matrix-multiply":
      return multiplyOurs(compute, work);
    default:
      throw new Error();
  }
}
