// Selects the k best rows of a strip of a database for each query of an exact search (nearestRows), from the products
// of the strip with the queries; then sorts each list, best first.
//
// products: strip rows × queries (padded to a multiple of 4), row-major; query q and row r have the score
//   inner product  products[r, q]
//   cosine         products[r, q] · measures[r]      (queries of unit length, measures = 1/‖row‖)
//   euclidean      -products[r, q]                   (nearest_distances.wgsl has replaced products by distances)
// queryGroups, rowGroups: where grouped, rows of the query's group are left out
// heaps:    queries × lists × k entries (key, row), kept from strip to strip; `clear` empties them
//
// A key is the score as an integer of the same order; 1 is NaN, which ranks last, and 0 an empty entry. Of equal keys
// the lower row ranks first, so an entry's position does not depend on the order of visiting.
//
// Work: choose: one invocation holds the heaps of 4 queries for one list, and a list takes every `lists`-th block of 4
// rows, so that neighbors read neighboring addresses. Its threshold is the worst of the k, the root of the heap: most
// blocks cost only 16 comparisons by vectors, since a query meets k (1 + ln(rows / k)) better rows. Scores that beat
// the threshold are collected as bits, taken one by one, and sink into the heap in log₂ k steps.
// sort: one invocation per list, heapsort.
//
// Why this way: the products come from the matrix kernels, which differ by the class of adapter, and the rest costs
// little compared with them. For 64 queries in 100,352 × 512 (cosine) on a software adapter the products take 300 to
// 500 ms of processor time, depending on their kernel, ‖row‖ 30, selecting 30 with k 10 and 170 with k 1,024. A kernel
// that selects while it multiplies could save no more than that, and each way of multiplying would need its own. Strips
// of 0.5 to 8 MiB of products differ by no more than the noise of 10 %. So do 16 to 128 invocations with k 10; with k
// 1,024 a whole search takes 480 ms with 16, 550 with 32, 650 with 64 and 820 with 128, since each list fills up by
// itself. Not timed on graphics cards.

struct Parameters {
  // First row of the strip in the database.
  firstRow: u32,
  // Number of queries padded to a multiple of 4, as in products, and without padding.
  queries: u32,
  queryCount: u32,
  lists: u32,
  // 0 inner product, 1 cosine, 2 euclidean
  metric: u32,
  grouped: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> products: array<vec4f>;
@group(0) @binding(2) var<storage, read> measures: array<vec4f>;
@group(0) @binding(3) var<storage, read> queryGroups: array<u32>;
@group(0) @binding(4) var<storage, read> rowGroups: array<u32>;
@group(0) @binding(5) var<storage, read_write> heaps: array<vec2u>;

const NOTHING = vec2u(0u, 0xffffffffu);
const NAN_KEY = vec4u(1u);

// Scores as integers in the same order: negative floats have all bits flipped, others the sign bit set; -0 is 0.
fn keysOf(scores: vec4f) -> vec4u {
  let bits = bitcast<vec4u>(scores);
  let magnitude = bits & vec4u(0x7fffffffu);
  let ordered = select(bits | vec4u(0x80000000u), ~bits, bits > vec4u(0x80000000u));
  return select(ordered, NAN_KEY, magnitude > vec4u(0x7f800000u));
}

fn isWorse(a: vec2u, b: vec2u) -> bool {
  return a.x < b.x || (a.x == b.x && a.y > b.y);
}

// Replaces the root of the heap of `size` entries that begins at `start` and lets the new entry sink.
fn sink(start: u32, size: u32, entry: vec2u) {
  sinkFrom(start, 0u, size, entry);
}

fn sinkFrom(start: u32, first: u32, size: u32, entry: vec2u) {
  var at = first;
  loop {
    var child = 2u * at + 1u;
    if (child >= size) {
      break;
    }
    var worst = heaps[start + child];
    if (child + 1u < size) {
      let other = heaps[start + child + 1u];
      if (isWorse(other, worst)) {
        worst = other;
        child++;
      }
    }
    if (!isWorse(worst, entry)) {
      break;
    }
    heaps[start + at] = worst;
    at = child;
  }
  heaps[start + at] = entry;
}

@compute @workgroup_size(64)
fn clear(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = id.y * groups.x * 64u + id.x;
  if (at < arrayLength(&heaps)) {
    heaps[at] = NOTHING;
  }
}

fn scoresOf(block: u32, row: u32, column: u32) -> vec4f {
  let scores = products[(4u * block + row) * (parameters.queries / 4u) + column];
  if (parameters.metric == 1u) {
    return scores * measures[block][row];
  }
  return select(scores, -scores, parameters.metric == 2u);
}

@compute @workgroup_size(8)
fn choose(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.y * groups.x * 8u + id.x;
  let across = parameters.queries / 4u;
  let lists = parameters.lists;
  if (index >= across * lists) {
    return;
  }
  // Bounded by the lengths of arrays, since software adapters unroll loops that end at a small uniform and compile them
  // again for each dispatch.
  let k = arrayLength(&heaps) / (parameters.queries * lists);
  let column = index % across;
  let list = index / across;
  let starts = (vec4u(0, 1, 2, 3) + 4u * column) * (lists * k) + list * k;
  var threshold = vec4u(heaps[starts.x].x, heaps[starts.y].x, heaps[starts.z].x, heaps[starts.w].x);
  let rows = arrayLength(&products) / across;
  let blocks = (rows + 3u) / 4u;
  for (var block = list; block < blocks; block += lists) {
    let keys = array<vec4u, 4>(
      keysOf(scoresOf(block, 0u, column)),
      keysOf(scoresOf(block, 1u, column)),
      keysOf(scoresOf(block, 2u, column)),
      keysOf(scoresOf(block, 3u, column)),
    );
    let better = vec4u(keys[0] > threshold) | (vec4u(keys[1] > threshold) << vec4u(1u)) |
      (vec4u(keys[2] > threshold) << vec4u(2u)) | (vec4u(keys[3] > threshold) << vec4u(3u));
    var waiting = better.x | (better.y << 4u) | (better.z << 8u) | (better.w << 12u);
    while (waiting != 0u) {
      let bit = firstTrailingBit(waiting);
      waiting &= waiting - 1u;
      let row = 4u * block + (bit & 3u);
      let query = bit >> 2u;
      let key = keys[bit & 3u][query];
      let q = 4u * column + query;
      if (key <= threshold[query] || row >= rows || q >= parameters.queryCount) {
        continue;
      }
      if (parameters.grouped == 1u && queryGroups[q] == rowGroups[row]) {
        continue;
      }
      let start = starts[query];
      sink(start, k, vec2u(key, parameters.firstRow + row));
      threshold[query] = heaps[start].x;
    }
  }
}

@compute @workgroup_size(8)
fn sort(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let list = id.y * groups.x * 8u + id.x;
  let lists = parameters.queryCount * parameters.lists;
  if (list >= lists) {
    return;
  }
  let k = arrayLength(&heaps) / (parameters.queries * parameters.lists);
  let start = list * k;
  for (var parent = k / 2u; parent > 0u; parent--) {
    sinkFrom(start, parent - 1u, k, heaps[start + parent - 1u]);
  }
  for (var size = k; size > 1u; size--) {
    let worst = heaps[start];
    let last = heaps[start + size - 1u];
    sink(start, size - 1u, last);
    heaps[start + size - 1u] = worst;
  }
}
