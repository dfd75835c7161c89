// The end of an exact search (nearestRows): merges the lists of each query into one and writes the result.
//
// merge:  merged[q, p] = the k best of lists 2p and 2p + 1 of query q, in order; a lone last list is copied
// finish: scores and rows (queries × k) from one list per query; an empty entry gives row 0xffffffff and -infinity
//
// Lists are k entries (key, row), best first, in the form of nearest_select.wgsl. With distances a key is that of -‖x -
// y‖, and scores are distances, infinite where an entry is empty.
//
// Work: one invocation per entry. merge: an entry's position is its position in its own list plus, by a binary search,
// the number of better entries in the other list, so that no invocation waits for another. Not timed on graphics cards.

struct Parameters {
  // Number of entries, one per invocation.
  count: u32,
  // Number of lists per query before merging.
  lists: u32,
  k: u32,
  euclidean: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> sorted: array<vec2u>;
@group(0) @binding(2) var<storage, read_write> merged: array<vec2u>;
@group(0) @binding(3) var<storage, read_write> scores: array<f32>;
@group(0) @binding(4) var<storage, read_write> rows: array<u32>;

fn bitsOf(key: u32) -> u32 {
  if (key == 1u) {
    return 0x7fc00000u;
  }
  return select(~key, key & 0x7fffffffu, key >= 0x80000000u);
}

fn isBetter(a: vec2u, b: vec2u) -> bool {
  return a.x > b.x || (a.x == b.x && a.y < b.y);
}

@compute @workgroup_size(64)
fn merge(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.y * groups.x * 64u + id.x;
  if (index >= parameters.count) {
    return;
  }
  let k = parameters.k;
  let list = index / k;
  let place = index % k;
  let query = list / parameters.lists;
  let own = list % parameters.lists;
  let pairs = (parameters.lists + 1u) / 2u;
  let entry = sorted[index];
  let other = own ^ 1u;
  var low = 0u;
  if (other < parameters.lists) {
    // Equal entries, both empty, take consecutive positions: those of the first list come first.
    let isSecond = own > other;
    let start = (query * parameters.lists + other) * k;
    var high = k;
    while (low < high) {
      let middle = (low + high) / 2u;
      let found = sorted[start + middle];
      if (isBetter(found, entry) || (isSecond && all(found == entry))) {
        low = middle + 1u;
      } else {
        high = middle;
      }
    }
  }
  if (place + low < k) {
    merged[(query * pairs + own / 2u) * k + place + low] = entry;
  }
}

@compute @workgroup_size(64)
fn finish(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.y * groups.x * 64u + id.x;
  if (index >= parameters.count) {
    return;
  }
  let entry = sorted[index];
  var bits = bitsOf(entry.x);
  if (entry.x == 0u) {
    bits = 0xff800000u;
  }
  // A distance is the negative of a score; 0 has no sign.
  if (parameters.euclidean == 1u && bits != 0u) {
    bits ^= 0x80000000u;
  }
  scores[index] = bitcast<f32>(bits);
  rows[index] = entry.y;
}
