// product = left · right + bias for software adapters, which run a work group as vectors of 8 invocations on CPU cores.
//
// left, right: textures that hold the matrices as they are stored, four elements of a row in a texel: left rows ×
// depth, or depth × rows with leftTransposed; right depth × columns, or columns × depth with rightTransposed. The
// contents of a texture outside the matrix do not matter.
// bias:    1 × columns, added to each row where hasBias; otherwise unused
// product: rows × columns, row-major
// activated: the activation of product, where one is requested; otherwise unused
// depth, columns and the columns of both stored matrices are multiples of 4: the host pads others (matrix_pack.wgsl)
// and copies them into the textures. Bindings are declared below.
//
// Work: one invocation computes a 12 × 16 tile of the product, held as 3 × 4 blocks of 4 × 4; a work group is 2 × 4
// tiles. Each step reads 4 columns of left and 4 rows of right and multiplies blocks. WGSL stores a mat4x4 by columns
// and our matrices are stored by rows, so a mat4x4 here is the transposed block, and (left · right)ᵀ = rightᵀ · leftᵀ
// reverses the factors. A transposed factor is transposed in registers, block by block, at almost no cost.
//
// Why this way: such an adapter loads from a buffer in a loop over the 8 invocations, with a branch for each of them
// and for the bounds of each element. A load from a storage texture has no branch: 8 loads of 16 bytes and their
// transposition, about 45 instructions for 32 elements. A load from a sampled texture (`texture_2d`) looks up the mip
// level for each invocation and takes 150. Arithmetic is then most of the work, and still larger tiles bring no gain.
// With the copies of both factors this kernel reaches 20, 32, 33 and 29 GFLOP/s at 128³, 512³, 768³ and 1024³ on one
// core (lavapipe, Mesa 22.3), matrix_multiply_registers.wgsl 13, 14, 13 and 13 (medians of one run); on two cores 38 to
// 47, 44 to 55 and 35 to 41 at 512³, 1024³ and 2048³. The variants were compared as prototypes without the copies, on
// one core at 512³ (the first three) and 768³: GFLOP/s, and the time to compile.
//   both factors in buffers, 16 × 16 tile          13    0.5 s
//   right in a sampled texture, 16 × 16            17    0.6 s
//   both in sampled textures, 16 × 16              20    0.5 s
//   both in storage textures,  8 ×  8, 8 a step    25    0.25 s
//                              8 × 16              27    0.3 s
//                             16 ×  8, 8 a step    30    0.45 s
//                             12 × 16              31    0.5 s
//                             16 × 16              30    0.7 s
//                             16 × 16, 8 a step    30    1.0 s
//                             32 × 16              29    2.0 s
//                              8 × 32              25    0.7 s
// Sums by rows of vectors instead of blocks: the same within 5 %. The matrix as one long row of texels, which needs no
// folds: 10 to 15 % slower. Work groups that follow each other down the rows find their columns of right in the cache:
// at 2048³ 21 against 19 across the columns. A work group of 2 × 4 tiles against 1 × 8 or 4 × 2: 0 to 10 % faster.
//
// The activation is computed from the stored tile, in one loop: 128 × 128 products of depth 100 and 384 with GELU take
// 65 to 130 µs less than with a separate dispatch, 1024 × 512 of depth 2048 the same time. It is a parameter, not a
// pipeline constant, since each pipeline compiles for half a second; products without it are not slower than before.

// Whether a factor is folded. Computing with folds takes 10 to 15 % longer, also for factors that have none.
override FOLDED: bool = false;

// Position of element (row, column) of a stored matrix: `2^foldBits` rows of it follow each other in one row of texels.
struct Layout {
  foldBits: u32,
  // Texels of a row of the matrix.
  texels: u32,
  // From an element to the one below within a block: (0, 1) unfolded, (texels, 0) folded.
  step: vec2u,
}

struct Parameters {
  rows: u32,
  columns: u32,
  depth: u32,
  hasBias: u32,
  leftTransposed: u32,
  rightTransposed: u32,
  // 0: none, 1: ReLU, 2: GELU
  activation: u32,
  @align(16) left: Layout,
  @align(16) right: Layout,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var left: texture_storage_2d<rgba32float, read>;
@group(0) @binding(2) var right: texture_storage_2d<rgba32float, read>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> product: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> activated: array<vec4f>;

fn texelOf(lay: Layout, row: u32, column: u32) -> vec2u {
  if (!FOLDED) {
    return vec2u(column / 4u, row);
  }
  let inFold = row & ((1u << lay.foldBits) - 1u);
  return vec2u(inFold * lay.texels + column / 4u, row >> lay.foldBits);
}

fn stepOf(lay: Layout) -> vec2u {
  if (!FOLDED) {
    return vec2u(0, 1);
  }
  return lay.step;
}

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
  let step = stepOf(parameters.left);
  let at = texelOf(parameters.left, select(row, k, turn), select(k, row, turn));
  let block = mat4x4f(
    textureLoad(left, at),
    textureLoad(left, at + step),
    textureLoad(left, at + 2u * step),
    textureLoad(left, at + 3u * step),
  );
  return turned(block, turn);
}

// right[k to k + 3, column to column + 3], transposed. Columns past the end have arbitrary values.
fn rightBlock(k: u32, column: u32) -> mat4x4f {
  let turn = parameters.rightTransposed == 1u;
  let step = stepOf(parameters.right);
  let at = texelOf(parameters.right, select(k, column, turn), select(column, k, turn));
  let block = mat4x4f(
    textureLoad(right, at),
    textureLoad(right, at + step),
    textureLoad(right, at + 2u * step),
    textureLoad(right, at + 3u * step),
  );
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
  for (var i = 0u; i < 4u; i++) {
    if (row + i < parameters.rows) {
      product[at + i * stride] = block[i] + added;
    }
  }
}

// The same code as in relu.wgsl and gelu.wgsl, which give the reasons.
fn activationOf(x: vec4f) -> vec4f {
  if (parameters.activation == 1u) {
    let bits = bitcast<vec4u>(x);
    return select(x, vec4f(), (bits >= vec4u(0x80000000u)) & (bits <= vec4u(0xff800000u)));
  }
  let argument = x * 0.70710678118654752;
  let z = clamp(argument, vec4f(-4.0), vec4f(4.0));
  let t = z * z;
  let p = 1.1283791 + t * (0.19354676 + t * (0.05310147 + t * (0.0038832743 + t * (0.00028454087 + t * 1.986472e-6))));
  let q = 1.0 + t * (0.5048589 + t * (0.11535025 + t * (0.015207137 + t * (0.0011855098 + t * 3.741562e-5))));
  let erf = select(z * p / q, sign(argument), abs(argument) >= vec4f(4.0));
  return x * (0.5 + 0.5 * erf);
}

// Computes the activation of a tile from the values that `store` wrote: inlined in `store` the compiler would repeat it
// 48 times.
fn activate(row: u32, column: u32) {
  let stride = parameters.columns / 4u;
  for (var i = 0u; i < 48u; i++) {
    let r = row + i / 4u;
    let c = column / 4u + i % 4u;
    if (r < parameters.rows && c < stride) {
      activated[r * stride + c] = activationOf(product[r * stride + c]);
    }
  }
}

@compute @workgroup_size(8)
fn multiply(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = group.y * groups.x + group.x;
  let down = (parameters.rows + 23u) / 24u;
  let row = index % down * 24u + lane / 4u * 12u;
  let column = index / down * 64u + lane % 4u * 16u;
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
  if (parameters.activation > 0u) {
    activate(row, column);
  }
}
