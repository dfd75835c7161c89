// target[r, c] = source[r, c] where r < rows and c < columns, else 0.
//
// Pads a matrix with zeros to multiples of 4, for kernels that read vectors of four, or cuts it back.
//
// Bindings: source (rows × columns, row-major) read; packed = target (targetRows × targetColumns, row-major) written.
// Work: one invocation per element of target; a grid of two dimensions, since one holds at most 65,535 work groups.

struct Parameters {
  rows: u32,
  columns: u32,
  targetRows: u32,
  targetColumns: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> source: array<f32>;
@group(0) @binding(2) var<storage, read_write> packed: array<f32>;

@compute @workgroup_size(64)
fn pack(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let element = id.y * groups.x * 64u + id.x;
  if (element >= parameters.targetRows * parameters.targetColumns) {
    return;
  }
  let row = element / parameters.targetColumns;
  let column = element - row * parameters.targetColumns;
  var value = 0.0;
  if (row < parameters.rows && column < parameters.columns) {
    value = source[row * parameters.columns + column];
  }
  packed[element] = value;
}
