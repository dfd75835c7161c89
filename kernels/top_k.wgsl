// The k largest scores of each row (scores: rows × columns, row-major), in falling order, ties by the lower column, and
// their columns. NaN ranks below everything; -0 equals 0.
//
// Bindings: scores read; values and places (rows × k each) written.
//
// Work: one invocation a row, in work groups of 8, which a software adapter runs as one vector. It keeps its row of
// `values` sorted and inserts each score that beats the last of the k: in random order that happens about
// k ln(columns / k) times, so most scores cost one comparison.

struct Parameters {
  rows: u32,
  columns: u32,
  k: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> scores: array<f32>;
@group(0) @binding(2) var<storage, read_write> values: array<f32>;
@group(0) @binding(3) var<storage, read_write> places: array<u32>;

// Scores as integers in the same order: negative floats have all bits flipped, others the sign bit set.
fn rank(score: f32) -> u32 {
  let bits = bitcast<u32>(score);
  let magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) {
    return 0u;
  }
  return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}

@compute @workgroup_size(8)
fn topK(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = id.y * groups.x * 8u + id.x;
  if (row >= parameters.rows) {
    return;
  }
  let k = parameters.k;
  let start = row * k;
  var last = 0u;
  for (var column = 0u; column < parameters.columns; column++) {
    let score = scores[row * parameters.columns + column];
    let scoreRank = rank(score);
    if (column >= k && scoreRank <= last) {
      continue;
    }
    var at = min(column, k - 1u);
    while (at > 0u && rank(values[start + at - 1u]) < scoreRank) {
      values[start + at] = values[start + at - 1u];
      places[start + at] = places[start + at - 1u];
      at--;
    }
    values[start + at] = score;
    places[start + at] = column;
    last = rank(values[start + min(column, k - 1u)]);
  }
}
