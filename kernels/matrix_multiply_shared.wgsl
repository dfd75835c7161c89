// product = left · right + bias for graphics cards.
//
// left is rows × depth, right depth × columns; element (i, k) of left lies at i · leftRowStride + k · leftColumnStride,
// likewise right, so that one kernel serves left · right, leftᵀ · right and left · rightᵀ, of any shape.
// bias: 1 × columns, added to each row where hasBias; else anything. product: rows × columns, row-major.
// Bindings as declared below.
//
// Work: a work group of 16 × 16 invocations computes a 64 × 64 block of the product. It goes through the depth in
// pieces of 16: all invocations load a 64 × 16 piece of left and a 16 × 64 piece of right into shared memory, then
// each computes its 4 × 4 tile from them, reading every shared value for four products. Invocation (x, y) owns rows y,
// y + 16, … and columns x, x + 16, …, so that neighbours store to neighbouring addresses. Which index of a piece runs
// fastest over the invocations follows the strides: neighbours read neighbouring addresses in each transposition.
//
// Why this way: on a graphics card memory outside the chip is far slower than arithmetic, and 256 invocations that
// share a block read each value 64 times less often than alone. The register kernel beside this one suits software
// adapters, where this one reaches about half its speed.

struct Parameters {
  rows: u32,
  columns: u32,
  depth: u32,
  leftRowStride: u32,
  leftColumnStride: u32,
  rightRowStride: u32,
  rightColumnStride: u32,
  hasBias: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> left: array<f32>;
@group(0) @binding(2) var<storage, read> right: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> product: array<f32>;

const BLOCK = 64u;
const DEPTH = 16u;

// Shared pieces by depth, then by row of left or column of right.
var<workgroup> leftPiece: array<array<f32, BLOCK>, DEPTH>;
var<workgroup> rightPiece: array<array<f32, BLOCK>, DEPTH>;

fn loadPieces(lane: u32, firstRow: u32, firstColumn: u32, firstDepth: u32) {
  for (var load = lane; load < BLOCK * DEPTH; load += 256u) {
    let depthFastest = vec2u(load / DEPTH, load % DEPTH);
    let depthSlowest = vec2u(load % BLOCK, load / BLOCK);

    let l = select(depthSlowest, depthFastest, parameters.leftColumnStride == 1u);
    let row = firstRow + l.x;
    let leftDepth = firstDepth + l.y;
    var value = 0.0;
    if (row < parameters.rows && leftDepth < parameters.depth) {
      value = left[row * parameters.leftRowStride + leftDepth * parameters.leftColumnStride];
    }
    leftPiece[l.y][l.x] = value;

    let r = select(depthSlowest, depthFastest, parameters.rightRowStride == 1u);
    let column = firstColumn + r.x;
    let rightDepth = firstDepth + r.y;
    value = 0.0;
    if (column < parameters.columns && rightDepth < parameters.depth) {
      value = right[rightDepth * parameters.rightRowStride + column * parameters.rightColumnStride];
    }
    rightPiece[r.y][r.x] = value;
  }
}

fn store(row: u32, column: u32, sum: f32) {
  if (row < parameters.rows && column < parameters.columns) {
    var value = sum;
    if (parameters.hasBias == 1u) {
      value += bias[column];
    }
    product[row * parameters.columns + column] = value;
  }
}

@compute @workgroup_size(16, 16)
fn multiply(
  @builtin(workgroup_id) block: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let row = block.y * BLOCK;
  let column = block.x * BLOCK;
  var sums = mat4x4f();
  for (var depth = 0u; depth < parameters.depth; depth += DEPTH) {
    loadPieces(lane, row, column, depth);
    workgroupBarrier();
    for (var k = 0u; k < DEPTH; k++) {
      let l = vec4f(
        leftPiece[k][local.y],
        leftPiece[k][local.y + 16u],
        leftPiece[k][local.y + 32u],
        leftPiece[k][local.y + 48u],
      );
      let r = vec4f(
        rightPiece[k][local.x],
        rightPiece[k][local.x + 16u],
        rightPiece[k][local.x + 32u],
        rightPiece[k][local.x + 48u],
      );
      sums[0] += l.x * r;
      sums[1] += l.y * r;
      sums[2] += l.z * r;
      sums[3] += l.w * r;
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < 4u; j++) {
      store(row + local.y + 16u * i, column + local.x + 16u * j, sums[i][j]);
    }
  }
}
