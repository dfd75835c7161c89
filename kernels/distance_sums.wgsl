// The Euclidean distances of rows x to rows y, and their sums by class: three kernels that work on blocks of pairs.
//
// squares:   squares[i] = |x[i]|²
// distances: block[i, j], which holds x[i] · y[j], becomes |x[i] - y[j]| = sqrt(|x[i]|² + |y[j]|² - 2 x[i] · y[j]);
//            where that is a small difference of large numbers, it is computed again from the rows
// sums:      sums[i, c] += the sum of block[i, j] over the y[j] of class c; with exchanged strides, of block[j, i],
//            so that a block serves both its rows and its columns. The host clears the sums before the first block
//
// x and y are rows × width, row-major, centered near their common mean, or products would cancel everywhere. The rows
// are sorted by class: those of class c are starts[c] to starts[c + 1] - 1 of all rows, and y[0] is number `first` of
// them. Bindings are declared below; squaresOfX and squaresOfY are the results of `squares`.
//
// Work: squares and sums take one invocation per line, in work groups of 8, which a software adapter runs as one
// vector; distances takes one per pair, in a grid of two dimensions, which saves a division. Rows of x and y are read
// in vectors of four; where width is not a multiple of 4 the host puts f32 in place of vec4f. Sums run over 64 numbers
// at a time, then over those sums: float32 adds 20,000 numbers of one size with an error of up to 1e-3, this way with
// one of at most 4e-6. Compensated sums (Kahan) would not work: compilers may simplify (a + b) - a to b, and Mesa's
// does.
//
// An invocation that loops down a column, computes its distances and sums them at once takes a quarter less time
// besides the products, but fails on lavapipe (Mesa 22.3): it ends the loops of an invocation after 65,535 rounds in
// total, without an error, and the slow path for each of 1,024 near pairs takes more. For the same reason sums loops
// over the classes that a block of 1,024 contains and finds each next one by bisection, skipping empty ones: at most 35
// rounds for each row, where a loop over all classes would end with the 65,535th.

alias Element = vec4f;

struct Parameters {
  // Lines of this dispatch: rows of x, or lines that are summed.
  lines: u32,
  // Vectors in a row of x and y.
  width: u32,
  // Numbers in a line.
  count: u32,
  // Number j of line i lies in the block at i * lineStride + j * numberStride.
  lineStride: u32,
  numberStride: u32,
  // The index, among all rows, of the row at the start of a line.
  first: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> x: array<Element>;
@group(0) @binding(2) var<storage, read> y: array<Element>;
@group(0) @binding(3) var<storage, read_write> squaresOut: array<f32>;
@group(0) @binding(4) var<storage, read> squaresOfX: array<f32>;
@group(0) @binding(5) var<storage, read> squaresOfY: array<f32>;
@group(0) @binding(6) var<storage, read_write> block: array<f32>;
@group(0) @binding(7) var<storage, read> distancesOfBlock: array<f32>;
@group(0) @binding(8) var<storage, read> starts: array<u32>;
@group(0) @binding(9) var<storage, read_write> sumsOut: array<f32>;

// Below this share of |x|² + |y|², |x - y|² from products has lost more than two of its seven digits.
const CANCELLATION = 0.01;
const RUN = 64u;

fn total(e: Element) -> f32 {
  return (e.x + e.y) + (e.z + e.w);
}

@compute @workgroup_size(8)
fn squares(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 8u + id.x;
  if (row >= parameters.lines) {
    return;
  }
  var sum = Element();
  for (var c = 0u; c < parameters.width; c++) {
    let value = x[row * parameters.width + c];
    sum += value * value;
  }
  squaresOut[row] = total(sum);
}

fn squaredDistance(i: u32, j: u32) -> f32 {
  var sum = Element();
  for (var c = 0u; c < parameters.width; c++) {
    let difference = x[i * parameters.width + c] - y[j * parameters.width + c];
    sum += difference * difference;
  }
  return total(sum);
}

@compute @workgroup_size(64)
fn distances(@builtin(global_invocation_id) id: vec3u) {
  let i = id.y;
  let j = id.x;
  if (j >= parameters.count) {
    return;
  }
  let at = i * parameters.count + j;
  let scale = squaresOfX[i] + squaresOfY[j];
  var square = scale - 2.0 * block[at];
  if (square < CANCELLATION * scale) {
    square = squaredDistance(i, j);
  }
  block[at] = sqrt(square);
}

// The class of row j of all rows: the last one that begins at or before it.
fn classOf(j: u32) -> u32 {
  var low = 0u;
  var high = arrayLength(&starts) - 1u;
  while (high - low > 1u) {
    let middle = low + (high - low) / 2u;
    if (starts[middle] <= j) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

@compute @workgroup_size(8)
fn sums(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let line = id.y * groups.x * 8u + id.x;
  if (line >= parameters.lines) {
    return;
  }
  let classes = arrayLength(&starts) - 1u;
  let last = parameters.first + parameters.count;
  let origin = line * parameters.lineStride;
  var j = parameters.first;
  while (j < last) {
    let c = classOf(j);
    let end = min(starts[c + 1u], last);
    var sum = 0.0;
    while (j < end) {
      let runEnd = min(j + RUN, end);
      var run = 0.0;
      for (; j < runEnd; j++) {
        run += distancesOfBlock[origin + (j - parameters.first) * parameters.numberStride];
      }
      sum += run;
    }
    sumsOut[line * classes + c] += sum;
  }
}
