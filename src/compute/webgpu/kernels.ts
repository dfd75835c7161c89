/**
 * All kernels of the GPU device by name: a WGSL file, one of its entry points, and the bindings of that entry point.
 * @module
 */
import adamW from "../../../kernels/adam_w.wgsl" with { type: "text" };
import add from "../../../kernels/add.wgsl" with { type: "text" };
import columnSums from "../../../kernels/column_sums.wgsl" with { type: "text" };
import contrastiveLoss from "../../../kernels/contrastive_loss.wgsl" with { type: "text" };
import distanceSums from "../../../kernels/distance_sums.wgsl" with { type: "text" };
import dropout from "../../../kernels/dropout.wgsl" with { type: "text" };
import gatherRows from "../../../kernels/gather_rows.wgsl" with { type: "text" };
import gelu from "../../../kernels/gelu.wgsl" with { type: "text" };
import globalNorm from "../../../kernels/global_norm.wgsl" with { type: "text" };
import layerNorm from "../../../kernels/layer_norm.wgsl" with { type: "text" };
import matrixBlock from "../../../kernels/matrix_block.wgsl" with { type: "text" };
import matrixPack from "../../../kernels/matrix_pack.wgsl" with { type: "text" };
import nearestDistances from "../../../kernels/nearest_distances.wgsl" with { type: "text" };
import nearestMerge from "../../../kernels/nearest_merge.wgsl" with { type: "text" };
import nearestPrepare from "../../../kernels/nearest_prepare.wgsl" with { type: "text" };
import nearestSelect from "../../../kernels/nearest_select.wgsl" with { type: "text" };
import matrixVector from "../../../kernels/matrix_vector.wgsl" with { type: "text" };
import normalizeRows from "../../../kernels/normalize_rows.wgsl" with { type: "text" };
import registers from "../../../kernels/matrix_multiply_registers.wgsl" with { type: "text" };
import relu from "../../../kernels/relu.wgsl" with { type: "text" };
import shared from "../../../kernels/matrix_multiply_shared.wgsl" with { type: "text" };
import tsne from "../../../kernels/tsne.wgsl" with { type: "text" };
import textures from "../../../kernels/matrix_multiply_textures.wgsl" with { type: "text" };

