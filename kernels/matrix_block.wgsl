// target[targetRow + r, targetColumn + c] = source[sourceRow + r, sourceColumn + c], or += where `accumulate` is set,
// for the rows × columns of a block; both matrices are row-major.
//
// Copies blocks out of matrices that are larger than the device's largest binding, and puts their products in place.
//
// Bindings: source is read; placed = target is written, and read where it is added to.
// Work: one invocation per element of the block; a grid of two dimensions, since one holds at most 65,535 work groups.
// A copy costs nothing compared with a product of blocks, which takes thousands of multiply-adds per element.

struct Parameters {
  rows: u32,
  columns: u32,
  sourceWidth: u32,
  sourceRow: u32,
  sourceColumn: u32,
  targetWidth: u32,
  targetRow: u32,
  targetColumn: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> source: array<f32>;
@group(0) @binding(2) var<storage, read_write> placed: array<f32>;

@compute @workgroup_size(64)
fn place(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let p = parameters;
  let element = id.y * groups.x * 64u + id.x;
  if (element >= p.rows * p.columns) {
    return;
  }
  let row = element / p.columns;
  let column = element - row * p.columns;
  let value = source[(p.sourceRow + row) * p.sourceWidth + p.sourceColumn + column];
  let at = (p.targetRow + row) * p.targetWidth + p.targetColumn + column;
  if (p.accumulate == 1u) {
    placed[at] += value;
  } else {
    placed[at] = value;
  }
}
