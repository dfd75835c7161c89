// The Euclidean distances of an exact search (nearestRows), from the products of a strip of its database with its
// queries.
//
// products[r, q], which holds y[r] · x[q] about the common origin of nearest_prepare.wgsl, becomes ‖x[q] - y[r]‖ =
// sqrt(‖x[q]‖² + ‖y[r]‖² - 2 x[q] · y[r]); where that is a small difference of large numbers, or its squares leave the
// range of float32, it is computed again from the rows.
//
// products is strip rows × queries (padded to a multiple of 4), queries and database are rows of one width, all
// row-major. queries and database are the caller's; squaresOfQueries and squaresOfRows are ‖·‖² about the origin.
//
// Work: one invocation per pair, in work groups of 8 queries × 8 rows, of which a software adapter runs 8 queries as
// one vector; a grid of two dimensions saves a division. Rows are read in vectors of four; where the width is not a
// multiple of 4 the host puts f32 in place of vec4f.
//
// Why before the selection: ranked by their products, rows that lie near each other far from the origin come in
// arbitrary order, and measuring any number of winners again would not correct that.
//
// heaps are the lists of nearest_select.wgsl after the previous strips, `entries` of them per query. A pair that is
// certainly farther than the k rows of the first list keeps its value from the product and is never chosen: of 20
// clusters, where one pair in 20 is near and holds up the 8 of its vector, a search of 64 queries in 25,088 × 512 takes
// 170 ms of processor time instead of 320 (lavapipe, Mesa 22.3, 2 cores); 110 by ranking products, with wrong rows. In
// 100,352 rows without clusters the whole search takes 560 instead of 465. A division of integers for each pair costs
// 100 more.
//
// CANCELLATION: the relative error of a distance is at most, of 2,000 rows at just that share of a width of 512, 6e-5
// with 0.01, 2e-5 with 0.03, 9e-6 with 0.06, 7e-6 with 0.1, and at width 2,048 1e-5 with 0.1. Not timed on graphics
// cards.

alias Element = vec4f;

struct Parameters {
  rows: u32,
  // Number of queries, without and with padding.
  queryCount: u32,
  paddedQueries: u32,
  // Entries of all lists of a query.
  entries: u32,
  // Vectors in a row of queries and database.
  width: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> queries: array<Element>;
@group(0) @binding(2) var<storage, read> database: array<Element>;
@group(0) @binding(3) var<storage, read> squaresOfQueries: array<f32>;
@group(0) @binding(4) var<storage, read> squaresOfRows: array<f32>;
@group(0) @binding(5) var<storage, read> heaps: array<vec2u>;
@group(0) @binding(6) var<storage, read_write> products: array<f32>;

// Below this share of ‖x‖² + ‖y‖², ‖x - y‖² from products has lost too many of its seven digits.
const CANCELLATION = 0.1;
// Share of ‖x‖² + ‖y‖² by which ‖x - y‖² from products may be wrong: 25 times the largest found at a width of 2,048.
const UNCERTAINTY = 1e-4;
// Below this a sum of squares may have lost digits to squares that are too small for a float32.
const LEAST_SQUARES = 1e-26;
const MOST = 0x1.fffffep127f;

fn total(e: Element) -> f32 {
  return (e.x + e.y) + (e.z + e.w);
}

fn largestOf(e: Element) -> f32 {
  return max(max(e.x, e.y), max(e.z, e.w));
}

fn isFinite(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u;
}

// Computed from differences, which are divided by the largest one where their squares leave the range of float32.
fn distance(q: u32, r: u32) -> f32 {
  let width = parameters.width;
  let start = q * width;
  let end = start + width;
  let toRow = r * width - start;
  var sums = Element();
  var magnitudes = Element();
  // Starts at a row's offset, since software adapters unroll loops from 0 to a small uniform and compile them again for
  // each dispatch.
  for (var at = start; at < end; at++) {
    let difference = queries[at] - database[at + toRow];
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
  for (var at = start; at < end; at++) {
    let share = (queries[at] - database[at + toRow]) / largest;
    sums += share * share;
  }
  return largest * sqrt(total(sums));
}

// The square of a distance that at least k rows found so far do not exceed: that at the root of the query's first heap.
fn worstSquare(q: u32) -> f32 {
  let key = heaps[q * parameters.entries].x;
  if (key <= 1u) {
    return MOST;
  }
  let worst = bitcast<f32>(select(~key & 0x7fffffffu, 0u, key >= 0x80000000u));
  return worst * worst;
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
  let holds = isFinite(square) && square >= LEAST_SQUARES;
  if (holds && (square >= CANCELLATION * scale || square - UNCERTAINTY * scale > worstSquare(q))) {
    products[at] = sqrt(square);
  } else {
    products[at] = distance(q, r);
  }
}
