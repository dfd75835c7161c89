/**
 * Matrix products in plain TypeScript, at 6.6 GFLOP/s on one thread.
 *
 * The operands are packed into panels, two rows of the left one and three columns of the right one, with the values of
 * each inner index side by side. One kernel therefore serves every transposition, reads memory in order, and finds
 * float64 values that need no conversion (float32 panels: 8 % slower). The kernel keeps a 2×3 tile of the product in
 * registers. Larger tiles, up to 6×4, have fewer loads but spill: 4.7 to 6.0 GFLOP/s; so does an unrolled loop. "| 0"
 * on the running indices spares V8 its overflow checks: a fifth of the time.
 * @module
 */
import { gelu, relu } from "./activations.ts";
import type { CpuMatrixMultiplyOptions, CpuTensor } from "./cpu_tensor.ts";

const ACTIVATIONS = { relu, gelu } as const;

const LEFT_PANEL = 2;
const RIGHT_PANEL = 3;
/**
 * Lines that are packed at a time, in whole panels: two packed blocks of 132 × 192 float64 fit in the second-level
 * cache.
 */
const BLOCK = 132;

let leftPanels = new Float64Array(0);
let rightPanels = new Float64Array(0);

/** An operand as lines along the inner index: element k of line i lies at i · lineStride + k · innerStride. */
interface Lines {
  readonly values: Float32Array;
  readonly count: number;
  readonly lineStride: number;
  readonly innerStride: number;
}

/**
 * Computes product = left · right, as {@link Compute.matrixMultiply}; sums are float64, in the order of the inner
 * index.
 */
export function matrixMultiply(
  left: CpuTensor,
  right: CpuTensor,
  product: CpuTensor,
  { transpose, bias, activation }: CpuMatrixMultiplyOptions = {},
): void {
  const inner = transpose === "left" ? left.rows : left.columns;
  const leftLines = transpose === "left" ? columnLines(left) : rowLines(left);
  const rightLines = transpose === "right" ? rowLines(right) : columnLines(right);
  if (leftPanels.length < BLOCK * inner) {
    leftPanels = new Float64Array(BLOCK * inner);
    rightPanels = new Float64Array(BLOCK * inner);
  }
  for (let column = 0; column < product.columns; column += BLOCK) {
    const columnEnd = Math.min(column + BLOCK, product.columns);
    pack(rightLines, column, columnEnd, inner, rightPanels, RIGHT_PANEL);
    for (let row = 0; row < product.rows; row += BLOCK) {
      const rowEnd = Math.min(row + BLOCK, product.rows);
      pack(leftLines, row, rowEnd, inner, leftPanels, LEFT_PANEL);
      for (let j = column; j < columnEnd; j += RIGHT_PANEL) {
        for (let i = row; i < rowEnd; i += LEFT_PANEL) {
          multiplyTile(inner, (i - row) * inner, (j - column) * inner, product, i, j, bias?.values);
        }
      }
    }
  }
  if (activation) ACTIVATIONS[activation.kind](product, activation.output);
}

function rowLines({ values, rows, columns }: CpuTensor): Lines {
  return { values, count: rows, lineStride: columns, innerStride: 1 };
}

function columnLines({ values, columns }: CpuTensor): Lines {
  return { values, count: columns, lineStride: 1, innerStride: columns };
}

/** Packs lines `first` to `end` - 1; the last panel is padded with copies of the last line. */
function pack(
  { values, count, lineStride, innerStride }: Lines,
  first: number,
  end: number,
  inner: number,
  panels: Float64Array,
  panel: number,
): void {
  for (let line = first; line < end; line += panel) {
    for (let i = 0; i < panel; i++) {
      let from = Math.min(line + i, count - 1) * lineStride;
      let to = (line - first) * inner + i;
      for (let k = 0; k < inner; k++) {
        panels[to] = values[from]!;
        to = (to + panel) | 0;
        from = (from + innerStride) | 0;
      }
    }
  }
}

/**
 * Computes the 2×3 tile of the product at (row, column) from a left panel at p and a right panel at q. At an edge the
 * copied lines give copies of the last row or column, which are stored in the same place again.
 */
function multiplyTile(
  inner: number,
  p: number,
  q: number,
  product: CpuTensor,
  row: number,
  column: number,
  bias: Float32Array | undefined,
): void {
  const left = leftPanels, right = rightPanels;
  let c00 = 0, c01 = 0, c02 = 0;
  let c10 = 0, c11 = 0, c12 = 0;
  const end = p + LEFT_PANEL * inner;
  for (; p < end; p = (p + LEFT_PANEL) | 0, q = (q + RIGHT_PANEL) | 0) {
    const a0 = left[p]!, a1 = left[(p + 1) | 0]!;
    const b0 = right[q]!, b1 = right[(q + 1) | 0]!, b2 = right[(q + 2) | 0]!;
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
  }
  const { values, rows, columns } = product;
  const column1 = Math.min(column + 1, columns - 1);
  const column2 = Math.min(column + 2, columns - 1);
  const row0 = row * columns;
  const row1 = Math.min(row + 1, rows - 1) * columns;
  const d0 = bias?.[column] ?? 0, d1 = bias?.[column1] ?? 0, d2 = bias?.[column2] ?? 0;
  values[row0 + column] = c00 + d0;
  values[row0 + column1] = c01 + d1;
  values[row0 + column2] = c02 + d2;
  values[row1 + column] = c10 + d0;
  values[row1 + column1] = c11 + d1;
  values[row1 + column2] = c12 + d2;
}
