/**
 * Wraps a device in the checks that all devices share: shapes, types and ranges of operands are checked before a device
 * sees them. The checks of tensors are in `checked_memory.ts`, those of measures in `checked_measures.ts`.
 * @module
 */
import { CheckedMeasures } from "./checked_measures.ts";
import { expect, expectInteger, like, type Operand, type Operands, shapeOf } from "./checks.ts";
import type {
  AdamWStep,
  Compute,
  ContrastiveLoss,
  DropoutKey,
  MatrixMultiplyOptions,
  Tensor,
} from "./compute.ts";

/**
 * The same device with every operand checked when an operation is recorded, so that devices do not repeat the checks
 * and a mistake gives the same message on all. A check costs 0.3 to 0.5 µs per operation.
 *
 * Beyond what the interface requires, row numbers are checked against the existing rows, and releasing a view does
 * nothing.
 *
 * @throws {InputError} from its operations: one line with the operation, the found value and the expected one, such as
 * `Cannot multiply 3×4 by 5×2: inner sizes differ`
 */
export function checked(device: Compute): Compute {
  return new CheckedCompute(device);
}

class CheckedCompute extends CheckedMeasures implements Compute {
  matrixMultiply(
    left: Tensor,
    right: Tensor,
    product: Tensor,
    options: MatrixMultiplyOptions = {},
  ): void {
    const { transpose = "none", bias, activation } = options;
    const [leftText, rows, inner] = transpose === "left"
      ? [`(${shapeOf(left)})ᵀ`, left.columns, left.rows]
      : [shapeOf(left), left.rows, left.columns];
    const [rightText, otherInner, columns] = transpose === "right"
      ? [`(${shapeOf(right)})ᵀ`, right.columns, right.rows]
      : [shapeOf(right), right.rows, right.columns];
    const action = `multiply ${leftText} by ${rightText}`;
    expect(inner === otherInner, action, "inner sizes differ");
    const reads = { left: like(left), right: like(right) };
    const biased: Operands = bias ? { ...reads, bias: [bias, 1, columns] } : reads;
    this.ledger.expectOperands(action, biased, { product: [product, rows, columns] });
    if (activation) {
      const output: Operand = [activation.output, rows, columns];
      this.ledger.expectOperands(action, { ...biased, product: like(product) }, {
        "activation.output": output,
      });
    }
    this.inner.matrixMultiply(left, right, product, options);
  }

  columnSums(x: Tensor, sums: Tensor): void {
    this.expectOperands("columnSums", { x: like(x) }, { sums: [sums, 1, x.columns] });
    this.inner.columnSums(x, sums);
  }

  add(a: Tensor, b: Tensor, y: Tensor): void {
    const { rows, columns } = a;
    const reads: Operands = { a: like(a), b: [b, rows, columns] };
    this.expectOperands("add", reads, { y: [y, rows, columns] });
    this.inner.add(a, b, y);
  }

  relu(x: Tensor, y: Tensor): void {
    this.expectOperands("relu", { x: like(x) }, { y: [y, x.rows, x.columns] });
    this.inner.relu(x, y);
  }

  reluBackward(x: Tensor, yGradient: Tensor, xGradient: Tensor): void {
    this.#expectActivationBackward("reluBackward", x, yGradient, xGradient);
    this.inner.reluBackward(x, yGradient, xGradient);
  }

  gelu(x: Tensor, y: Tensor): void {
    this.expectOperands("gelu", { x: like(x) }, { y: [y, x.rows, x.columns] });
    this.inner.gelu(x, y);
  }

  geluBackward(x: Tensor, yGradient: Tensor, xGradient: Tensor, otherGradient?: Tensor): void {
    this.#expectActivationBackward("geluBackward", x, yGradient, xGradient);
    if (otherGradient) {
      const reads: Operands = { otherGradient: [otherGradient, x.rows, x.columns] };
      this.expectOperands("geluBackward", reads, { xGradient: like(xGradient) });
    }
    this.inner.geluBackward(x, yGradient, xGradient, otherGradient);
  }

  dropout(x: Tensor, y: Tensor, rate: number, key: DropoutKey): void {
    this.expectOperands("dropout", { x: like(x) }, { y: [y, x.rows, x.columns] });
    expectRate("run dropout", rate);
    this.inner.dropout(x, y, rate, key);
  }

  dropoutAdd(x: Tensor, residual: Tensor, y: Tensor, rate: number, key: DropoutKey): void {
    const { rows, columns } = x;
    const reads: Operands = { x: like(x), residual: [residual, rows, columns] };
    this.expectOperands("dropoutAdd", reads, { y: [y, rows, columns] });
    expectRate("run dropoutAdd", rate);
    this.inner.dropoutAdd(x, residual, y, rate, key);
  }

  layerNorm(x: Tensor, gain: Tensor, shift: Tensor, y: Tensor, statistics: Tensor): void {
    const { rows, columns } = x;
    this.expectOperands(
      "layerNorm",
      { x: like(x), gain: [gain, 1, columns], shift: [shift, 1, columns] },
      { y: [y, rows, columns], statistics: [statistics, rows, 2] },
    );
    this.inner.layerNorm(x, gain, shift, y, statistics);
  }

