// One iteration of exact t-SNE, and its divergence: van der Maaten and Hinton, "Visualizing Data using t-SNE" (2008).
//
// The inputs are the joint probabilities p (n × n, row-major, symmetric, sum 1, zero diagonal) and the map (2 × n: the
// x of all items, then the y). With w[i, j] = 1 / (1 + |y[i] - y[j]|²) for i ≠ j, Z = Σ w, q = w / Z and the
// exaggeration e:
//
//   gradient[i] = 4 Σ over j of (e p[i, j] - q[i, j]) w[i, j] (y[i] - y[j])      (equation 5; 2 × n as the map)
//   divergence  = Σ p log(p / q)                                                (equation 2, Kullback and Leibler)
//
// forces:      for each item Σ p w (y[i] - y[j]) and Σ w² (y[i] - y[j]), rows 0–1 and 2–3 of forces (4 × n), and Σ w:
//              so one pass over p is enough, although Z is known only after it
// addUp:       the sum of n numbers: Z from weights, the divergence from its parts
// gradient:    4 (e · attraction - repulsion / Z)
// divergences: for each item Σ over j of p log(p Z / w)
// update:      gains grow by 0.2 where gradient and velocity differ in sign, else shrink by a fifth, to at least 0.01
//              (Jacobs, 1988); velocity = momentum · velocity - learningRate · gains · gradient; map += velocity
//
// Bindings are declared below: each pass uses some; the output of one pass is bound as `saved…` to the next.
// `coordinates` is the map again, element by element. p may be bound a range of rows at a time.
//
// Work: an invocation of forces processes four items, in work groups of 8, which a software adapter runs as one vector.
// It loops along their four rows of p, in vectors of four, so that each position it reads serves four pairs; an
// invocation of divergences processes one item, and one of the elementwise passes four elements. Where n is not a
// multiple of 4 the host puts f32 in place of vec4f. Every sum has a fixed order. The length of the loop comes from the
// size of the binding, since lavapipe unrolls loops bounded by a small uniform and compiles them again for each
// dispatch.
//
// Variants of forces, in ms at n = 400 and 2,000 on lavapipe (Mesa 22.3), 2 cores; p is symmetric, so a kernel can also
// loop down the rows for items side by side:
//   along the row of 1 item        0.37    7.5
//   along the rows of 2 items      0.28    5.7
//   along the rows of 4 items      0.22    5.0
//   down, for 4 items              0.33   15.0
//   down, for 8 items              0.24    6.7
//   down, for 16 items             0.23    5.4

alias Element = vec4f;
alias Index = vec4u;

const SMALLEST_NORMAL = 1.1754944e-38;

const WIDTH = 4u;
const LANES = vec4u(0, 1, 2, 3);

