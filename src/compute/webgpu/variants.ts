/**
 * Selects the kernel for a matrix product: a table by the product's shape, with shipped defaults for each class of
 * adapters. Another table gives other last bits, so a run keeps the table that it began with.
 * @module
 */
import type { AdapterClass } from "./adapter_class.ts";

/** A way to compute matrix products; `vector` is kernels/matrix_vector.wgsl. */
export type VariantName = "textures" | "registers" | "shared32" | "shared64" | "vector";

/** The variants that compute products of any shape: kernels/matrix_multiply_….wgsl, the shared one in two sizes. */
const MATRIX_VARIANTS: readonly VariantName[] = ["textures", "registers", "shared32", "shared64"];

/** Classes of products that one variant suits: those of one row or column, those of few elements, all others. */
export type ShapeClass = "vector" | "small" | "large";

/** Every {@link ShapeClass}. */
export const SHAPE_CLASSES: readonly ShapeClass[] = ["vector", "small", "large"];

/** The variant for each class of shapes. */
export type VariantTable = Readonly<Record<ShapeClass, VariantName>>;

/** The shape of a product: left is rows × depth, right depth × columns. */
export interface ProductShape {
  /** Rows of the product. */
  readonly rows: number;
  /** Columns of the product. */
  readonly columns: number;
  /** The length of the sums. */
  readonly depth: number;
}

/** Representative shapes of each class, which a tuning run times. */
export const REPRESENTATIVE_SHAPES: Readonly<Record<ShapeClass, readonly ProductShape[]>> = {
  // Both, since they differ: on lavapipe textures take 0.8 of the time of `vector` for the row, 2.3 of it for the
  // column.
  vector: [{ rows: 1, columns: 1024, depth: 512 }, { rows: 1024, columns: 1, depth: 512 }],
  small: [{ rows: 128, columns: 128, depth: 384 }],
  large: [{ rows: 1024, columns: 1024, depth: 256 }],
};

/** The default tables where WGSL has the features they need: {@link shippedVariantsFor}. */
export const SHIPPED_VARIANTS: Readonly<Record<AdapterClass, VariantTable>> = {
  software: { vector: "vector", small: "textures", large: "textures" },
  hardware: { vector: "vector", small: "shared32", large: "shared64" },
};

/** The feature of WGSL that the `textures` variant needs. */
const READABLE_TEXTURES = "readonly_and_readwrite_storage_textures";

/**
 * Returns the shipped table for an adapter, without variants that its WGSL does not support.
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

/** Returns the class of a product. */
export function shapeClassOf({ rows, columns }: Omit<ProductShape, "depth">): ShapeClass {
  if (rows === 1 || columns === 1) return "vector";
  return rows * columns < LARGE ? "small" : "large";
}

/** Returns the variants that a table may name for a class of shapes; each computes every product in it. */
export function variantsFor(shapes: ShapeClass): readonly VariantName[] {
  return shapes === "vector" ? ["vector", ...MATRIX_VARIANTS] : MATRIX_VARIANTS;
}
