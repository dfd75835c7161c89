// product = left · right + bias for graphics cards.
//
// left:    rows × depth, row-major; with leftTransposed depth × rows, so that the product is leftᵀ · right
// right:   depth × columns, row-major; with rightTransposed columns × depth, so that the product is left · rightᵀ
// bias:    1 × columns, added to each row where hasBias; otherwise unused
// product: rows × columns, row-major
// depth, columns and the columns of both stored matrices are multiples of 4: the host pads others with zeros
// (matrix_pack.wgsl). Bindings are declared below.
//
// Work: a work group computes a block of BLOCK × BLOCK of the product. It steps through the depth in pieces of 16: each
// invocation loads one block of 4 × 4 of left or right into shared memory, then each computes its tile of 4 ROW_BLOCKS
// × 4 from them. The pieces follow the order of the depth, so that sums always have the same bits.
//   BLOCK 64, ROW_BLOCKS 2: 128 invocations with tiles of 8 × 4, for large products
//   BLOCK 32, ROW_BLOCKS 1:  64 invocations with tiles of 4 × 4, so that small products occupy more of a card
//
// Why this way: on a graphics card memory outside the chip is far slower than arithmetic, and a work group reads each
// value BLOCK times less often than an invocation that works alone. Loads are vectors of four, and 4 × 4 blocks are
// transposed in registers, so that pieces are ordered by depth in shared memory in every transposition. Groups of eight
// neighbors load blocks that follow each other along rows of left or columns of right and store them to 8 neighboring
// vectors, which share no memory bank; 32 of them together read runs of 64 bytes or more in each transposition. In the
// sums 16 neighbors read 16 vectors of right in a row and the same vectors of left, and they store runs of 256 bytes.
//
// Its results are checked on a software adapter, where it is slow (the variants for those are beside this file); it is
// not yet timed on a card.

override BLOCK: u32 = 64;
override ROW_BLOCKS: u32 = 2;

const DEPTH = 16u;

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

// Four rows of left, or columns of right, at each depth: element `depth · BLOCK / 4 + line / 4`. Sized for BLOCK = 64.
var<workgroup> leftPiece: array<vec4f, 256>;
var<workgroup> rightPiece: array<vec4f, 256>;

// Returns transpose(block) where `turn`, else block.
fn turned(block: mat4x4f, turn: bool) -> mat4x4f {
  if (turn) {
    return transpose(block);
  }
  return block;
}

// left[row to row + 3, k to k + 3] by depth; zeros past the end.
fn leftBlock(row: u32, k: u32) -> mat4x4f {
  if (row >= parameters.rows || k >= parameters.depth) {
    return mat4x4f();
  }
  let byDepth = parameters.leftTransposed == 1u;
  let stride = select(parameters.depth, parameters.rows + 3u, byDepth) / 4u;
  let at = select(row * stride + k / 4u, k * stride + row / 4u, byDepth);
  return turned(mat4x4f(left[at], left[at + stride], left[at + 2u * stride], left[at + 3u * stride]), !byDepth);
}

// right[k to k + 3, column to column + 3] by depth; zeros past the end.
fn rightBlock(k: u32, column: u32) -> mat4x4f {
  if (column >= parameters.columns || k >= parameters.depth) {
    return mat4x4f();
  }
  let byDepth = parameters.rightTransposed == 0u;
  let stride = select(parameters.depth, parameters.columns, byDepth) / 4u;
  let at = select(column * stride + k / 4u, k * stride + column / 4u, byDepth);
  return turned(mat4x4f(right[at], right[at + stride], right[at + 2u * stride], right[at + 3u * stride]), !byDepth);
}

fn loadPieces(row: u32, column: u32, depth: u32, lane: u32) {
  let loaders = BLOCK * DEPTH / 16u;
  let own = lane % loaders;
  let line = own % 8u + 8u * (own / 32u);
  let k = own / 8u % 4u * 4u;
  let at = k * (BLOCK / 4u) + line;
  if (lane < loaders) {
    let block = leftBlock(row + 4u * line, depth + k);
    for (var i = 0u; i < 4u; i++) {
      leftPiece[at + i * (BLOCK / 4u)] = block[i];
    }
  } else {
    let block = rightBlock(depth + k, column + 4u * line);
    for (var i = 0u; i < 4u; i++) {
      rightPiece[at + i * (BLOCK / 4u)] = block[i];
    }
  }
}

fn store(row: u32, column: u32, block: mat4x4f) {
  if (column >= parameters.columns) {
    return;
  }
  var added = vec4f();
  if (parameters.hasBias == 1u) {
    added = bias[column / 4u];
  }
  for (var i = 0u; i < 4u; i++) {
    if (row + i < parameters.rows) {
      product[((row + i) * parameters.columns + column) / 4u] = block[i] + added;
    }
  }
}

// The blocks of 4 × 4 of an invocation's tile lie BLOCK / ROW_BLOCKS rows apart.
@compute @workgroup_size(BLOCK / 4u, BLOCK / 4u / ROW_BLOCKS)
fn multiply(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = group.y * groups.x + group.x;
  let across = (parameters.columns + BLOCK - 1u) / BLOCK;
  let row = index / across * BLOCK;
  let column = index % across * BLOCK;
  var upper = mat4x4f();
  var lower = mat4x4f();
  for (var depth = 0u; depth < parameters.depth; depth += DEPTH) {
    loadPieces(row, column, depth, lane);
    workgroupBarrier();
    for (var k = 0u; k < DEPTH; k++) {
      let at = k * (BLOCK / 4u);
      let r = rightPiece[at + local.x];
      let u = leftPiece[at + local.y];
      upper[0] += u.x * r;
      upper[1] += u.y * r;
      upper[2] += u.z * r;
      upper[3] += u.w * r;
      if (ROW_BLOCKS == 2u) {
        let l = leftPiece[at + local.y + BLOCK / 8u];
        lower[0] += l.x * r;
        lower[1] += l.y * r;
        lower[2] += l.z * r;
        lower[3] += l.w * r;
      }
    }
    workgroupBarrier();
  }
  store(row + 4u * local.y, column + 4u * local.x, upper);
  if (ROW_BLOCKS == 2u) {
    store(row + 4u * local.y + BLOCK / 2u, column + 4u * local.x, lower);
  }
}
