/**
 * Products for software adapters, from copies of the factors in textures.
 * @module
 */
import type { GpuTensor } from "./gpu_tensor.ts";
import type { GpuTexture } from "./gpu_texture.ts";
import { KERNELS } from "./kernels.ts";
import { depthOf, type Product } from "./product.ts";
import { groupGrid, type Recorder, TEXELS_AT_MOST } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";

/** Rows and columns of the product that a work group computes, as in kernels/matrix_multiply_textures.wgsl. */
const GROUP = { rows: 24, columns: 64 } as const;

/**
 * Unused texels at the end of each row. Without them rows of 1,024 elements lie 4 KiB apart, where a cache holds few of
 * them: products with right transposed take 5 to 20 % longer at 512³ and 1024³, others the same time.
 */
const GAP = 4;

/** Codes of activations in the kernel's parameters. */
const ACTIVATIONS = { relu: 1, gelu: 2 } as const;

/** The layout of a matrix in a texture: each row of texels holds 2^foldBits rows of the matrix. */
interface Layout {
  readonly foldBits: number;
  /** Texels of a row of the matrix. */
  readonly texels: number;
  /** Texels in use in each row of the texture. */
  readonly width: number;
  readonly height: number;
}

/**
 * Returns the least folded layout of a matrix whose columns are a multiple of 4, if one fits. Copies between buffers
 * and textures take rows of multiples of 256 bytes: 16 texels. Blocks of 4 rows that the kernel reads must lie in one
 * fold, so there are no folds of 2 rows.
 */
function foldedLayout({ rows, columns }: GpuTensor): Layout | undefined {
  const texels = columns / 4;
  for (let foldBits = 0; texels << foldBits <= TEXELS_AT_MOST - GAP; foldBits++) {
    const width = texels << foldBits;
    const height = Math.ceil(rows / (1 << foldBits));
    const fits = width % 16 === 0 && height <= TEXELS_AT_MOST && foldBits !== 1;
    if (fits) return { foldBits, texels, width, height };
  }
  return undefined;
}

/** Whether the padded factors of a product fit into textures. */
export function fitTextures({ left, right }: Product): boolean {
  return foldedLayout(left) !== undefined && foldedLayout(right) !== undefined;
}

/** Records a padded product whose factors satisfy {@link fitTextures}. */
export function multiplyTextures(recorder: Recorder, scratch: Scratch, operands: Product): void {
  const { left, right, product, transpose, bias, activation } = operands;
  const { rows, columns } = product;
  const leftLayout = foldedLayout(left)!, rightLayout = foldedLayout(right)!;
  const factors = [
    copied(recorder, scratch, "left", left, leftLayout),
    copied(recorder, scratch, "right", right, rightLayout),
  ];
  const flags = [bias !== undefined, transpose === "left", transpose === "right"];
  const kind = activation ? ACTIVATIONS[activation.kind] : 0;
  // The binding must not be empty.
  const activated = activation?.output ?? scratch.tensor("no activation", 1, 4);
  const folded = leftLayout.foldBits + rightLayout.foldBits > 0;
  recorder.dispatch(
    folded ? KERNELS.multiplyTexturesFolded : KERNELS.multiplyTextures,
    [...factors, bias ?? right, product, activated],
    [
      ...[rows, columns, depthOf(operands), ...flags.map(Number), kind, 0],
      ...layoutParameters(leftLayout),
      ...layoutParameters(rightLayout),
    ],
    groupGrid(Math.ceil(rows / GROUP.rows) * Math.ceil(columns / GROUP.columns)),
  );
}

function copied(
  recorder: Recorder,
  scratch: Scratch,
  purpose: string,
  factor: GpuTensor,
  { width, height }: Layout,
): GpuTexture {
  const texture = scratch.texture(purpose, width + GAP, height);
  recorder.copyToTexture(factor, texture, width);
  return texture;
}

/** Packs the words of the kernel's Layout. */
function layoutParameters({ foldBits, texels }: Layout): number[] {
  return [foldBits, texels, ...(foldBits === 0 ? [0, 1] : [texels, 0])];
}
