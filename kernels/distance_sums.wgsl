// The Euclidean distances of rows x to rows y, and their sums by class, a block of pairs at a time.
//
// squares: squares[i] = |x[i]|²
// columns: block[i, j], which holds x[i] · y[j], becomes |x[i] - y[j]| = sqrt(|x[i]|² + |y[j]|² - 2 x[i] · y[j]); where that
//          is a small difference of large numbers, it is computed anew from the rows. And sums[j, c] (+)= the sum of
//          block[i, j] over the x[i] of class c
// rows:    sums[i, c] (+)= the sum of block[i, j] over the y[j] of class c, so that a block serves both its sides
//
// x and y are rows × width, row-major, near their common mean, or products would cancel everywhere. The rows are sorted
// by class: those of class c are starts[c] to starts[c + 1] - 1 of all rows, and what is summed begins at number `first`
// of them. Bindings as declared below; squaresOfX and squaresOfY are what `squares` gave.
//
// Work: one invocation a row or a column, in work groups of 8, which a software adapter runs as one vector. Distances
// by an invocation a pair, and sums of both sides by another kernel, took a third longer. Rows are read in vectors
// of four; where width is no multiple of 4 the host puts f32 in place of vec4f. Sums run over 64 numbers at a time, then
// over those sums: float32 adds 20,000 numbers of one size with an error of up to 1e-3, so with one of 4e-6 or less.
// Compensated sums (Kahan) would not do: compilers may simplify (a + b) - a to b, and Mesa's does.

alias Element = vec4f;

struct Parameters {
  // Rows, and columns, of the block; for squares, rows of x.
  rows: u32,
  columns: u32,
  // Vectors in a row of x and y.
  width: u32,
  // The number, among all rows, of the first that is summed over.
  first: u32,
  // Whether sums are added to what is there.
  adds: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> x: array<Element>;
@group(0) @binding(2) var<storage, read> y: array<Element>;
@group(0) @binding(3) var<storage, read_write> squaresOut: array<f32>;
@group(0) @binding(4) var<storage, read> squaresOfX: array<f32>;
@group(0) @binding(5) var<storage, read> squaresOfY: array<f32>;
@group(0) @binding(6) var<storage, read_write> block: array<f32>;
@group(0) @binding(7) var<storage, read> distances: array<f32>;
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
  if (row >= parameters.rows) {
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

// The distance of a pair of the block, kept there.
fn distance(i: u32, j: u32, squareOfY: f32) -> f32 {
  let at = i * parameters.columns + j;
  let scale = squaresOfX[i] + squareOfY;
  var square = scale - 2.0 * block[at];
  if (square < CANCELLATION * scale) {
    square = squaredDistance(i, j);
  }
  let found = sqrt(square);
  block[at] = found;
  return found;
}

fn store(line: u32, c: u32, sum: f32) {
  let at = line * (arrayLength(&starts) - 1u) + c;
  if (parameters.adds == 1u) {
    sumsOut[at] += sum;
  } else {
    sumsOut[at] = sum;
  }
}

@compute @workgroup_size(8)
fn columns(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let j = id.y * groups.x * 8u + id.x;
  if (j >= parameters.columns) {
    return;
  }
  let squareOfY = squaresOfY[j];
  let last = parameters.first + parameters.rows;
  for (var c = 0u; c + 1u < arrayLength(&starts); c++) {
    var number = max(starts[c], parameters.first);
    let end = min(starts[c + 1u], last);
    var sum = 0.0;
    while (number < end) {
      let runEnd = min(number + RUN, end);
      var run = 0.0;
      for (; number < runEnd; number++) {
        run += distance(number - parameters.first, j, squareOfY);
      }
      sum += run;
    }
    store(j, c, sum);
  }
}

@compute @workgroup_size(8)
fn rows(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 8u + id.x;
  if (i >= parameters.rows) {
    return;
  }
  let last = parameters.first + parameters.columns;
  let origin = i * parameters.columns;
  for (var c = 0u; c + 1u < arrayLength(&starts); c++) {
    var number = max(starts[c], parameters.first);
    let end = min(starts[c + 1u], last);
    var sum = 0.0;
    while (number < end) {
      let runEnd = min(number + RUN, end);
      var run = 0.0;
      for (; number < runEnd; number++) {
        run += distances[origin + number - parameters.first];
      }
      sum += run;
    }
    store(i, c, sum);
  }
}
