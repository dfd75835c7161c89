// dropout:    y = x · mask / (1 - rate): inverted dropout, Srivastava et al., JMLR 15 (2014)
// dropoutAdd: y = residual + x · mask / (1 - rate), the end of a residual branch
//
// The mask is never stored: element i is kept where the first word of Threefry-2x32-20 with key (seed, layer) and
// counter (i, step) is at least round(rate · 2³²). The backward pass draws the same mask again, and every device draws
// the same one. Threefry: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011); it needs only 32-bit
// addition, rotation and xor, which WGSL has. Its rounds take two fifths of this kernel's time on a software adapter;
// using both words, for two elements, would halve them and save 1 % of a training step.
//
// Bindings: x and (dropoutAdd) residual are read; y is written. `scale` is 1 / (1 - rate). Elements are processed in
// vectors of four: on a software adapter that takes half the time of one by one (16,384 sums: 52 against 98 µs), on a
// graphics card it widens loads. Where a count is not a multiple of 4 the host puts f32 in place of vec4f.
// Work: one invocation per vector; a grid of two dimensions, since one holds at most 65,535 work groups.

alias Element = vec4f;
alias Index = vec4u;
const WIDTH = 4u;
const LANES = vec4u(0, 1, 2, 3);

struct Parameters {
  count: u32,
  threshold: u32,
  seed: u32,
  layer: u32,
  step: u32,
  scale: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> x: array<Element>;
@group(0) @binding(2) var<storage, read_write> y: array<Element>;
@group(0) @binding(3) var<storage, read> residual: array<Element>;

// Two words for each element.
struct Block {
  first: Index,
  second: Index,
}

fn rotateLeft(word: Index, distance: u32) -> Index {
  return (word << Index(distance)) | (word >> Index(32u - distance));
}

// Four rounds with their rotations, then the injection of two key words.
fn fourRounds(block: Block, rotations: vec4u, injection: vec2u) -> Block {
  var x = block;
  for (var round = 0u; round < 4u; round++) {
    x.first += x.second;
    x.second = rotateLeft(x.second, rotations[round]) ^ x.first;
  }
  return Block(x.first + injection.x, x.second + injection.y);
}

// The first of the two random words of each counter (index, step).
fn threefry(key: vec2u, index: Index, step: u32) -> Index {
  let even = vec4u(13, 15, 26, 6);
  let odd = vec4u(17, 29, 16, 24);
  let last = 0x1bd11bdau ^ key.x ^ key.y;
  var block = Block(index + key.x, Index(step + key.y));
  block = fourRounds(block, even, vec2u(key.y, last + 1u));
  block = fourRounds(block, odd, vec2u(last, key.x + 2u));
  block = fourRounds(block, even, vec2u(key.x, key.y + 3u));
  block = fourRounds(block, odd, vec2u(key.y, last + 4u));
  return fourRounds(block, even, vec2u(last, key.x + 5u)).first;
}

fn dropped(i: u32) -> Element {
  let word = threefry(vec2u(parameters.seed, parameters.layer), i * WIDTH + LANES, parameters.step);
  return select(Element(), x[i] * parameters.scale, word >= Index(parameters.threshold));
}

@compute @workgroup_size(64)
fn dropout(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i < parameters.count) {
    y[i] = dropped(i);
  }
}

@compute @workgroup_size(64)
fn dropoutAdd(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i < parameters.count) {
    y[i] = residual[i] + dropped(i);
  }
}
