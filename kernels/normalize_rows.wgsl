// Normalizes the rows of x (rows × columns, row-major) to length 1, as PyTorch's F.normalize does.
//
// forward:  y = x / norm,  norm = max(‖x‖, 1e-12)
// backward: xGradient = (yGradient - y (y · yGradient)) / norm; where the norm was clamped it does not depend on x, and
//           xGradient = yGradient / norm
//
// Bindings: forward reads x, writes result = y and norms (rows × 1); backward reads y, savedNorms and yGradient and
// writes result = xGradient; backwardInPlace reads yGradient from result and replaces it by xGradient.
//
// Work: one invocation per row, in work groups of 8, which a software adapter runs as one vector: no barrier, a fixed
// order of addition. Rows are read in vectors of four; where columns is not a multiple of 4 the host puts f32 in place
// of vec4f.

alias Element = vec4f;

struct Parameters {
  rows: u32,
  // Vectors in a row.
  columns: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> x: array<Element>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;
@group(0) @binding(3) var<storage, read_write> norms: array<f32>;
@group(0) @binding(4) var<storage, read> y: array<Element>;
@group(0) @binding(5) var<storage, read> savedNorms: array<f32>;
@group(0) @binding(6) var<storage, read> yGradient: array<Element>;

const LEAST_NORM = 1e-12;

fn total(e: Element) -> f32 {
  return (e.x + e.y) + (e.z + e.w);
}

@compute @workgroup_size(8)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 8u + id.x;
  if (row >= parameters.rows) {
    return;
  }
  let start = row * parameters.columns;
  var squares = Element();
  for (var c = 0u; c < parameters.columns; c++) {
    squares += x[start + c] * x[start + c];
  }
  // The larger of two positive numbers has the larger bits. Those of NaN are larger still, while max(NaN, a) may be a.
  let norm = bitcast<f32>(max(bitcast<u32>(sqrt(total(squares))), bitcast<u32>(LEAST_NORM)));
  for (var c = 0u; c < parameters.columns; c++) {
    result[start + c] = x[start + c] / norm;
  }
  norms[row] = norm;
}

@compute @workgroup_size(8)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 8u + id.x;
  if (row >= parameters.rows) {
    return;
  }
  let start = row * parameters.columns;
  var product = Element();
  for (var c = 0u; c < parameters.columns; c++) {
    product += y[start + c] * yGradient[start + c];
  }
  let norm = savedNorms[row];
  let along = select(total(product), 0.0, norm <= LEAST_NORM);
  for (var c = 0u; c < parameters.columns; c++) {
    result[start + c] = (yGradient[start + c] - y[start + c] * along) / norm;
  }
}

@compute @workgroup_size(8)
fn backwardInPlace(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 8u + id.x;
  if (row >= parameters.rows) {
    return;
  }
  let start = row * parameters.columns;
  var product = Element();
  for (var c = 0u; c < parameters.columns; c++) {
    product += y[start + c] * result[start + c];
  }
  let norm = savedNorms[row];
  let along = select(total(product), 0.0, norm <= LEAST_NORM);
  for (var c = 0u; c < parameters.columns; c++) {
    result[start + c] = (result[start + c] - y[start + c] * along) / norm;
  }
}