/** One entry point of a WGSL file. */
export interface Kernel {
  /** Name of the file in `kernels/`, for messages. */
  readonly file: string;
  /** Text of the file. */
  readonly code: string;
  /** The entry point. */
  readonly entry: string;
  /** The storage variables that it uses, in the order of the operands. */
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

/** A kernel that processes its elements in vectors of four, and its twin that processes them one by one. */
export interface VectorKernel {
  /** For counts (of elements, or of columns) that are multiples of 4. */
  readonly vector: Kernel;
  /** For all others. */
  readonly scalar: Kernel;
}

/** The differences between a kernel file's text and its scalar twin. */
const SCALAR_TWINS = [
  ["alias Element = vec4f;", "alias Element = f32;"],
  ["alias Index = vec4u;", "alias Index = u32;"],
  ["const WIDTH = 4u;", "const WIDTH = 1u;"],
  ["const LANES = vec4u(0, 1, 2, 3);", "const LANES = 0u;"],
  ["return (e.x + e.y) + (e.z + e.w);", "return e;"],
  ["return max(max(e.x, e.y), max(e.z, e.w));", "return e;"],
  ["return e[k];", "return e;"],
  ["(*e)[k] = value;", "*e = value;"],
  [
    "return vec4u(itemIds[at], itemIds[at + 1u], itemIds[at + 2u], itemIds[at + 3u]);",
    "return itemIds[at];",
  ],
] as const;

function vectorKernel(
  file: string,
  code: string,
  entry: string,
  operands: string,
  constants: Readonly<Record<string, number>> = {},
): VectorKernel {
  let scalarCode = code;
  for (const [vector, scalar] of SCALAR_TWINS) scalarCode = scalarCode.replace(vector, scalar);
  return {
    vector: kernel(file, code, entry, operands, constants),
    scalar: kernel(file, scalarCode, entry, operands, constants),
  };
}

const LOSS = "contrastive_loss.wgsl";
const TEXTURES = "matrix_multiply_textures.wgsl";
const FACTORS = "left right bias product";
const PREPARE = "nearest_prepare.wgsl";
const SELECT = "nearest_select.wgsl";
const MERGE = "nearest_merge.wgsl";
const DISTANCES = "distance_sums.wgsl";
const TSNE = "tsne.wgsl";

/** The passes of the loss over a tile of the logits, for one kind of targets. */
function tileKernels(shared: number) {
  const constants = { SHARED_TARGETS: shared };
  const pass = (entry: string, operands: string) =>
    vectorKernel(LOSS, contrastiveLoss, entry, operands, constants);
  return {
    lineParts: pass("lineParts", "cosines logScale itemIds parts"),
    gradient: pass("gradient", "logScale itemIds savedLines cosineGradient"),
  };
}

/** The kernels that process vectors of elements, by purpose. */
export const VECTOR_KERNELS = {
  add: vectorKernel("add.wgsl", add, "add", "a b y"),
  accumulate: vectorKernel("add.wgsl", add, "accumulate", "a y"),
  relu: vectorKernel("relu.wgsl", relu, "forward", "x result"),
  reluBackward: vectorKernel("relu.wgsl", relu, "backward", "x yGradient result"),
  gelu: vectorKernel("gelu.wgsl", gelu, "forward", "x result"),
  geluBackward: vectorKernel("gelu.wgsl", gelu, "backward", "x yGradient result"),
  geluBackwardAdd: vectorKernel(
    "gelu.wgsl",
    gelu,
    "backwardAdd",
    "x yGradient otherGradient result",
  ),
  dropout: vectorKernel("dropout.wgsl", dropout, "dropout", "x y"),
  dropoutAdd: vectorKernel("dropout.wgsl", dropout, "dropoutAdd", "x residual y"),
  columnSums: vectorKernel("column_sums.wgsl", columnSums, "columnSums", "x sums"),
  layerNorm: vectorKernel("layer_norm.wgsl", layerNorm, "forward", "x gain shift y statistics"),
  layerNormBackward: vectorKernel(
    "layer_norm.wgsl",
    layerNorm,
    "backward",
    "x gain savedStatistics yGradient xGradient gainGradient shiftGradient",
  ),
  normalizeRows: vectorKernel("normalize_rows.wgsl", normalizeRows, "forward", "x result norms"),
  normalizeRowsBackward: vectorKernel(
    "normalize_rows.wgsl",
    normalizeRows,
    "backward",
    "y savedNorms yGradient result",
  ),
  normalizeRowsBackwardInPlace: vectorKernel(
    "normalize_rows.wgsl",
    normalizeRows,
    "backwardInPlace",
    "y savedNorms result",
  ),
  gatherRows: vectorKernel("gather_rows.wgsl", gatherRows, "forward", "source indices result"),
  gatherRowsBackward: vectorKernel(
    "gather_rows.wgsl",
    gatherRows,
    "backward",
    "source indices result",
  ),
  nearestLengths: vectorKernel(PREPARE, nearestPrepare, "lengths", "source measures"),
  nearestCopy: vectorKernel(PREPARE, nearestPrepare, "copy", "source origin copied measures"),
  nearestDistances: vectorKernel(
    "nearest_distances.wgsl",
    nearestDistances,
    "distances",
    "queries database squaresOfQueries squaresOfRows heaps products",
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
  squaresOfRows: vectorKernel(DISTANCES, distanceSums, "squares", "x squaresOut"),
  sumsOfDistances: vectorKernel(
    DISTANCES,
    distanceSums,
    "sums",
    "x y squaresOfX squaresOfY block starts sumsOut",
  ),
  tsneForces: vectorKernel(
    TSNE,
    tsne,
    "forces",
    "probabilities places coordinates forcesOut parts",
  ),
  tsneGradient: vectorKernel(TSNE, tsne, "gradient", "savedForces savedSum gradientOut"),
  tsneDivergences: vectorKernel(
    TSNE,
    tsne,
    "divergences",
    "probabilities places coordinates savedSum parts",
  ),
  tsneUpdate: vectorKernel(TSNE, tsne, "update", "savedGradient map velocity gains"),
} as const;

/** The kernels that pass over tiles of the loss's logits, by the kind of targets. */
export const LOSS_KERNELS = { pair: tileKernels(0), shared: tileKernels(1) } as const;

/** The other kernels, by purpose. */
export const KERNELS = {
  lossMerge: kernel(LOSS, contrastiveLoss, "merge", "savedParts lines"),
  lossFinish: kernel(LOSS, contrastiveLoss, "finish", "savedLines loss logScaleGradient"),
  root: kernel("global_norm.wgsl", globalNorm, "root", "savedPartials norm"),
  nearestCenter: kernel(PREPARE, nearestPrepare, "center", "given means"),
  nearestQueries: kernel(
    PREPARE,
    nearestPrepare,
    "queries",
    "given givenOrigin scales packed squares",
  ),
  nearestClear: kernel(SELECT, nearestSelect, "clear", "heaps"),
  nearestChoose: kernel(
    SELECT,
    nearestSelect,
    "choose",
    "products measures queryGroups rowGroups heaps",
  ),
  nearestSort: kernel(SELECT, nearestSelect, "sort", "heaps"),
  nearestMerge: kernel(MERGE, nearestMerge, "merge", "sorted merged"),
  nearestFinish: kernel(MERGE, nearestMerge, "finish", "sorted scores rows"),
  placeBlock: kernel("matrix_block.wgsl", matrixBlock, "place", "source placed"),
  tsneTotal: kernel(TSNE, tsne, "addUp", "terms sum"),
  pack: kernel("matrix_pack.wgsl", matrixPack, "pack", "source packed"),
  multiplyRegisters: kernel("matrix_multiply_registers.wgsl", registers, "multiply", FACTORS),
  multiplyTextures: kernel(TEXTURES, textures, "multiply", `${FACTORS} activated`),
  multiplyTexturesFolded: kernel(TEXTURES, textures, "multiply", `${FACTORS} activated`, {
    FOLDED: 1,
  }),
  multiplyShared64: kernel("matrix_multiply_shared.wgsl", shared, "multiply", FACTORS),
  multiplyShared32: kernel("matrix_multiply_shared.wgsl", shared, "multiply", FACTORS, {
    BLOCK: 32,
    ROW_BLOCKS: 1,
  }),
} as const;
