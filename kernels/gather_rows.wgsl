// forward:  result[i] = source[indices[first + i]] for the rows i of result (count × columns)
// backward: result[r] = the sum of source[i] over the i with indices[first + i] = r, in order of i, for the rows r of
//           result; source holds the gathered rows' gradients (count × columns)
//
// Bindings: source and indices are read; result is written. All are row-major; `rows` is the number of rows of result.
// The indexed matrix (source, or backward result) may be bound in pieces, with a dispatch for each: `pieceRows` rows
// from `pieceFirst`.
//
// Work, forward: a work group of 8 invocations, which a software adapter runs as one vector, copies a row of result;
// neighbors read neighboring addresses, and a row number is looked up once per row. On 2 cores, 1,024 rows of 2,048 of
// 600 took 2.7 ms this way, 4.6 ms with one invocation per element (and a division to find its row), 6.3 ms with groups
// of 32.
// Work, backward: one invocation per element of result, which searches all indices: a scatter would need atomics, whose
// order varies. A software adapter ends a loop after 65,535 rounds; the host divides more indices into dispatches, each
// of which continues from the sums of the last.
// Elements are vectors of four; where columns is not a multiple of 4 the host puts f32 in place of vec4f. Grids have
// two dimensions, since one holds at most 65,535 work groups.

alias Element = vec4f;

struct Parameters {
  rows: u32,
  // Vectors in a row.
  columns: u32,
  first: u32,
  count: u32,
  pieceFirst: u32,
  pieceRows: u32,
  // backward: whether result already holds the sums of the rows before `first`.
  adds: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> source: array<Element>;
@group(0) @binding(2) var<storage, read> indices: array<u32>;
@group(0) @binding(3) var<storage, read_write> result: array<Element>;

@compute @workgroup_size(8)
fn forward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let row = group.y * groups.x + group.x;
  if (row >= parameters.rows) {
    return;
  }
  // A row before the piece wraps around to a large number.
  let pieceRow = indices[parameters.first + row] - parameters.pieceFirst;
  if (pieceRow >= parameters.pieceRows) {
    return;
  }
  let origin = pieceRow * parameters.columns;
  let start = row * parameters.columns;
  for (var column = lane; column < parameters.columns; column += 8u) {
    result[start + column] = source[origin + column];
  }
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
  if (parameters.adds == 1u) {
    sum = result[element];
  }
  for (var i = 0u; i < parameters.count; i++) {
    if (indices[parameters.first + i] == parameters.pieceFirst + row) {
      sum += source[i * parameters.columns + column];
    }
  }
  result[element] = sum;
}
