// forward:  result[i] = source[indices[first + i]] for the rows i of result (count × columns)
// backward: result[r] = the sum of source[i] over the i with indices[first + i] = r, in order of i, for the rows r of
//           result; source holds the gathered rows' gradients (count × columns)
//
// Bindings: source and indices read; result written. All row-major; `rows` is the number of rows of result.
//
// Work: one invocation a vector of four elements of result (where columns is no multiple of 4 the host puts f32 in
// place of vec4f); a grid of two dimensions, since one holds no more than 65,535 work groups. The backward pass lets
// each element look through all indices: a scatter would need atomics, whose order varies.

alias Element = vec4f;

struct Parameters {
  rows: u32,
  // Vectors in a row.
  columns: u32,
  first: u32,
  count: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> source: array<Element>;
@group(0) @binding(2) var<storage, read> indices: array<u32>;
@group(0) @binding(3) var<storage, read_write> result: array<Element>;

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let element = id.y * groups.x * 64u + id.x;
  if (element >= parameters.rows * parameters.columns) {
    return;
  }
  let row = element / parameters.columns;
  let column = element - row * parameters.columns;
  result[element] = source[indices[parameters.first + row] * parameters.columns + column];
}

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let element = id.y * groups.x * 64u + id.x;
  if (element >= parameters.rows * parameters.columns) {
    return;
  }
  let row = element / parameters.columns;
  let column = element - row * parameters.columns;
  var sum = Element();
  for (var i = 0u; i < parameters.count; i++) {
    if (indices[parameters.first + i] == row) {
      sum += source[i * parameters.columns + column];
    }
  }
  result[element] = sum;
}
