// What an exact search (nearestRows) does to rows before it multiplies them: queries are laid out as columns, database
// rows are measured and, where the product needs another layout, copied.
//
// centre:  origin[c] = the mean of column c over the finite values of source (the queries), or 0 where centred is 0
// queries: packed[c, q] = (source[q, c] - origin[c]) · s, zero outside of source; s = 1/‖row‖ with unit, else 1
// lengths: measures[r] = 1/‖row r‖, 0 for a row of zeros: what makes a product with unit queries a cosine
// copy:    copied[r] = source[r] - origin, filled up with zeros to `stride`; measures[r] = ‖that‖²/2, with unit as lengths
//
// source is rows × columns, packed paddedColumns × paddedRows, copied rows × stride, all row-major; origin is a row.
//
// Why an origin: distances rank like ‖y‖²/2 - x · y, whose terms lose the digits of a small distance far from 0.
// Distances do not depend on the origin; about the mean of the queries the terms are as small as the data allow, and
// with one query the product is 0 and nothing is lost.
//
// Work: one invocation a column (centre) or a row (all others), in work groups of 8, which a software adapter runs as
// one vector: no barrier, a fixed order of addition. Database rows are read in vectors of four; where columns is no
// multiple of 4 the host puts f32 in place of vec4f. `lengths` of 100,352 × 512 takes 30 ms of processor time on a
// software adapter. On graphics cards untimed.

alias Element = vec4f;

struct Parameters {
  rows: u32,
  // Elements in a row of copied.
  stride: u32,
  // The numbers of columns and rows of packed.
  paddedRows: u32,
  paddedColumns: u32,
  centred: u32,
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

fn total(e: Element) -> f32 {
  return (e.x + e.y) + (e.z + e.w);
}

fn isFinite(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u;
}

// 1/√squares; 0 for 0.
fn inverseLength(squares: f32) -> f32 {
  return select(1.0 / sqrt(squares), 0.0, squares == 0.0);
}

@compute @workgroup_size(8)
fn centre(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let column = id.y * groups.x * 8u + id.x;
  if (column >= parameters.paddedColumns) {
    return;
  }
  var mean = 0.0;
  let columns = arrayLength(&given) / parameters.rows;
  if (parameters.centred == 1u && column < columns) {
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
  let start = row * columns;
  var scale = 1.0;
  if (parameters.unit == 1u && exists) {
    var squares = 0.0;
    for (var c = 0u; c < columns; c++) {
      squares += given[start + c] * given[start + c];
    }
    scale = inverseLength(squares);
  }
  for (var c = 0u; c < arrayLength(&givenOrigin); c++) {
    var value = 0.0;
    if (exists && c < columns) {
      value = (given[start + c] - givenOrigin[c]) * scale;
    }
    packed[c * parameters.paddedRows + row] = value;
  }
}

@compute @workgroup_size(8)
fn lengths(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 8u + id.x;
  if (row >= parameters.rows) {
    return;
  }
  // From an array's length, since software adapters unroll loops that end at a small uniform, anew at each dispatch.
  let columns = arrayLength(&source) / parameters.rows;
  let start = row * columns;
  var squares = Element();
  for (var c = 0u; c < columns; c++) {
    squares += source[start + c] * source[start + c];
  }
  measures[row] = inverseLength(total(squares));
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
  var squares = Element();
  for (var c = 0u; c < columns; c++) {
    let value = source[start + c] - origin[c];
    squares += value * value;
    copied[place + c] = value;
  }
  for (var c = columns; c < parameters.stride; c++) {
    copied[place + c] = Element();
  }
  let sum = total(squares);
  measures[row] = select(0.5 * sum, inverseLength(sum), parameters.unit == 1u);
}
