/**
 * Products of one row or one column.
 * @module
 */
import { recordActivation } from "./activation.ts";
import { VECTOR_KERNELS } from "./kernels.ts";
import { depthOf, type Product } from "./product.ts";
import { elementGrid, lineGrid, type Recorder } from "./recorder.ts";

/** Records a product of one row or one column, of any shape. */
export function multiplyVector(recorder: Recorder, operands: Product): void {
  recordProduct(recorder, operands);
  recordActivation(recorder, operands);
}

function recordProduct(recorder: Recorder, operands: Product): void {
  const { left, right, product, transpose, bias } = operands;
  const oneRow = product.rows === 1;
  const [matrix, vector] = oneRow ? [right, left] : [left, right];
  const outputs = product.count, depth = depthOf(operands);
  const tensors = [matrix, vector, bias ?? matrix, product];
  const parameters = [outputs, depth, Number(oneRow), Number(bias !== undefined)];
  if (oneRow ? transpose === "right" : transpose !== "left") {
    const { vector: four, scalar } = VECTOR_KERNELS.multiplyLines;
    recorder.dispatch(depth % 4 === 0 ? four : scalar, tensors, parameters, lineGrid(outputs));
    return;
  }
  const { vector: four, scalar } = VECTOR_KERNELS.multiplyColumns;
  // A product of one column has a bias of one number, which is not a vector of four.
  const byFour = outputs % 4 === 0 && (oneRow || !bias);
  const invocations = byFour ? outputs / 4 : outputs;
  recorder.dispatch(byFour ? four : scalar, tensors, parameters, elementGrid(invocations));
}
