/**
 * Which kernel computes which matrix product: a table by the product's shape, with shipped defaults for each class of
 * adapters. Another table gives other sums in the last bits, so that a run keeps the one that it began with.
 * @module
 */

/** The kernels for matrix products, as their files in `kernels/` are called: matrix_multiply_….wgsl. */
export type VariantName = "textures" | "registers" | "shared";

/** Products that one variant suits alike. */
export type ShapeClass = "small" | "large";

/** The variant for each class of shapes. */
export type VariantTable = Readonly<Record<ShapeClass, VariantName>>;

/** A product: left is rows × depth, right depth × columns. */
export interface ProductShape {
  /** Rows of the product. */
  readonly rows: number;
  /** Columns of the product. */
  readonly columns: number;
  /** The length of the sums. */
  readonly depth: number;
}

/** For each class of shapes one that stands for it: what a tuning run times. */
export const REPRESENTATIVE_SHAPES: Readonly<Record<ShapeClass, ProductShape>> = {
  small: { rows: 128, columns: 128, depth: 384 },
  large: { rows: 1024, columns: 1024, depth: 512 },
};

/** The tables that are used where no other is given. */
export const SHIPPED_VARIANTS: Readonly<Record<"software" | "hardware", VariantTable>> = {
  software: { small: "textures", large: "textures" },
  hardware: { small: "shared", large: "shared" },
};

/** Elements of the product from which on it counts as large. */
const LARGE = 256 * 256;

/** The class that a product belongs to. */
export function shapeClassOf({ rows, columns }: ProductShape): ShapeClass {
  return rows * columns < LARGE ? "small" : "large";
}

/** The variants that can compute the products of a class; each computes any shape of it. */
export function variantsFor(_class: ShapeClass): readonly VariantName[] {
  return ["textures", "registers", "shared"];
}
