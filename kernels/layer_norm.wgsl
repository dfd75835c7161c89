// Layer normalization: Ba et al., arXiv 1607.06450. Normalizes each row of x (rows × columns, row-major) to mean 0 and
// variance 1, then multiplies by gain and adds shift (1 × columns each). With n = columns and z the normalized row:
//
// forward:  y = gain z + shift,  z = (x - mean) / sqrt(variance + 1e-5); statistics[row] = (mean, 1 / deviation)
// backward: xGradient = (g - mean(g) - z mean(g z)) / deviation,  g = yGradient gain;
//           gainGradient = Σ over rows of yGradient z,  shiftGradient = Σ over rows of yGradient
//
// Bindings: each of the two entry points uses some operands; see their code.
//
// Work: one invocation per row, in work groups of 8, which a software adapter runs as one vector: no barrier, a fixed
// order of addition. In `backward` further work groups have an invocation for each four columns, for the gradients of
// gain and shift: a separate dispatch would cost about 30 µs more and leave cores idle. The variance is the mean square
// of the differences from the mean, in a second pass over the row: mean(x²) - mean(x)² loses all digits where the mean
// is large. Rows are read in vectors of four; where columns is not a multiple of 4 the host puts f32 in place of vec4f.
// A software adapter ends the loops of an invocation after 65,535 rounds; the host divides more rows into dispatches,
// each of which continues from the sums of the last.

alias Element = vec4f;
const WIDTH = 4u;

struct Parameters {
  rows: u32,
  // Vectors in a row.
  columns: u32,
  // Whether the gradients of gain and shift already include the rows above.
  adds: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> x: array<Element>;
@group(0) @binding(2) var<storage, read> gain: array<Element>;
@group(0) @binding(3) var<storage, read> shift: array<Element>;
@group(0) @binding(4) var<storage, read_write> y: array<Element>;
@group(0) @binding(5) var<storage, read_write> statistics: array<vec2f>;
@group(0) @binding(6) var<storage, read> savedStatistics: array<vec2f>;
@group(0) @binding(7) var<storage, read> yGradient: array<Element>;
@group(0) @binding(8) var<storage, read_write> xGradient: array<Element>;
@group(0) @binding(9) var<storage, read_write> gainGradient: array<Element>;
@group(0) @binding(10) var<storage, read_write> shiftGradient: array<Element>;

const EPSILON = 1e-5;

fn total(e: Element) -> f32 {
  return (e.x + e.y) + (e.z + e.w);
}

@compute @workgroup_size(8)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 8u + id.x;
  if (row >= parameters.rows) {
    return;
  }
  let n = parameters.columns;
  let start = row * n;
  var sum = Element();
  for (var c = 0u; c < n; c++) {
    sum += x[start + c];
  }
  let mean = total(sum) / f32(n * WIDTH);
  var squares = Element();
  for (var c = 0u; c < n; c++) {
    let difference = x[start + c] - mean;
    squares += difference * difference;
  }
  let inverse = 1.0 / sqrt(total(squares) / f32(n * WIDTH) + EPSILON);
  for (var c = 0u; c < n; c++) {
    y[start + c] = (x[start + c] - mean) * inverse * gain[c] + shift[c];
  }
  statistics[row] = vec2f(mean, inverse);
}

fn inputGradient(row: u32) {
  let n = parameters.columns;
  let start = row * n;
  let mean = savedStatistics[row].x;
  let inverse = savedStatistics[row].y;
  var sum = Element();
  var product = Element();
  for (var c = 0u; c < n; c++) {
    let g = yGradient[start + c] * gain[c];
    sum += g;
    product += g * (x[start + c] - mean) * inverse;
  }
  let meanG = total(sum) / f32(n * WIDTH);
  let meanProduct = total(product) / f32(n * WIDTH);
  for (var c = 0u; c < n; c++) {
    let g = yGradient[start + c] * gain[c];
    let z = (x[start + c] - mean) * inverse;
    xGradient[start + c] = (g - meanG - z * meanProduct) * inverse;
  }
}

fn parameterGradients(column: u32) {
  var gainSum = Element();
  var shiftSum = Element();
  if (parameters.adds == 1u) {
    gainSum = gainGradient[column];
    shiftSum = shiftGradient[column];
  }
  for (var row = 0u; row < parameters.rows; row++) {
    let at = row * parameters.columns + column;
    let moments = savedStatistics[row];
    let g = yGradient[at];
    gainSum += g * (x[at] - moments.x) * moments.y;
    shiftSum += g;
  }
  gainGradient[column] = gainSum;
  shiftGradient[column] = shiftSum;
}

@compute @workgroup_size(8)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let line = id.y * groups.x * 8u + id.x;
  // Columns begin in their own work group.
  let firstColumn = (parameters.rows + 7u) / 8u * 8u;
  if (line < parameters.rows) {
    inputGradient(line);
  } else if (line >= firstColumn && line - firstColumn < parameters.columns) {
    parameterGradients(line - firstColumn);
  }
}
