/**
 * Products for software adapters, straight from buffers.
 * @module
 */
import { recordActivation } from "./activation.ts";
import { KERNELS } from "./kernels.ts";
import { depthOf, type Product } from "./product.ts";
import { lineGrid, type Recorder } from "./recorder.ts";

/** Rows and columns of the product that an invocation computes, as in kernels/matrix_multiply_registers.wgsl. */
const TILE = 16;

/** Records a padded product. */
export function multiplyRegisters(recorder: Recorder, operands: Product): void {
  const { left, right, product, transpose, bias } = operands;
  const { rows, columns } = product;
  const flags = [transpose === "left", transpose === "right", bias !== undefined];
  recorder.dispatch(
    KERNELS.multiplyRegisters,
    [left, right, bias ?? right, product],
    [rows, columns, depthOf(operands), ...flags.map(Number)],
    lineGrid(Math.ceil(rows / TILE) * Math.ceil(columns / TILE)),
  );
  recordActivation(recorder, operands);
}
