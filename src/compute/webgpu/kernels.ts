/**
 * Every kernel of the GPU device by name: a WGSL file, one of its entry points, and what that binds.
 * @module
 */
import adamW from "../../../kernels/adam_w.wgsl" with { type: "text" };
import add from "../../../kernels/add.wgsl" with { type: "text" };
import columnSums from "../../../kernels/column_sums.wgsl" with { type: "text" };
import contrastiveLoss from "../../../kernels/contrastive_loss.wgsl" with { type: "text" };
import dropout from "../../../kernels/dropout.wgsl" with { type: "text" };
import gatherRows from "../../../kernels/gather_rows.wgsl" with { type: "text" };
import gelu from "../../../kernels/gelu.wgsl" with { type: "text" };
import globalNorm from "../../../kernels/global_norm.wgsl" with { type: "text" };
import layerNorm from "../../../kernels/layer_norm.wgsl" with { type: "text" };
import matrixPack from "../../../kernels/matrix_pack.wgsl" with { type: "text" };
import matrixVector from "../../../kernels/matrix_vector.wgsl" with { type: "text" };
import normalizeRows from "../../../kernels/normalize_rows.wgsl" with { type: "text" };
import registers from "../../../kernels/matrix_multiply_registers.wgsl" with { type: "text" };
import relu from "../../../kernels/relu.wgsl" with { type: "text" };
import shared from "../../../kernels/matrix_multiply_shared.wgsl" with { type: "text" };
import textures from "../../../kernels/matrix_multiply_textures.wgsl" with { type: "text" };
import topK from "../../../kernels/top_k.wgsl" with { type: "text" };

/** One entry point of a WGSL file. */
export interface Kernel {
  /** The file in `kernels/`, for messages. */
  readonly file: string;
  /** Its text. */
  readonly code: string;
  /** The entry point. */
  readonly entry: string;
  /** The storage variables it uses, in the order in which operands are given. */
  readonly operands: readonly string[];
  /** Values of the file's `override` constants; booleans as 0 and 1. */
  readonly constants: Readonly<Record<string, number>>;
}

function kernel(
  file: string,
  code: string,
  entry: string,
  operands: string,
  constants: Readonly<Record<string, number>> = {},
): Kernel {
  return { file, code, entry, operands: operands.split(" "), constants };
}

/** A kernel that takes its elements in vectors of four, and its twin that takes them one by one. */
export interface VectorKernel {
  /** For counts (of elements, or of columns) that are multiples of 4. */
  readonly vector: Kernel;
  /** For all others. */
  readonly scalar: Kernel;
}

/** What differs between a kernel file's text as it stands and its scalar twin. */
const SCALAR_TWINS = [
  ["alias Element = vec4f;", "alias Element = f32;"],
  ["alias Index = vec4u;", "alias Index = u32;"],
  ["const WIDTH = 4u;", "const WIDTH = 1u;"],
  ["const LANES = vec4u(0, 1, 2, 3);", "const LANES = 0u;"],
  ["return (e.x + e.y) + (e.z + e.w);", "return e;"],
] as const;

function vectorKernel(file: string, code: string, entry: string, operands: string): VectorKernel {
  let scalarCode = code;
  for (const [vector, scalar] of SCALAR_TWINS) scalarCode = scalarCode.replace(vector, scalar);
  return {
    vector: kernel(file, code, entry, operands),
    scalar: kernel(file, scalarCode, entry, operands),
  };
}

const LOSS = "contrastive_loss.wgsl";
const LINES = "cosines logScale textIds lineResults";
const TEXTURES = "matrix_multiply_textures.wgsl";
const FACTORS = "left right bias product";
const GRADIENT = "cosines logScale textIds savedLines cosineGradient partials";

/** The kernels that take vectors of elements, by what they do. */
export const VECTOR_KERNELS = {
  add: vectorKernel("add.wgsl", add, "add", "a b y"),
  relu: vectorKernel("relu.wgsl", relu, "forward", "x result"),
  reluBackward: vectorKernel("relu.wgsl", relu, "backward", "x yGradient result"),
  gelu: vectorKernel("gelu.wgsl", gelu, "forward", "x result"),
  geluBackward: vectorKernel("gelu.wgsl", gelu, "backward", "x yGradient result"),
  dropout: vectorKernel("dropout.wgsl", dropout, "dropout", "x y"),
  columnSums: vectorKernel("column_sums.wgsl", columnSums, "columnSums", "x sums"),
  layerNorm: vectorKernel("layer_norm.wgsl", layerNorm, "forward", "x gain shift y statistics"),
  layerNormBackward: vectorKernel(
    "layer_norm.wgsl",
    layerNorm,
    "backward",
    "x gain savedStatistics yGradient xGradient",
  ),
  layerNormBackwardParameters: vectorKernel(
    "layer_norm.wgsl",
    layerNorm,
    "backwardParameters",
    "x savedStatistics yGradient gainGradient shiftGradient",
  ),
  normalizeRows: vectorKernel("normalize_rows.wgsl", normalizeRows, "forward", "x result norms"),
  normalizeRowsBackward: vectorKernel(
    "normalize_rows.wgsl",
    normalizeRows,
    "backward",
    "y savedNorms yGradient result",
  ),
  gatherRows: vectorKernel("gather_rows.wgsl", gatherRows, "forward", "source indices result"),
  gatherRowsBackward: vectorKernel(
    "gather_rows.wgsl",
    gatherRows,
    "backward",
    "source indices result",
  ),
  multiplyLines: vectorKernel(
    "matrix_vector.wgsl",
    matrixVector,
    "lines",
    "matrix vector bias product",
  ),
  multiplyColumns: vectorKernel(
    "matrix_vector.wgsl",
    matrixVector,
    "columns",
    "matrix factors biasElements productElements",
  ),
  squares: vectorKernel("global_norm.wgsl", globalNorm, "squares", "x partials"),
  adamW: vectorKernel(
    "adam_w.wgsl",
    adamW,
    "update",
    "weights gradients firstMoment secondMoment gradientNorm",
  ),
} as const;

/** The other kernels, by what they do. */
export const KERNELS = {
  pairLines: kernel(LOSS, contrastiveLoss, "lines", LINES),
  sameTextLines: kernel(LOSS, contrastiveLoss, "lines", LINES, { SAME_TEXT: 1 }),
  pairGradient: kernel(LOSS, contrastiveLoss, "gradient", GRADIENT),
  sameTextGradient: kernel(LOSS, contrastiveLoss, "gradient", GRADIENT, { SAME_TEXT: 1 }),
  lossFinish: kernel(
    LOSS,
    contrastiveLoss,
    "finish",
    "savedLines savedPartials loss logScaleGradient",
  ),
  root: kernel("global_norm.wgsl", globalNorm, "root", "savedPartials norm"),
  topK: kernel("top_k.wgsl", topK, "topK", "scores values places"),
  pack: kernel("matrix_pack.wgsl", matrixPack, "pack", "source packed"),
  multiplyRegisters: kernel("matrix_multiply_registers.wgsl", registers, "multiply", FACTORS),
  multiplyTextures: kernel(TEXTURES, textures, "multiply", FACTORS),
  multiplyTexturesFolded: kernel(TEXTURES, textures, "multiply", FACTORS, { FOLDED: 1 }),
  multiplyShared64: kernel("matrix_multiply_shared.wgsl", shared, "multiply", FACTORS),
  multiplyShared32: kernel("matrix_multiply_shared.wgsl", shared, "multiply", FACTORS, {
    BLOCK: 32,
    ROW_BLOCKS: 1,
  }),
} as const;
