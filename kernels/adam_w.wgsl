// One AdamW update (Loshchilov and Hutter, arXiv 1711.05101) of all parameters, in PyTorch's order of operations:
//
//   g      = gradient · min(1, clipNorm / (norm + 1e-6))
//   p      = p · (1 - rate · weightDecay)
//   m      = m + (1 - β1) (g - m)
//   v      = β2 v + (1 - β2) g²
//   p      = p - rate / (1 - β1^t) · m / (sqrt(v) / sqrt(1 - β2^t) + ε)
//
// and one parameter (the log scale) is clamped. The host computes the scalars that depend on the step t in 64 bits: 1 -
// β^t in 32 bits would lose digits at small t.
//
// Bindings: gradients and norm (1 × 1) are read; parameters, first and second moments (1 × count each) are updated.
// Elements are processed in vectors of four: on a software adapter that takes half the time of one by one (16,384 sums:
// 52 against 98 µs), on a graphics card it widens loads. Where a count is not a multiple of 4 the host puts f32 in
// place of vec4f.
// Work: one invocation per vector; a grid of two dimensions, since one holds at most 65,535 work groups. A software
// adapter spends its time on the loads and stores, about 1 ns of a core for each number: without clamp, divisions and
// square root, without the branch, or in work groups of 256 it took the same 0.7 ms for 95,000 parameters.

alias Element = vec4f;
alias Index = vec4u;
const WIDTH = 4u;
const LANES = vec4u(0, 1, 2, 3);

struct Parameters {
  count: u32,
  clampIndex: u32,
  clampLow: f32,
  clampHigh: f32,
  clipNorm: f32,
  decay: f32,
  oneMinusBeta1: f32,
  beta2: f32,
  oneMinusBeta2: f32,
  stepSize: f32,
  rootCorrection2: f32,
  epsilon: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read_write> weights: array<Element>;
@group(0) @binding(2) var<storage, read> gradients: array<Element>;
@group(0) @binding(3) var<storage, read_write> firstMoment: array<Element>;
@group(0) @binding(4) var<storage, read_write> secondMoment: array<Element>;
@group(0) @binding(5) var<storage, read> gradientNorm: array<f32>;

// Compares bits, since a compiler may assume that there is no NaN: through OpenGL a comparison with one came out true.
fn isNan(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
}

@compute @workgroup_size(64)
fn update(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  // Before the branch a software adapter reads it once for 8 invocations, after the branch once for each.
  let ratio = parameters.clipNorm / (gradientNorm[0] + 1e-6);
  let i = id.y * groups.x * 64u + id.x;
  if (i >= parameters.count) {
    return;
  }
  let g = gradients[i] * select(ratio, 1.0, ratio > 1.0 && !isNan(ratio));
  let before = firstMoment[i];
  let m = before + parameters.oneMinusBeta1 * (g - before);
  let v = parameters.beta2 * secondMoment[i] + parameters.oneMinusBeta2 * g * g;
  var p = weights[i] * parameters.decay;
  p -= parameters.stepSize * m / (sqrt(v) / parameters.rootCorrection2 + parameters.epsilon);
  // NaN is not clamped either.
  let notNan = (bitcast<Index>(p) & Index(0x7fffffffu)) <= Index(0x7f800000u);
  let clamped = (i * WIDTH + LANES == Index(parameters.clampIndex)) & notNan;
  p = select(p, Element(parameters.clampLow), clamped & (p < Element(parameters.clampLow)));
  p = select(p, Element(parameters.clampHigh), clamped & (p > Element(parameters.clampHigh)));
  weights[i] = p;
  firstMoment[i] = m;
  secondMoment[i] = v;
}
