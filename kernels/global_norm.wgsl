// norm = the square root of the sum of squares of x (count elements), in two passes of fixed order.
//
// squares: partials[i] = the sum of squares of x[i], x[i + 1024], x[i + 2048], … for i < 1,024, where an x is a vector of
//          four; where count is no multiple of 4 the host puts f32 in place of vec4f
// root:    norm = sqrt of the sum of the partials
//
// Bindings: x, partials, norm; each pass uses two.
// Work: 1,024 invocations with neighbouring addresses, then one work group of 64. No atomics, so the same input gives
// the same bits.

alias Element = vec4f;

struct Parameters {
  // Vectors in x.
  count: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> x: array<Element>;
@group(0) @binding(2) var<storage, read_write> partials: array<f32>;
@group(0) @binding(3) var<storage, read> savedPartials: array<f32>;
@group(0) @binding(4) var<storage, read_write> norm: array<f32>;

const PARTIALS = 1024u;

fn total(e: Element) -> f32 {
  return (e.x + e.y) + (e.z + e.w);
}

@compute @workgroup_size(64)
fn squares(@builtin(global_invocation_id) id: vec3u) {
  var sum = Element();
  for (var i = id.x; i < parameters.count; i += PARTIALS) {
    sum += x[i] * x[i];
  }
  partials[id.x] = total(sum);
}

var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn root(@builtin(local_invocation_index) lane: u32) {
  var sum = 0.0;
  for (var i = lane; i < PARTIALS; i += 64u) {
    sum += savedPartials[i];
  }
  sums[lane] = sum;
  workgroupBarrier();
  if (lane > 0u) {
    return;
  }
  sum = 0.0;
  for (var other = 0u; other < 64u; other++) {
    sum += sums[other];
  }
  norm[0] = sqrt(sum);
}