struct Parameters {
  // Vectors in a row of p and of the map.
  vectors: u32,
  // The first row of p that is bound, and the number of bound rows.
  first: u32,
  rows: u32,
  // e
  exaggeration: f32,
  momentum: f32,
  learningRate: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> probabilities: array<Element>;
@group(0) @binding(2) var<storage, read> places: array<Element>;
@group(0) @binding(3) var<storage, read> coordinates: array<f32>;
@group(0) @binding(4) var<storage, read_write> forcesOut: array<f32>;
@group(0) @binding(5) var<storage, read_write> parts: array<f32>;
@group(0) @binding(6) var<storage, read> terms: array<f32>;
@group(0) @binding(7) var<storage, read_write> sum: array<f32>;
@group(0) @binding(8) var<storage, read> savedForces: array<Element>;
@group(0) @binding(9) var<storage, read> savedSum: array<f32>;
@group(0) @binding(10) var<storage, read_write> gradientOut: array<Element>;
@group(0) @binding(11) var<storage, read> savedGradient: array<Element>;
@group(0) @binding(12) var<storage, read_write> map: array<Element>;
@group(0) @binding(13) var<storage, read_write> velocity: array<Element>;
@group(0) @binding(14) var<storage, read_write> gains: array<Element>;

fn total(e: Element) -> f32 {
  return (e.x + e.y) + (e.z + e.w);
}

// Sums over the pairs of one item.
struct Item {
  // The item's row among the bound rows of p, and its number.
  row: u32,
  number: u32,
  x: f32,
  y: f32,
  attractionX: Element,
  attractionY: Element,
  repulsionX: Element,
  repulsionY: Element,
  weight: Element,
}

// The item of a row; rows past the end repeat the last, and `finish` drops them.
fn begin(row: u32) -> Item {
  var item = Item();
  item.row = min(row, parameters.rows - 1u);
  item.number = parameters.first + item.row;
  item.x = coordinates[item.number];
  item.y = coordinates[arrayLength(&coordinates) / 2u + item.number];
  return item;
}

// Adds the pairs with the items of vector `at`, at positions x and y.
fn visit(item: ptr<function, Item>, at: u32, x: Element, y: Element) {
  let dx = (*item).x - x;
  let dy = (*item).y - y;
  let isItself = WIDTH * at + LANES == Index((*item).number);
  let w = select(1.0 / (1.0 + dx * dx + dy * dy), Element(), isItself);
  let pull = probabilities[(*item).row * parameters.vectors + at] * w;
  let push = w * w;
  (*item).attractionX += pull * dx;
  (*item).attractionY += pull * dy;
  (*item).repulsionX += push * dx;
  (*item).repulsionY += push * dy;
  (*item).weight += w;
}

fn finish(row: u32, item: Item) {
  if (row >= parameters.rows) {
    return;
  }
  let n = arrayLength(&coordinates) / 2u;
  forcesOut[item.number] = total(item.attractionX);
  forcesOut[n + item.number] = total(item.attractionY);
  forcesOut[2u * n + item.number] = total(item.repulsionX);
  forcesOut[3u * n + item.number] = total(item.repulsionY);
  parts[item.number] = total(item.weight);
}

@compute @workgroup_size(8)
fn forces(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = 4u * (id.y * groups.x * 8u + id.x);
  if (row >= parameters.rows) {
    return;
  }
  var item0 = begin(row);
  var item1 = begin(row + 1u);
  var item2 = begin(row + 2u);
  var item3 = begin(row + 3u);
  let vectors = arrayLength(&places) / 2u;
  for (var at = 0u; at < vectors; at++) {
    let x = places[at];
    let y = places[vectors + at];
    visit(&item0, at, x, y);
    visit(&item1, at, x, y);
    visit(&item2, at, x, y);
    visit(&item3, at, x, y);
  }
  finish(row, item0);
  finish(row + 1u, item1);
  finish(row + 2u, item2);
  finish(row + 3u, item3);
}

var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn addUp(@builtin(local_invocation_index) lane: u32) {
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
  let row = id.y * groups.x * 8u + id.x;
  if (row >= parameters.rows) {
    return;
  }
  let item = parameters.first + row;
  let vectors = arrayLength(&places) / 2u;
  let ownX = coordinates[item];
  let ownY = coordinates[arrayLength(&coordinates) / 2u + item];
  var divergence = Element();
  for (var at = 0u; at < vectors; at++) {
    let dx = ownX - places[at];
    let dy = ownY - places[vectors + at];
    let p = probabilities[row * vectors + at];
    // Z / w is at least 1 off the diagonal, so that the ratio is as normal a number as p; p Z may underflow.
    let ratio = p * (savedSum[0] * (1.0 + dx * dx + dy * dy));
    // Where p is 0, including the diagonal, the limit of p log p is 0. Cards may treat subnormal numbers as 0 in a
    // product and not in a comparison; anything below the smallest normal number counts as 0.
    divergence += select(p * log(ratio), Element(), p < Element(SMALLEST_NORMAL));
  }
  parts[item] = total(divergence);
}

@compute @workgroup_size(64)
fn update(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let at = id.y * groups.x * 64u + id.x;
  if (at >= parameters.vectors) {
    return;
  }
  let slope = savedGradient[at];
  let before = velocity[at];
  // By their signs: the product of small numbers underflows to 0.
  let disagree = sign(before) * sign(slope) < Element();
  let gain = max(select(gains[at] * 0.8, gains[at] + 0.2, disagree), Element(0.01));
  let now = parameters.momentum * before - parameters.learningRate * gain * slope;
  gains[at] = gain;
  velocity[at] = now;
  map[at] += now;
}
