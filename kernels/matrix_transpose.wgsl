// target = sourceᵀ, where both sides are multiples of 4.
//
// Bindings: source (rows × columns, row-major) read; transposed (columns × rows, row-major) written.
// Work: one invocation a block of 4 × 4, turned in registers, so that all loads and stores are vectors of four; a grid
// of two dimensions, since one holds no more than 65,535 work groups. Any other shape goes through matrix_pack.wgsl,
// element by element (128 × 128 on a software adapter: about 150 µs against 52 here).

struct Parameters {
  rows: u32,
  columns: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> source: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> transposed: array<vec4f>;

@compute @workgroup_size(64)
fn turn(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let across = parameters.columns / 4u;
  let down = parameters.rows / 4u;
  let index = id.y * groups.x * 64u + id.x;
  if (index >= across * down) {
    return;
  }
  // Neighbours go down the source, so that they store side by side.
  let row = index % down;
  let column = index / down;
  let origin = 4u * row * across + column;
  let block = transpose(
    mat4x4f(source[origin], source[origin + across], source[origin + 2u * across], source[origin + 3u * across]),
  );
  let start = 4u * column * down + row;
  transposed[start] = block[0];
  transposed[start + down] = block[1];
  transposed[start + 2u * down] = block[2];
  transposed[start + 3u * down] = block[3];
}
