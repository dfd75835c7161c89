// Symmetric InfoNCE of n pairs and its gradient: Radford et al., arXiv 2103.00020, figure 3.
//
// Given are the cosines c (n × n, row i an audio, column j a text, row-major) and s. With logits z = exp(s) c, targets
// t (row i uniform over its targets; the pair's own column, or every column with the same text) and p, q the softmax of
// z over rows and over columns:
//
//   loss              = (mean over i of CE(z[i, :], t[i, :]) + mean over j of CE(z[:, j], t[:, j])) / 2
//   ∂loss/∂z          = (p + q - 2 t) / 2n
//   cosineGradient    = exp(s) ∂loss/∂z      (n × n)
//   logScaleGradient  = Σ z ∂loss/∂z         (since ∂z/∂s = z)
//
// Three passes: `lines` gives each of the n rows and n columns its statistics, `gradient` gives cosineGradient and a
// partial sum of logScaleGradient for each row, `finish` adds up the loss and the partial sums.
//
// The largest logit of a line is subtracted before exp, so nothing overflows at exp(s) = 100; a line keeps its largest
// logit and the inverse sum apart, since their logarithm as one number near 100 would lose the last digits of p.
//
// Bindings: each pass uses some, as its code shows; `lineResults` and `partials`, which one pass writes, are bound as
// `savedLines` and `savedPartials` to the next. Without SAME_TEXT nothing reads textIds, and any buffer may stand there.
//
// Work: one invocation a line, in work groups of 8, which a software adapter runs as one vector; `finish` is one work
// group. No atomics; every sum has a fixed order. In the loops n comes from the length of what is bound: bounded by a
// uniform of at most 32, lavapipe (Mesa 22.3) unrolls them and compiles the kernel anew at each dispatch, which took
// 26 ms instead of 0.3 at n = 30.

struct Parameters {
  n: u32,
  // Row i's text id is textIds[first + i].
  first: u32,
  lossIndex: u32,
}

struct Line {
  largest: f32,
  inverseSum: f32,
  crossEntropy: f32,
  // Each target's share of the line: 1 / number of targets.
  targetShare: f32,
}

// Whether targets are all pairs with the same text, else the pair itself.
override SAME_TEXT: bool = false;

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> cosines: array<f32>;
@group(0) @binding(2) var<storage, read> logScale: array<f32>;
@group(0) @binding(3) var<storage, read> textIds: array<u32>;
@group(0) @binding(4) var<storage, read_write> lineResults: array<Line>;
@group(0) @binding(5) var<storage, read> savedLines: array<Line>;
@group(0) @binding(6) var<storage, read_write> cosineGradient: array<f32>;
@group(0) @binding(7) var<storage, read_write> partials: array<f32>;
@group(0) @binding(8) var<storage, read> savedPartials: array<f32>;
@group(0) @binding(9) var<storage, read_write> loss: array<f32>;
@group(0) @binding(10) var<storage, read_write> logScaleGradient: array<f32>;

// What the targets of pair i have in common.
fn targetId(i: u32) -> u32 {
  if (SAME_TEXT) {
    return textIds[parameters.first + i];
  }
  return i;
}

@compute @workgroup_size(8)
fn lines(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let line = id.y * groups.x * 8u + id.x;
  let n = arrayLength(&lineResults) / 2u;
  if (line >= 2u * n) {
    return;
  }
  // Lines 0 to n - 1 are the rows, n to 2n - 1 the columns.
  let i = line % n;
  let start = select(i, i * n, line < n);
  let stride = select(n, 1u, line < n);
  let scale = exp(logScale[0]);
  let ownId = targetId(i);

  var largest = scale * cosines[start];
  var targetSum = 0.0;
  var targets = 0.0;
  for (var j = 0u; j < n; j++) {
    let logit = scale * cosines[start + j * stride];
    largest = max(largest, logit);
    if (targetId(j) == ownId) {
      targetSum += logit;
      targets += 1.0;
    }
  }
  var sum = 0.0;
  for (var j = 0u; j < n; j++) {
    sum += exp(scale * cosines[start + j * stride] - largest);
  }
  lineResults[line] = Line(largest, 1.0 / sum, log(sum) + (largest - targetSum / targets), 1.0 / targets);
}

@compute @workgroup_size(8)
fn gradient(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 8u + id.x;
  let n = arrayLength(&partials);
  if (i >= n) {
    return;
  }
  let scale = exp(logScale[0]);
  let half = 0.5 / f32(n);
  let row = savedLines[i];
  let ownId = targetId(i);
  var partial = 0.0;
  for (var j = 0u; j < n; j++) {
    let logit = scale * cosines[i * n + j];
    let column = savedLines[n + j];
    let p = exp(logit - row.largest) * row.inverseSum;
    let q = exp(logit - column.largest) * column.inverseSum;
    let share = select(0.0, row.targetShare, targetId(j) == ownId);
    let logitGradient = ((p - share) + (q - share)) * half;
    partial += logitGradient * logit;
    cosineGradient[i * n + j] = scale * logitGradient;
  }
  partials[i] = partial;
}

var<workgroup> lossSums: array<f32, 64>;
var<workgroup> gradientSums: array<f32, 64>;

@compute @workgroup_size(64)
fn finish(@builtin(local_invocation_index) lane: u32) {
  let n = parameters.n;
  var lossSum = 0.0;
  for (var line = lane; line < 2u * n; line += 64u) {
    lossSum += savedLines[line].crossEntropy;
  }
  var gradientSum = 0.0;
  for (var i = lane; i < n; i += 64u) {
    gradientSum += savedPartials[i];
  }
  lossSums[lane] = lossSum;
  gradientSums[lane] = gradientSum;
  workgroupBarrier();
  if (lane > 0u) {
    return;
  }
  lossSum = 0.0;
  gradientSum = 0.0;
  for (var other = 0u; other < 64u; other++) {
    lossSum += lossSums[other];
    gradientSum += gradientSums[other];
  }
  loss[parameters.lossIndex] = lossSum / f32(2u * n);
  logScaleGradient[0] = gradientSum;
}
