// The sums of the Euclidean distances of rows x to rows y, by class: two kernels.
//
// squares: squares[i] = |x[i]|²
// sums:    sums[i, c] += the sum of |x[i] - y[j]| over the y[j] of class c, from a block of products, x[i] · y[j]:
//          |x[i] - y[j]| = sqrt(|x[i]|² + |y[j]|² - 2 x[i] · y[j]); where that is a small difference of large numbers,
//          it is computed again from the rows. With exchanged strides and rows, a block serves both its rows and its
//          columns. The host clears the sums before the first block
//
// x and y are rows × width, row-major, centered near their common mean, or products would cancel everywhere. The rows
// are sorted by class: those of class c are starts[c] to starts[c + 1] - 1 of all rows, and y[0] is number `first` of
// them. Bindings are declared below; squaresOfX and squaresOfY are the results of `squares`.
//
// Work: squares takes one invocation per line, sums one per four lines, in work groups of 8, which a software adapter
// runs as one vector. Rows of x and y are read in vectors of four; where width is not a multiple of 4 the host puts f32
// in place of vec4f. Sums run over 64 numbers at a time, then over those sums: float32 adds 20,000 numbers of one size
// with an error of up to 1e-3, this way with one of at most 4e-6. Compensated sums (Kahan) would not work: compilers may
// simplify (a + b) - a to b, and Mesa's does.
//
// Why this way: distances that one kernel writes and another sums take 1.25 s of processor time on a software adapter
// for 5,000 rows x and 20,000 rows y, beside 0.95 s for products of width 128; summed as they are computed, 0.55 s.
// lavapipe (Mesa 22.3) ends the loops of an invocation after 65,535 rounds in total, without an error, and a row that is
// near is read to its end, so a dispatch takes no more numbers of a line than may all be near. Each may also begin a
// class, which is found by bisection: a loop over all classes would end with the 65,535th.

alias Element = vec4f;

struct Parameters {
  // Lines of this dispatch: rows of x.
  lines: u32,
  // Vectors in a row of x and y.
  width: u32,
  // The numbers of each line that are summed: so many, from number `begin` on.
  count: u32,
  begin: u32,
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
@group(0) @binding(6) var<storage, read> block: array<f32>;
@group(0) @binding(7) var<storage, read> starts: array<u32>;
@group(0) @binding(8) var<storage, read_write> sumsOut: array<f32>;

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

// |x[i] - y[j]|² of the four rows i.
fn squaredDistances(i: vec4u, j: u32) -> vec4f {
  let rows = i * parameters.width;
  let other = j * parameters.width;
  var parts = array<Element, 4>();
  for (var c = 0u; c < parameters.width; c++) {
    let value = y[other + c];
    let first = x[rows.x + c] - value;
    let second = x[rows.y + c] - value;
    let third = x[rows.z + c] - value;
    let fourth = x[rows.w + c] - value;
    parts[0] += first * first;
    parts[1] += second * second;
    parts[2] += third * third;
    parts[3] += fourth * fourth;
  }
  return vec4f(total(parts[0]), total(parts[1]), total(parts[2]), total(parts[3]));
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
  let four = 4u * (id.y * groups.x * 8u + id.x);
  if (four >= parameters.lines) {
    return;
  }
  // Beyond the last line it is repeated, and not written.
  let lines = min(vec4u(four) + vec4u(0, 1, 2, 3), vec4u(parameters.lines - 1u));
  let origins = lines * parameters.lineStride;
  let squares = vec4f(
    squaresOfX[lines.x],
    squaresOfX[lines.y],
    squaresOfX[lines.z],
    squaresOfX[lines.w],
  );
  let classes = arrayLength(&starts) - 1u;
  let last = parameters.first + parameters.begin + parameters.count;
  var row = parameters.first + parameters.begin;
  while (row < last) {
    let c = classOf(row);
    let end = min(starts[c + 1u], last);
    var sum = vec4f();
    while (row < end) {
      let runEnd = min(row + RUN, end);
      var run = vec4f();
      for (; row < runEnd; row++) {
        let j = row - parameters.first;
        let at = origins + j * parameters.numberStride;
        let products = vec4f(block[at.x], block[at.y], block[at.z], block[at.w]);
        let scales = squares + squaresOfY[j];
        var square = scales - 2.0 * products;
        let isSmall = square < CANCELLATION * scales;
        if (any(isSmall)) {
          square = select(square, squaredDistances(lines, j), isSmall);
        }
        run += sqrt(square);
      }
      sum += run;
    }
    for (var i = 0u; i < 4u && four + i < parameters.lines; i++) {
      sumsOut[(four + i) * classes + c] += sum[i];
    }
  }
}
