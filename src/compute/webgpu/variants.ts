/**
 * Which kernel computes which matrix product: a table by the product's shape, with shipped defaults for each class of
 * adapters. Another table gives other sums in the last bits, so that a run keeps the one that it began with.
 * @module
 */
import type { AdapterClass } from "./adapter_class.ts";

/** A way to compute matrix products; `vector` is kernels/matrix_vector.wgsl. */
export type VariantName = "textures" | "registers" | "shared32" | "shared64" | "vector";

/** The variants that compute products of any shape: kernels/matrix_multiply_….wgsl, the shared one in two sizes. */
const MATRIX_VARIANTS: readonly VariantName[] = ["textures", "registers", "shared32", "shared64"];

/** Products that one variant suits alike: those of one row or column, those of few elements, all others. */
export type ShapeClass = "vector" | "small" | "large";

/** Every {@link ShapeClass}. */
export const SHAPE_CLASSES: readonly ShapeClass[] = ["vector", "small", "large"];

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

/** For each class of shapes those that stand for it: what a tuning run times. */
export const REPRESENTATIVE_SHAPES: Readonly<Record<ShapeClass, readonly ProductShape[]>> = {
  // Both, since they differ: on lavapipe textures take 0.8 of the time of `vector` for the row, 2.3
  // of it for the column.
  vector: [{ rows: 1, columns: 1024, depth: 512 }, { rows: 1024, columns: 1, depth: 512 }],
  small: [{ rows: 128, columns: 128, depth: 384 }],
  large: [{ rows: 1024, columns: 1024, depth: 256 }],
};

/** The tables that are used where no other is given, and WGSL has what they take: {@link shippedVariantsFor}. */
export const SHIPPED_VARIANTS: Readonly<Record<AdapterClass, VariantTable>> = {
  software: { vector: "vector", small: "textures", large: "textures" },
  hardware: { vector: "vector", small: "shared32", large: "shared64" },
};

/** The feature of WGSL that the `textures` variant takes. */
const READABLE_TEXTURES = "readonly_and_readwrite_storage_textures";

/**
 * The shipped table for an adapter, without what its WGSL cannot say.
 *
 * @param languageFeatures those of WGSL, as `navigator.gpu.wgslLanguageFeatures` names them
 */
export function shippedVariantsFor(
  adapterClass: AdapterClass,
  languageFeatures: ReadonlySet<string>,
): VariantTable {
  const shipped = SHIPPED_VARIANTS[adapterClass];
  if (languageFeatures.has(READABLE_TEXTURES)) return shipped;
  const readable = (variant: VariantName) => variant === "textures" ? "registers" : variant;
  return {
    vector: readable(shipped.vector),
    small: readable(shipped.small),
    large: readable(shipped.large),
  };
}

/** Elements of the product from which on it counts as large. */
const LARGE = 256 * 256;

/** The class that a product belongs to. */
export function shapeClassOf({ rows, columns }: Omit<ProductShape, "depth">): ShapeClass {
  if (rows === 1 || columns === 1) return "vector";
  return rows * columns < LARGE ? "small" : "large";
}

/** The variants that a table may name for a class of shapes; each computes every product in it. */
export function variantsFor(shapes: ShapeClass): readonly VariantName[] {
  return shapes === "vector" ? ["vector", ...MATRIX_VARIANTS] : MATRIX_VARIANTS;
}
