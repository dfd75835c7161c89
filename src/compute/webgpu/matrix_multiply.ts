/**
 * Matrix products on the GPU device, by the kernel that a table selects for their shape.
 * @module
 */
import { DeviceError } from "../../basics/errors.ts";
import { multiplyRegisters } from "./multiply_registers.ts";
import { multiplyShared } from "./multiply_shared.ts";
import { fitTextures, multiplyTextures } from "./multiply_textures.ts";
import { multiplyVector } from "./multiply_vector.ts";
import { Padding } from "./padding.ts";
import { depthOf, type Product } from "./product.ts";
import type { Recorder } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";
import { type ShapeClass, shapeClassOf, type VariantName, type VariantTable } from "./variants.ts";
import { MOST_STEPS } from "./walks.ts";

/** Records matrix products. */
export class MatrixMultiply {
  readonly #variants: VariantTable;
  readonly #record: Readonly<Record<VariantName, (operands: Product) => void>>;

  /** Records with `recorder`, using the kernels in `variants`; copies of factors go to `scratch`. */
  constructor(recorder: Recorder, scratch: Scratch, variants: VariantTable) {
    const padding = new Padding(recorder, scratch);
    const registers = (evened: Product) => multiplyRegisters(recorder, evened);
    const textures = (evened: Product) =>
      fitTextures(evened) ? multiplyTextures(recorder, scratch, evened) : registers(evened);
    const shared = (evened: Product, block: 32 | 64) => multiplyShared(recorder, evened, block);
    this.#variants = variants;
    this.#record = {
      textures: (operands) => padding.record(operands, textures),
      registers: (operands) => padding.record(operands, registers),
      shared32: (operands) => padding.record(operands, (evened) => shared(evened, 32)),
      shared64: (operands) => padding.record(operands, (evened) => shared(evened, 64)),
      vector: (operands) => multiplyVector(recorder, operands),
    };
  }

  /**
   * Records one product.
   * @param shapes the shape class whose variant computes it, for products that must agree in their last bits
   * @throws {DeviceError} when its depth exceeds the loop limit of an invocation
   */
  record(operands: Product, shapes: ShapeClass = shapeClassOf(operands.product)): void {
    const depth = depthOf(operands);
    if (depth > MOST_STEPS) {
      const { rows, columns } = operands.product;
      throw new DeviceError(
        `Cannot multiply ${rows}×${depth} by ${depth}×${columns} here: rows have at most ` +
          `${MOST_STEPS} columns, since adapters may end longer loops; use --device cpu`,
      );
    }
    this.#record[this.#variants[shapes]](operands);
  }
}
