// Multiply-adds without memory traffic: the adapter's peak of float32 arithmetic, which kernels are measured against.
//
// Each invocation keeps a few independent vectors and multiplies and adds each one `rounds` · 8 times; a multiply-add
// of a vec4f counts as 8 operations. Factor and addend come from memory, so that the compiler cannot fold them, and the
// vectors are stored at the end, else it would drop the loop. They converge to addend / (1 - factor): none overflows or
// becomes subnormal. work[0]: rounds (the integer's bits), factor, addend, unused. out: one vec4f an invocation.
//
// Why several forms, of which the best counts: more vectors hide the latency of an addition until they no longer fit
// in registers, and `fma` is one instruction on most adapters but need not be. GFLOP/s on lavapipe (Mesa 22.3, 2 cores
// that did other work as well), the median of four runs:
//   fused2     119   (114 to 136)
//   fused4     134   (124 to 146)
//   fused8      96   (91 to 114)
// Products and sums with three vectors reached 121 (110 to 138), within that noise; separate4 has no figure of its own.
// The 8 multiply-adds are written out, since lavapipe does not unroll a loop over them and then reaches 48 to 74. `rounds` is
// a storage value, since lavapipe compiles a kernel again at each dispatch that bounds a loop by a small uniform.

@group(0) @binding(0) var<storage, read> work: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4f>;

fn start(invocation: u32, vector: u32) -> vec4f {
  return f32(invocation + vector) * vec4f(0.25, 0.5, 0.75, 1.0);
}

// 8 multiply-adds as `fma`.
fn fused(vector: vec4f, factor: vec4f, addend: vec4f) -> vec4f {
  var v = fma(vector, factor, addend);
  v = fma(v, factor, addend);
  v = fma(v, factor, addend);
  v = fma(v, factor, addend);
  v = fma(v, factor, addend);
  v = fma(v, factor, addend);
  v = fma(v, factor, addend);
  return fma(v, factor, addend);
}

// 8 multiply-adds as products and sums, which the compiler may fuse.
fn separate(vector: vec4f, factor: vec4f, addend: vec4f) -> vec4f {
  var v = vector * factor + addend;
  v = v * factor + addend;
  v = v * factor + addend;
  v = v * factor + addend;
  v = v * factor + addend;
  v = v * factor + addend;
  v = v * factor + addend;
  return v * factor + addend;
}

@compute @workgroup_size(64)
fn fused2(@builtin(global_invocation_id) id: vec3u) {
  let rounds = bitcast<u32>(work[0].x);
  let factor = vec4f(work[0].y);
  let addend = vec4f(work[0].z);
  var a = start(id.x, 0u);
  var b = start(id.x, 1u);
  for (var round = 0u; round < rounds; round++) {
    a = fused(a, factor, addend);
    b = fused(b, factor, addend);
  }
  out[id.x] = a + b;
}

@compute @workgroup_size(64)
fn fused4(@builtin(global_invocation_id) id: vec3u) {
  let rounds = bitcast<u32>(work[0].x);
  let factor = vec4f(work[0].y);
  let addend = vec4f(work[0].z);
  var a = start(id.x, 0u);
  var b = start(id.x, 1u);
  var c = start(id.x, 2u);
  var d = start(id.x, 3u);
  for (var round = 0u; round < rounds; round++) {
    a = fused(a, factor, addend);
    b = fused(b, factor, addend);
    c = fused(c, factor, addend);
    d = fused(d, factor, addend);
  }
  out[id.x] = a + b + c + d;
}

@compute @workgroup_size(64)
fn fused8(@builtin(global_invocation_id) id: vec3u) {
  let rounds = bitcast<u32>(work[0].x);
  let factor = vec4f(work[0].y);
  let addend = vec4f(work[0].z);
  var a = start(id.x, 0u);
  var b = start(id.x, 1u);
  var c = start(id.x, 2u);
  var d = start(id.x, 3u);
  var e = start(id.x, 4u);
  var f = start(id.x, 5u);
  var g = start(id.x, 6u);
  var h = start(id.x, 7u);
  for (var round = 0u; round < rounds; round++) {
    a = fused(a, factor, addend);
    b = fused(b, factor, addend);
    c = fused(c, factor, addend);
    d = fused(d, factor, addend);
    e = fused(e, factor, addend);
    f = fused(f, factor, addend);
    g = fused(g, factor, addend);
    h = fused(h, factor, addend);
  }
  out[id.x] = a + b + c + d + e + f + g + h;
}

@compute @workgroup_size(64)
fn separate4(@builtin(global_invocation_id) id: vec3u) {
  let rounds = bitcast<u32>(work[0].x);
  let factor = vec4f(work[0].y);
  let addend = vec4f(work[0].z);
  var a = start(id.x, 0u);
  var b = start(id.x, 1u);
  var c = start(id.x, 2u);
  var d = start(id.x, 3u);
  for (var round = 0u; round < rounds; round++) {
    a = separate(a, factor, addend);
    b = separate(b, factor, addend);
    c = separate(c, factor, addend);
    d = separate(d, factor, addend);
  }
  out[id.x] = a + b + c + d;
}
