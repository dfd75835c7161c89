/**
 * Products for graphics cards, from blocks in shared memory.
 * @module
 */
import { recordActivation } from "./activation.ts";
import { KERNELS } from "./kernels.ts";
import { depthOf, type Product } from "./product.ts";
import { groupGrid, type Recorder } from "./recorder.ts";

/**
 * Records a padded product.
 * @param block rows and columns of the product that a work group computes
 */
export function multiplyShared(recorder: Recorder, operands: Product, block: 32 | 64): void {
  const { left, right, product, transpose, bias } = operands;
  const { rows, columns } = product;
  const flags = [transpose === "left", transpose === "right", bias !== undefined];
  recorder.dispatch(
    block === 32 ? KERNELS.multiplyShared32 : KERNELS.multiplyShared64,
    [left, right, bias ?? right, product],
    [rows, columns, depthOf(operands), ...flags.map(Number)],
    groupGrid(Math.ceil(rows / block) * Math.ceil(columns / block)),
  );
  recordActivation(recorder, operands);
}
