// The Euclidean distances of an exact search (nearestRows), from the products of a strip of its database with its queries.
//
// products[r, q], which holds y[r] · x[q] about the common origin of nearest_prepare.wgsl, becomes
// ‖x[q] - y[r]‖ = sqrt(‖x[q]‖² + ‖y[r]‖² - 2 x[q] · y[r]); where that is a small difference of large numbers, or leaves
// what squares in float32 can hold, it is computed anew from the rows.
//
// products is strip rows × queries (a multiple of 4, padded), queries and database are rows of one width, all row-major.
// queries and database are as the caller has them; squaresOfQueries and squaresOfRows are ‖·‖² about the origin.
//
// Work: one invocation a pair, in work groups of 8 queries × 8 rows, of which a software adapter runs 8 queries as one
// vector; a grid of two dimensions spares a division. Rows are read in vectors of four; where the width is no multiple of
// 4 the host puts f32 in place of vec4f.
//
// Why before the selection: ranked by their products, rows that lie near each other far from the origin come in any
// order, and no number of winners that are measured anew makes up for it. FIGURES On graphics cards untimed.

alias Element = vec4f;

struct Parameters {
  rows: u32,
  // Queries as there are, and as products has them.
  queryCount: u32,
  paddedQueries: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> queries: array<Element>;
@group(0) @binding(2) var<storage, read> database: array<Element>;
@group(0) @binding(3) var<storage, read> squaresOfQueries: array<f32>;
@group(0) @binding(4) var<storage, read> squaresOfRows: array<f32>;
@group(0) @binding(5) var<storage, read_write> products: array<f32>;

// Below this share of ‖x‖² + ‖y‖², ‖x - y‖² from products has lost too many of its seven digits.
const CANCELLATION = 0.01;
// Below it a sum of squares may have lost digits to squares that are too small for a float32.
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

// From differences; these are divided by the largest where their squares leave float32.
fn distance(q: u32, r: u32) -> f32 {
  let width = arrayLength(&database) / parameters.rows;
  var sums = Element();
  var magnitudes = Element();
  for (var c = 0u; c < width; c++) {
    let difference = queries[q * width + c] - database[r * width + c];
    sums += difference * difference;
    magnitudes = max(magnitudes, abs(difference));
  }
  let square = total(sums);
  let largest = largestOf(magnitudes);
  let holds = isFinite(square) && square >= LEAST_SQUARES;
  if (holds || largest == 0.0 || !isFinite(largest)) {
    return sqrt(square);
  }
  sums = Element();
  for (var c = 0u; c < width; c++) {
    let share = (queries[q * width + c] - database[r * width + c]) / largest;
    sums += share * share;
  }
  return largest * sqrt(total(sums));
}

@compute @workgroup_size(8, 8)
fn distances(@builtin(global_invocation_id) id: vec3u) {
  let q = id.x;
  let r = id.y;
  if (q >= parameters.queryCount || r >= parameters.rows) {
    return;
  }
  let at = r * parameters.paddedQueries + q;
  let scale = squaresOfQueries[q] + squaresOfRows[r];
  let square = scale - 2.0 * products[at];
  if (isFinite(square) && square >= max(CANCELLATION * scale, LEAST_SQUARES)) {
    products[at] = sqrt(square);
  } else {
    products[at] = distance(q, r);
  }
}
