// product = left · right + bias for software adapters, which run a work group as vectors of 8 invocations on CPU cores.
//
// left:    rows × depth, row-major; with leftTransposed depth × rows, so that the product is leftᵀ · right
// right:   depth × columns, row-major; with rightTransposed columns × depth, so that the product is left · rightᵀ
// bias:    1 × columns, added to each row where hasBias; otherwise unused
// product: rows × columns, row-major
// depth, columns and the columns of both stored matrices are multiples of 4: the host pads others with zeros
// (matrix_pack.wgsl). Bindings are declared below.
//
// Work: one invocation computes a 16 × 16 tile of the product, held as 4 × 4 blocks of 4 × 4; a work group is 8 tiles
// that follow each other along the rows of tiles, so that only the last one has idle invocations. Each step reads 4
// columns of left and 4 rows of right in vectors of four and multiplies blocks. WGSL stores a mat4x4 by columns and our
// matrices are stored by rows, so a mat4x4 here is the transposed block, and (left · right)ᵀ = rightᵀ · leftᵀ reverses
// the factors. A transposed factor is transposed in registers, block by block, at almost no cost.
//
// Why this way: such an adapter executes a load as a loop over the 8 invocations with a bounds check for each, and a
// profile of 8 × 16 tiles shows 8 % of the time in arithmetic. So the arithmetic per load matters, and a wide tile wins
// although its sums do not fit in registers. Shared memory is plain memory there, and a barrier suspends every
// invocation. GFLOP/s at 128³ and 512³ on one core, of prototypes (this kernel reaches 13 and 14):
//    8 × 16 tile                         7    10
//   16 ×  8                             10    10
//   16 × 16, rows of vectors, no blocks  9    12
//   16 × 16                             12    13    compiles in 0.5 s
//   32 × 16                             13    13    compiles in 1.8 s
// Work groups of 4 × 2 tiles take up to twice as long as 8 side by side, which read the same elements of left. The
// flags are parameters, not pipeline constants, since every variant would compile for half a second.
// matrix_multiply_textures.wgsl takes less than half the time, two thirds at 128³; this kernel is for factors that do
// not fit in a texture.

struct Parameters {
  rows: u32,
  columns: u32,
  depth: u32,
  leftTransposed: u32,
  rightTransposed: u32,
  hasBias: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> left: array<vec4f>;
@group(0) @binding(2) var<storage, read> right: array<vec4f>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> product: array<vec4f>;

// Returns transpose(block) where `turn`, else block.
fn turned(block: mat4x4f, turn: bool) -> mat4x4f {
  let other = transpose(block);
  return mat4x4f(
    select(block[0], other[0], turn),
    select(block[1], other[1], turn),
    select(block[2], other[2], turn),
    select(block[3], other[3], turn),
  );
}

// left[row to row + 3, k to k + 3], transposed. Rows past the end have arbitrary values; `store` drops them.
fn leftBlock(row: u32, k: u32) -> mat4x4f {
  let turn = parameters.leftTransposed == 1u;
  let stride = select(parameters.depth, parameters.rows + 3u, turn) / 4u;
  let at = select(row * stride + k / 4u, k * stride + row / 4u, turn);
  let block = mat4x4f(left[at], left[at + stride], left[at + 2u * stride], left[at + 3u * stride]);
  return turned(block, turn);
}

// right[k to k + 3, column to column + 3], transposed. Columns past the end have arbitrary values.
fn rightBlock(k: u32, column: u32) -> mat4x4f {
  let turn = parameters.rightTransposed == 1u;
  let stride = select(parameters.columns, parameters.depth, turn) / 4u;
  let at = select(k * stride + column / 4u, column * stride + k / 4u, turn);
  let block = mat4x4f(right[at], right[at + stride], right[at + 2u * stride], right[at + 3u * stride]);
  return turned(block, turn);
}

fn store(row: u32, column: u32, block: mat4x4f) {
  if (column >= parameters.columns) {
    return;
  }
  var added = vec4f();
  if (parameters.hasBias == 1u) {
    added = bias[column / 4u];
  }
  let stride = parameters.columns / 4u;
  let at = row * stride + column / 4u;
  if (row < parameters.rows) {
    product[at] = block[0] + added;
  }
  if (row + 1u < parameters.rows) {
    product[at + stride] = block[1] + added;
  }
  if (row + 2u < parameters.rows) {
    product[at + 2u * stride] = block[2] + added;
  }
  if (row + 3u < parameters.rows) {
    product[at + 3u * stride] = block[3] + added;
  }
}

@compute @workgroup_size(8)
fn multiply(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tile = id.y * groups.x * 8u + id.x;
  let across = (parameters.columns + 15u) / 16u;
  let row = tile / across * 16u;
  let column = tile % across * 16u;
  var sum00 = mat4x4f();
  var sum01 = mat4x4f();
  var sum02 = mat4x4f();
  var sum03 = mat4x4f();
  var sum10 = mat4x4f();
  var sum11 = mat4x4f();
  var sum12 = mat4x4f();
  var sum13 = mat4x4f();
  var sum20 = mat4x4f();
  var sum21 = mat4x4f();
  var sum22 = mat4x4f();
  var sum23 = mat4x4f();
  var sum30 = mat4x4f();
  var sum31 = mat4x4f();
  var sum32 = mat4x4f();
  var sum33 = mat4x4f();
  for (var k = 0u; k < parameters.depth; k += 4u) {
    let right0 = rightBlock(k, column + 0u);
    let right1 = rightBlock(k, column + 4u);
    let right2 = rightBlock(k, column + 8u);
    let right3 = rightBlock(k, column + 12u);
    let left0 = leftBlock(row + 0u, k);
    sum00 += right0 * left0;
    sum01 += right1 * left0;
    sum02 += right2 * left0;
    sum03 += right3 * left0;
    let left1 = leftBlock(row + 4u, k);
    sum10 += right0 * left1;
    sum11 += right1 * left1;
    sum12 += right2 * left1;
    sum13 += right3 * left1;
    let left2 = leftBlock(row + 8u, k);
    sum20 += right0 * left2;
    sum21 += right1 * left2;
    sum22 += right2 * left2;
    sum23 += right3 * left2;
    let left3 = leftBlock(row + 12u, k);
    sum30 += right0 * left3;
    sum31 += right1 * left3;
    sum32 += right2 * left3;
    sum33 += right3 * left3;
  }
  store(row + 0u, column + 0u, sum00);
  store(row + 0u, column + 4u, sum01);
  store(row + 0u, column + 8u, sum02);
  store(row + 0u, column + 12u, sum03);
  store(row + 4u, column + 0u, sum10);
  store(row + 4u, column + 4u, sum11);
  store(row + 4u, column + 8u, sum12);
  store(row + 4u, column + 12u, sum13);
  store(row + 8u, column + 0u, sum20);
  store(row + 8u, column + 4u, sum21);
  store(row + 8u, column + 8u, sum22);
  store(row + 8u, column + 12u, sum23);
  store(row + 12u, column + 0u, sum30);
  store(row + 12u, column + 4u, sum31);
  store(row + 12u, column + 8u, sum32);
  store(row + 12u, column + 12u, sum33);
}
