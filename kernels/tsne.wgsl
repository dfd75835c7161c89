// One iteration of exact t-SNE, and its divergence: van der Maaten and Hinton, "Visualizing Data using t-SNE" (2008).
//
// Given are the joint probabilities p (n × n, row-major, symmetric, sum 1, zero diagonal) and the map (2 × n: the x of
// all items, then the y). With w[i, j] = 1 / (1 + |y[i] - y[j]|²) for i ≠ j, Z = Σ w, q = w / Z and the exaggeration e:
//
//   gradient[i] = 4 Σ over j of (e p[i, j] - q[i, j]) w[i, j] (y[i] - y[j])      (equation 5; 2 × n as the map)
//   divergence  = Σ p log(p / q)                                                (equation 2, Kullback and Leibler)
//
// forces:      for each item Σ p w (y[i] - y[j]), Σ w² (y[i] - y[j]) and Σ w: rows 0–1, 2–3 of forces, and weights.
//              So one pass over p serves, although Z is known only after it.
// total:       the sum of n numbers: Z from weights, the divergence from its parts
// gradient:    4 (e · attraction - repulsion / Z)
// divergences: for each item Σ over j of p log(p Z / w)
// update:      gains grow by 0.2 where gradient and velocity disagree in sign, else shrink by a fifth, to 0.01 at least
//              (Jacobs, 1988); velocity = momentum · velocity - learningRate · gains · gradient; map += velocity
//
// Bindings as declared below: each pass uses some; what one pass writes is bound as `saved…` to the next. `coordinates`
// is the map once more, element by element.
//
// Work: forces and divergences take one invocation for four items, in work groups of 8, which a software adapter runs
// as one vector. It walks down the rows of p, which as p is symmetric hold what its items need: a vector of four from p
// and two coordinates a step, side by side with those of its neighbours. One invocation an item, which walks along its
// row, reads three vectors a step. The other passes take an invocation for four elements. Where n is no multiple of 4
// the host puts f32 in place of vec4f. Every sum has a fixed order. The length of the walk comes from what is bound,
// since lavapipe unrolls loops bounded by a small uniform anew at each dispatch. p may be bound a range of rows at a
// time; later ranges add to what is there.

alias Element = vec4f;
alias Index = vec4u;

const WIDTH = 4u;
const LANES = vec4u(0, 1, 2, 3);

struct Parameters {
  // Vectors in a row of p and of the map.
  vectors: u32,
  // The first row of p that is bound.
  first: u32,
  // e
  exaggeration: f32,
  momentum: f32,
  learningRate: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> probabilities: array<Element>;
@group(0) @binding(2) var<storage, read> places: array<Element>;
@group(0) @binding(3) var<storage, read> coordinates: array<f32>;
@group(0) @binding(4) var<storage, read_write> forcesOut: array<Element>;
@group(0) @binding(5) var<storage, read_write> parts: array<Element>;
@group(0) @binding(6) var<storage, read> terms: array<f32>;
@group(0) @binding(7) var<storage, read_write> sum: array<f32>;
@group(0) @binding(8) var<storage, read> savedForces: array<Element>;
@group(0) @binding(9) var<storage, read> savedSum: array<f32>;
@group(0) @binding(10) var<storage, read_write> gradientOut: array<Element>;
@group(0) @binding(11) var<storage, read> savedGradient: array<Element>;
@group(0) @binding(12) var<storage, read_write> map: array<Element>;
@group(0) @binding(13) var<storage, read_write> velocity: array<Element>;
@group(0) @binding(14) var<storage, read_write> gains: array<Element>;

@compute @workgroup_size(8)
fn forces(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let vectors = parameters.vectors;
  let at = id.y * groups.x * 8u + id.x;
  if (at >= vectors) {
    return;
  }
  let items = WIDTH * at + LANES;
  let n = WIDTH * vectors;
  let x = places[at];
  let y = places[vectors + at];
  var attractionX = Element();
  var attractionY = Element();
  var repulsionX = Element();
  var repulsionY = Element();
  var weight = Element();
  if (parameters.first > 0u) {
    attractionX = forcesOut[at];
    attractionY = forcesOut[vectors + at];
    repulsionX = forcesOut[2u * vectors + at];
    repulsionY = forcesOut[3u * vectors + at];
    weight = parts[at];
  }
  let rows = arrayLength(&probabilities) / vectors;
  for (var row = 0u; row < rows; row++) {
    let j = parameters.first + row;
    let dx = x - coordinates[j];
    let dy = y - coordinates[n + j];
    let w = select(1.0 / (1.0 + dx * dx + dy * dy), Element(), items == Index(j));
    let pull = probabilities[row * vectors + at] * w;
    let push = w * w;
    attractionX += pull * dx;
    attractionY += pull * dy;
    repulsionX += push * dx;
    repulsionY += push * dy;
    weight += w;
  }
  forcesOut[at] = attractionX;
  forcesOut[vectors + at] = attractionY;
  forcesOut[2u * vectors + at] = repulsionX;
  forcesOut[3u * vectors + at] = repulsionY;
  parts[at] = weight;
}

var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn total(@builtin(local_invocation_index) lane: u32) {
  var own = 0.0;
  for (var i = lane; i < arrayLength(&terms); i += 64u) {
    own += terms[i];
  }
  sums[lane] = own;
  workgroupBarrier();
  if (lane > 0u) {
    return;
  }
  own = 0.0;
  for (var other = 0u; other < 64u; other++) {
    own += sums[other];
  }
  sum[0] = own;
}

@compute @workgroup_size(64)
fn gradient(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = id.y * groups.x * 64u + id.x;
  if (at >= 2u * parameters.vectors) {
    return;
  }
  let attraction = parameters.exaggeration * savedForces[at];
  let repulsion = savedForces[2u * parameters.vectors + at] / savedSum[0];
  gradientOut[at] = 4.0 * (attraction - repulsion);
}

@compute @workgroup_size(8)
fn divergences(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let vectors = parameters.vectors;
  let at = id.y * groups.x * 8u + id.x;
  if (at >= vectors) {
    return;
  }
  let n = WIDTH * vectors;
  let x = places[at];
  let y = places[vectors + at];
  var divergence = Element();
  if (parameters.first > 0u) {
    divergence = parts[at];
  }
  let rows = arrayLength(&probabilities) / vectors;
  for (var row = 0u; row < rows; row++) {
    let j = parameters.first + row;
    let dx = x - coordinates[j];
    let dy = y - coordinates[n + j];
    let p = probabilities[row * vectors + at];
    let ratio = p * savedSum[0] * (1.0 + dx * dx + dy * dy);
    // Where p is 0, so on the diagonal, the limit of p log p is 0.
    divergence += select(p * log(ratio), Element(), p == Element());
  }
  parts[at] = divergence;
}

@compute @workgroup_size(64)
fn update(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = id.y * groups.x * 64u + id.x;
  if (at >= parameters.vectors) {
    return;
  }
  let slope = savedGradient[at];
  let before = velocity[at];
  let gain = max(select(gains[at] * 0.8, gains[at] + 0.2, before * slope < Element()), Element(0.01));
  let now = parameters.momentum * before - parameters.learningRate * gain * slope;
  gains[at] = gain;
  velocity[at] = now;
  map[at] += now;
}