  layerNormBackward(
    x: Tensor,
    gain: Tensor,
    statistics: Tensor,
    yGradient: Tensor,
    xGradient: Tensor,
    gainGradient: Tensor,
    shiftGradient: Tensor,
  ): void {
    const { rows, columns } = x;
    this.expectOperands("layerNormBackward", {
      x: like(x),
      gain: [gain, 1, columns],
      statistics: [statistics, rows, 2],
      yGradient: [yGradient, rows, columns],
    }, {
      xGradient: [xGradient, rows, columns],
      gainGradient: [gainGradient, 1, columns],
      shiftGradient: [shiftGradient, 1, columns],
    });
    this.inner.layerNormBackward(
      x,
      gain,
      statistics,
      yGradient,
      xGradient,
      gainGradient,
      shiftGradient,
    );
  }

  normalizeRows(x: Tensor, y: Tensor, norms: Tensor): void {
    const { rows, columns } = x;
    this.expectOperands("normalizeRows", { x: like(x) }, {
      y: [y, rows, columns],
      norms: [norms, rows, 1],
    });
    this.inner.normalizeRows(x, y, norms);
  }

  normalizeRowsBackward(y: Tensor, norms: Tensor, yGradient: Tensor, xGradient: Tensor): void {
    const { rows, columns } = y;
    this.expectOperands(
      "normalizeRowsBackward",
      { y: like(y), norms: [norms, rows, 1], yGradient: [yGradient, rows, columns] },
      { xGradient: [xGradient, rows, columns] },
    );
    this.inner.normalizeRowsBackward(y, norms, yGradient, xGradient);
  }

  gatherRows(source: Tensor, indices: Tensor, first: number, rows: Tensor): void {
    const reads: Operands = { source: like(source), indices: indexRow(indices) };
    this.expectOperands("gatherRows", reads, { rows: [rows, rows.rows, source.columns] });
    this.#expectIndices("gatherRows", indices, first, rows.rows, source.rows);
    this.inner.gatherRows(source, indices, first, rows);
  }

  gatherRowsBackward(
    rowsGradient: Tensor,
    indices: Tensor,
    first: number,
    sourceGradient: Tensor,
  ): void {
    this.expectOperands(
      "gatherRowsBackward",
      { rowsGradient: like(rowsGradient), indices: indexRow(indices) },
      { sourceGradient: [sourceGradient, sourceGradient.rows, rowsGradient.columns] },
    );
    const { rows } = sourceGradient;
    this.#expectIndices("gatherRowsBackward", indices, first, rowsGradient.rows, rows);
    this.inner.gatherRowsBackward(rowsGradient, indices, first, sourceGradient);
  }

  contrastiveLoss(operands: ContrastiveLoss): void {
    const { audio, text, logScale, targetIds, loss, lossIndex } = operands;
    const { rows, columns } = audio;
    const reads: Operands = {
      audio: like(audio),
      text: [text, rows, columns],
      logScale: [logScale, 1, 1],
    };
    this.expectOperands(
      "contrastiveLoss",
      targetIds ? { ...reads, targetIds: indexRow(targetIds.ids) } : reads,
      {
        loss: [loss, 1, loss.columns],
        audioGradient: [operands.audioGradient, rows, columns],
        textGradient: [operands.textGradient, rows, columns],
        logScaleGradient: [operands.logScaleGradient, 1, 1],
      },
    );
    expectInteger("run contrastiveLoss", "lossIndex", lossIndex, 0, loss.columns - 1);
    if (targetIds) expectSpan("run contrastiveLoss", targetIds.ids, targetIds.first, rows);
    this.inner.contrastiveLoss(operands);
  }

  globalNorm(x: Tensor, norm: Tensor): void {
    this.expectOperands("globalNorm", { x: like(x) }, { norm: [norm, 1, 1] });
    this.inner.globalNorm(x, norm);
  }

  adamW(step: AdamWStep): void {
    const { columns } = step.parameters;
    this.expectOperands(
      "adamW",
      { gradients: [step.gradients, 1, columns], gradientNorm: [step.gradientNorm, 1, 1] },
      {
        parameters: [step.parameters, 1, columns],
        firstMoment: [step.firstMoment, 1, columns],
        secondMoment: [step.secondMoment, 1, columns],
      },
    );
    expectInteger("run adamW", "step", step.step, 1);
    expectInteger("run adamW", "clamp.index", step.clamp.index, 0, columns - 1);
    expect(step.clipNorm > 0, "run adamW", `clipNorm is ${step.clipNorm}; expected more than 0`);
    this.inner.adamW(step);
  }

  #expectActivationBackward(
    operation: string,
    x: Tensor,
    yGradient: Tensor,
    xGradient: Tensor,
  ): void {
    const { rows, columns } = x;
    const reads: Operands = { x: like(x), yGradient: [yGradient, rows, columns] };
    this.expectOperands(operation, reads, { xGradient: [xGradient, rows, columns] });
  }

  #expectIndices(
    operation: string,
    indices: Tensor,
    first: number,
    count: number,
    bound: number,
  ): void {
    expectSpan(`run ${operation}`, indices, first, count);
    this.ledger.expectBelow(`run ${operation}`, indices, bound);
  }
}

const indexRow = (indices: Tensor): Operand => [indices, 1, indices.columns, "uint32"];

function expectRate(action: string, rate: number): void {
  const inRange = rate >= 0 && Math.round(rate * 2 ** 32) < 2 ** 32;
  expect(inRange, action, `rate is ${rate}; expected 0 up to, not including, 1`);
}

function expectSpan(action: string, indices: Tensor, first: number, count: number): void {
  expectInteger(action, "first", first, 0);
  const found = `rows ${first} to ${
    first + count - 1
  } of ${indices.columns} indices were asked for`;
  expect(first + count <= indices.columns, action, found);
}
