// sums[c] = the sum of column c of x (rows × columns, row-major), first row first: the gradient of a bias.
//
// Bindings: x is read; sums (1 × columns) are written.
// Work: one invocation for four columns, in work groups of 8, which a software adapter runs as one vector; neighbors
// read neighboring addresses, and the order of addition is fixed. Where columns is not a multiple of 4 the host puts
// f32 in place of vec4f: one invocation per column. A software adapter ends a loop after 65,535 rounds; the host
// divides more rows into dispatches, each of which continues from the sums of the last.

alias Element = vec4f;

struct Parameters {
  rows: u32,
  // Vectors in a row.
  columns: u32,
  // Whether sums already holds the sums of the rows above.
  adds: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> x: array<Element>;
@group(0) @binding(2) var<storage, read_write> sums: array<Element>;

@compute @workgroup_size(8)
fn columnSums(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let column = id.y * groups.x * 8u + id.x;
  if (column >= parameters.columns) {
    return;
  }
  var sum = Element();
  if (parameters.adds == 1u) {
    sum = sums[column];
  }
  for (var row = 0u; row < parameters.rows; row++) {
    sum += x[row * parameters.columns + column];
  }
  sums[column] = sum;
}
