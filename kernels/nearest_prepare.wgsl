// Prepares rows for the multiplication of an exact search (nearestRows): lays out queries as columns, measures database
// rows and, where the product needs another layout, copies them.
//
// center:  origin[c] = the mean of column c over the finite values of source (the queries), or 0 where centered is 0
// lengths: measures[r] = 1/‖row r‖, 0 for a row of zeros: it turns a product with unit queries into a cosine
// queries: packed[c, q] = (source[q, c] - origin[c]) · s, zero outside of source; s = scales[q] with unit, else 1;
//          squares[q] = ‖that‖²
// copy:    copied[r] = source[r] - origin, padded with zeros to `stride`; measures[r] = ‖that‖²
//
// source is rows × columns, packed paddedColumns × paddedRows, copied rows × stride, all row-major; origin is a row.
//
// Why an origin: distances come from ‖x‖² + ‖y‖² - 2 x · y, whose terms lose the digits of a small distance far from 0.
// Distances do not depend on the origin; about the mean of the queries few pairs are so near that
// nearest_distances.wgsl must compute them again.
//
// Why lengths are sometimes computed twice: beyond 1.8e19 a square overflows float32, and below 1e-19 graphics cards
// treat it as 0. Such rows are divided by their largest magnitude; those of a common size are read once.
//
// Work: one invocation per column (center) or row (all others), in work groups of 8, which a software adapter runs as
// one vector: no barrier, a fixed order of addition. Database rows are read in vectors of four; where columns is not a
// multiple of 4 the host puts f32 in place of vec4f. `lengths` of 100,352 × 512 takes 60 ms of processor time on a
// software adapter. Not timed on graphics cards.

alias Element = vec4f;

struct Parameters {
  rows: u32,
  // Elements in a row of copied.
  stride: u32,
  // The numbers of columns and rows of packed.
  paddedRows: u32,
  paddedColumns: u32,
  centered: u32,
  unit: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> source: array<Element>;
@group(0) @binding(2) var<storage, read> origin: array<Element>;
@group(0) @binding(3) var<storage, read_write> copied: array<Element>;
@group(0) @binding(4) var<storage, read_write> measures: array<f32>;
@group(0) @binding(5) var<storage, read> given: array<f32>;
@group(0) @binding(6) var<storage, read> givenOrigin: array<f32>;
@group(0) @binding(7) var<storage, read_write> packed: array<f32>;
@group(0) @binding(8) var<storage, read_write> means: array<f32>;
@group(0) @binding(9) var<storage, read> scales: array<f32>;
@group(0) @binding(10) var<storage, read_write> squares: array<f32>;

// Below this a sum of squares may have lost digits to squares that are too small for a float32.
const LEAST_SQUARES = 1e-26;

fn total(e: Element) -> f32 {
  return (e.x + e.y) + (e.z + e.w);
}

fn largestOf(e: Element) -> f32 {
  return max(max(e.x, e.y), max(e.z, e.w));
}

fn isFinite(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u;
}

@compute @workgroup_size(8)
fn center(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let column = id.y * groups.x * 8u + id.x;
  if (column >= parameters.paddedColumns) {
    return;
  }
  var mean = 0.0;
  let columns = arrayLength(&given) / parameters.rows;
  if (parameters.centered == 1u && column < columns) {
    for (var at = column; at < arrayLength(&given); at += columns) {
      let value = given[at];
      if (isFinite(value)) {
        mean += value / f32(parameters.rows);
      }
    }
  }
  means[column] = mean;
}

@compute @workgroup_size(8)
fn queries(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 8u + id.x;
  if (row >= parameters.paddedRows) {
    return;
  }
  let columns = arrayLength(&given) / parameters.rows;
  let exists = row < parameters.rows;
  var scale = 1.0;
  if (parameters.unit == 1u && exists) {
    scale = scales[row];
  }
  var sum = 0.0;
  for (var c = 0u; c < arrayLength(&givenOrigin); c++) {
    var value = 0.0;
    if (exists && c < columns) {
      value = (given[row * columns + c] - givenOrigin[c]) * scale;
    }
    sum += value * value;
    packed[c * parameters.paddedRows + row] = value;
  }
  squares[row] = sum;
}

@compute @workgroup_size(8)
fn lengths(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 8u + id.x;
  if (row >= parameters.rows) {
    return;
  }
  // Bounded by an array's length, since software adapters unroll loops that end at a small uniform and compile them
  // again for each dispatch.
  let columns = arrayLength(&source) / parameters.rows;
  let start = row * columns;
  var sums = Element();
  var magnitudes = Element();
  for (var c = 0u; c < columns; c++) {
    let value = source[start + c];
    sums += value * value;
    magnitudes = max(magnitudes, abs(value));
  }
  let largest = largestOf(magnitudes);
  if (largest == 0.0 && total(sums) == 0.0) {
    measures[row] = 0.0;
    return;
  }
  var length = sqrt(total(sums));
  if (!isFinite(length) || total(sums) < LEAST_SQUARES) {
    sums = Element();
    for (var c = 0u; c < columns; c++) {
      let value = source[start + c] / largest;
      sums += value * value;
    }
    length = largest * sqrt(total(sums));
  }
  measures[row] = 1.0 / length;
}

@compute @workgroup_size(8)
fn copy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 8u + id.x;
  if (row >= parameters.rows) {
    return;
  }
  let columns = arrayLength(&source) / parameters.rows;
  let start = row * columns;
  let place = row * parameters.stride;
  var sums = Element();
  for (var c = 0u; c < columns; c++) {
    let value = source[start + c] - origin[c];
    sums += value * value;
    copied[place + c] = value;
  }
  for (var c = columns; c < parameters.stride; c++) {
    copied[place + c] = Element();
  }
  measures[row] = total(sums);
}
