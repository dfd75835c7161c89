// Symmetric InfoNCE of n pairs and its gradient: Radford et al., arXiv 2103.00020, figure 3. The n × n logits are
// processed in tiles, so that they need not all be in memory at once.
//
// The inputs are tiles of the cosines c (row i an audio, column j a text; a tile is rows × columns, row-major) and s.
// With logits z = exp(s) c, targets t (row i is uniform over its targets: the pair's own column, or every column with
// the same text) and p, q the softmax of z over rows and over columns:
//
//   loss              = (mean over i of CE(z[i, :], t[i, :]) + mean over j of CE(z[:, j], t[:, j])) / 2
//   ∂loss/∂z          = (p + q - 2 t) / 2n
//   cosineGradient    = exp(s) ∂loss/∂z
//   logScaleGradient  = Σ z ∂loss/∂z         (since ∂z/∂s = z)
//
// Five numbers describe each line (a row or a column), and they add up over parts of the line (Milakov and Gimelshein,
// arXiv 1805.02867): its largest logit m, Σ exp(z - m), Σ exp(z - m) (z - m), and over its targets Σ (m - z) and their
// number. They determine p, q and, with τ = Σ (m - z) / targets:
//
//   CE                = log Σ exp(z - m) + τ
//   logScaleGradient  = Σ over lines of (Σ exp(z - m) (z - m) / Σ exp(z - m) + τ) / 2n
//
// Nothing overflows at exp(s) = 100, and the terms of every sum over a line have the same sign.
//
// First, for each tile: `lineParts` computes the numbers of 64 logits of each line, and `merge` adds those of all parts
// to the line's. Then `finish` computes the loss and logScaleGradient. Then, for each tile, which may have been
// computed again: `gradient` replaces the cosines by their gradient.
//
// Bindings: each pass uses some, as its code shows; `parts` and `lines`, which one pass writes, are bound as
// `savedParts` and `savedLines` to the next. lines: the n rows, then the n columns. parts: those of the rows, one part
// after the other, then those of the columns. Without SHARED_TARGETS itemIds is not read and may be any buffer.
//
// Work: one invocation for 64 logits of a row, or of four neighboring columns, which it loops down; one for a line in
// `merge`; `finish` is one work group. No atomics; every sum has a fixed order. Logits are read in vectors of four
// along rows; where a tile's columns are not a multiple of 4 the host puts f32 in place of vec4f.
//
// On a graphics card neighbors of `columnPart` and `gradient` read and write neighboring addresses; those of `rowPart`
// use every byte of the cache lines that they load. One part a line would leave most of a card idle.
//
// Measured on lavapipe (Mesa 22.3, 2 cores), ns per logit of a 2048 × 2048 tile: parts of rows 2.1, of columns 3.4,
// merge 0.4, gradient 3.7; the products of width 512, 6 · 512 operations per logit, take 150 at 20 GFLOP/s. With other
// work on the machine: 3.2, 8.8, 0.3 and 9.6 in that tile, 2.9, 3.0, 0.7 and 6.6 in one of 512 × 512, whose rows are
// nearer to each other. The sums of logScaleGradient come from the lines, since in `gradient` each invocation would
// need memory for its own. Parts of rows and columns as two dispatches: 0.07 to 0.1 ms more at 128 pairs, where those
// of columns are one work group.

alias Element = vec4f;
alias Index = vec4u;
const WIDTH = 4u;
const LANES = vec4u(0, 1, 2, 3);

// Logits of a line that one invocation processes.
const PART = 64u;
// Below every logit; exp of its difference to any logit is 0.
const LOWEST = -1e30;

struct Parameters {
  n: u32,
  // Where the tile begins, and its size.
  firstRow: u32,
  firstColumn: u32,
  rows: u32,
  columns: u32,
  // Row i's target id, of its text or sound, is itemIds[firstId + i].
  firstId: u32,
  lossIndex: u32,
}

struct Line {
  largest: f32,
  // Σ exp(z - largest)
  sum: f32,
  // Σ exp(z - largest) (z - largest)
  spread: f32,
  // Σ (largest - z) over the targets
  shortfall: f32,
  targets: f32,
}

// Whether the targets are all pairs with the same text, else only the pair itself.
override SHARED_TARGETS: bool = false;

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> cosines: array<Element>;
@group(0) @binding(2) var<storage, read> logScale: array<f32>;
@group(0) @binding(3) var<storage, read> itemIds: array<u32>;
@group(0) @binding(4) var<storage, read_write> parts: array<Line>;
@group(0) @binding(5) var<storage, read> savedParts: array<Line>;
@group(0) @binding(6) var<storage, read_write> lines: array<Line>;
@group(0) @binding(7) var<storage, read> savedLines: array<Line>;
@group(0) @binding(8) var<storage, read_write> cosineGradient: array<Element>;
@group(0) @binding(9) var<storage, read_write> loss: array<f32>;
@group(0) @binding(10) var<storage, read_write> logScaleGradient: array<f32>;

fn total(e: Element) -> f32 {
  return (e.x + e.y) + (e.z + e.w);
}

fn greatest(e: Element) -> f32 {
  return max(max(e.x, e.y), max(e.z, e.w));
}

fn lane(e: Element, k: u32) -> f32 {
  return e[k];
}

fn setLane(e: ptr<function, Element>, k: u32, value: f32) {
  (*e)[k] = value;
}

// What the targets of pair i have in common.
fn targetId(i: u32) -> u32 {
  if (SHARED_TARGETS) {
    return itemIds[parameters.firstId + i];
  }
  return i;
}

// The same for a vector of pairs.
fn targetIds(i: u32) -> Index {
  if (SHARED_TARGETS) {
    let at = parameters.firstId + i;
    return vec4u(itemIds[at], itemIds[at + 1u], itemIds[at + 2u], itemIds[at + 3u]);
  }
  return i + LANES;
}

fn rowPart(index: u32) {
  let part = index / parameters.rows;
  let row = index - part * parameters.rows;
  let vectors = parameters.columns / WIDTH;
  let first = part * (PART / WIDTH);
  let end = min(first + PART / WIDTH, vectors);
  if (first >= end) {
    return;
  }
  let scale = exp(logScale[0]);
  let ownId = targetId(parameters.firstRow + row);
  let start = row * vectors;

  var most = Element() + LOWEST;
  for (var v = first; v < end; v++) {
    most = max(most, scale * cosines[start + v]);
  }
  let largest = greatest(most);
  var sum = Element();
  var spread = Element();
  var shortfall = Element();
  var targets = Element();
  for (var v = first; v < end; v++) {
    let below = scale * cosines[start + v] - largest;
    let weight = exp(below);
    sum += weight;
    spread += weight * below;
    let isTarget = targetIds(parameters.firstColumn + v * WIDTH) == Index(ownId);
    shortfall -= select(Element(), below, isTarget);
    targets += select(Element(), Element() + 1.0, isTarget);
  }
  parts[index] = Line(largest, total(sum), total(spread), total(shortfall), total(targets));
}

fn columnPart(index: u32) {
  let vectors = parameters.columns / WIDTH;
  let part = index / vectors;
  let v = index - part * vectors;
  let first = part * PART;
  let end = min(first + PART, parameters.rows);
  if (first >= end) {
    return;
  }
  let scale = exp(logScale[0]);
  let ownIds = targetIds(parameters.firstColumn + v * WIDTH);

  var largest = Element() + LOWEST;
  for (var row = first; row < end; row++) {
    largest = max(largest, scale * cosines[row * vectors + v]);
  }
  var sum = Element();
  var spread = Element();
  var shortfall = Element();
  var targets = Element();
  for (var row = first; row < end; row++) {
    let below = scale * cosines[row * vectors + v] - largest;
    let weight = exp(below);
    sum += weight;
    spread += weight * below;
    let isTarget = ownIds == Index(targetId(parameters.firstRow + row));
    shortfall -= select(Element(), below, isTarget);
    targets += select(Element(), Element() + 1.0, isTarget);
  }
  let rowPartCount = (parameters.columns + PART - 1u) / PART * parameters.rows;
  let at = rowPartCount + part * parameters.columns + v * WIDTH;
  for (var k = 0u; k < WIDTH; k++) {
    parts[at + k] = Line(
      lane(largest, k),
      lane(sum, k),
      lane(spread, k),
      lane(shortfall, k),
      lane(targets, k),
    );
  }
}

@compute @workgroup_size(64)
fn lineParts(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.y * groups.x * 64u + id.x;
  // Columns begin in their own work group.
  let rowPartCount = (parameters.columns + PART - 1u) / PART * parameters.rows;
  let firstColumnPart = (rowPartCount + 63u) / 64u * 64u;
  if (index < firstColumnPart) {
    rowPart(index);
  } else {
    columnPart(index - firstColumnPart);
  }
}

// Combines the numbers of two parts of a line.
fn merged(a: Line, b: Line) -> Line {
  let largest = max(a.largest, b.largest);
  let belowA = a.largest - largest;
  let belowB = b.largest - largest;
  let weightA = exp(belowA);
  let weightB = exp(belowB);
  return Line(
    largest,
    a.sum * weightA + b.sum * weightB,
    (a.spread + belowA * a.sum) * weightA + (b.spread + belowB * b.sum) * weightB,
    (a.shortfall - belowA * a.targets) + (b.shortfall - belowB * b.targets),
    a.targets + b.targets,
  );
}

@compute @workgroup_size(64)
fn merge(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.y * groups.x * 64u + id.x;
  let rows = parameters.rows;
  let columns = parameters.columns;
  if (index >= rows + columns) {
    return;
  }
  let isRow = index < rows;
  let rowPartCount = (columns + PART - 1u) / PART * rows;
  let step = select(columns, rows, isRow);
  let first = select(rowPartCount + index - rows, index, isRow);
  // Not bounded by a uniform alone: lavapipe would unroll the loop and compile it again for each dispatch.
  let end = select(arrayLength(&savedParts), rowPartCount, isRow);
  let atColumn = parameters.n + parameters.firstColumn + index - rows;
  let at = select(atColumn, parameters.firstRow + index, isRow);

  var line = Line(LOWEST, 0.0, 0.0, 0.0, 0.0);
  if (select(parameters.firstRow, parameters.firstColumn, isRow) > 0u) {
    line = lines[at];
  }
  for (var part = first; part < end; part += step) {
    line = merged(line, savedParts[part]);
  }
  lines[at] = line;
}

@compute @workgroup_size(64)
fn gradient(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.y * groups.x * 64u + id.x;
  let vectors = parameters.columns / WIDTH;
  let part = index / vectors;
  let v = index - part * vectors;
  let first = part * PART;
  let end = min(first + PART, parameters.rows);
  if (first >= end) {
    return;
  }
  let scale = exp(logScale[0]);
  let factor = scale * 0.5 / f32(parameters.n);
  let column = parameters.firstColumn + v * WIDTH;
  let ownIds = targetIds(column);
  var largest = Element();
  var inverseSum = Element();
  var share = Element();
  for (var k = 0u; k < WIDTH; k++) {
    let line = savedLines[parameters.n + column + k];
    setLane(&largest, k, line.largest);
    setLane(&inverseSum, k, 1.0 / line.sum);
    setLane(&share, k, 1.0 / line.targets);
  }
  for (var row = first; row < end; row++) {
    let i = parameters.firstRow + row;
    let line = savedLines[i];
    let at = row * vectors + v;
    let logit = scale * cosineGradient[at];
    let p = exp(logit - line.largest) / line.sum;
    let q = exp(logit - largest) * inverseSum;
    let isTarget = ownIds == Index(targetId(i));
    let rowShare = select(Element(), Element() + 1.0 / line.targets, isTarget);
    let columnShare = select(Element(), share, isTarget);
    cosineGradient[at] = ((p - rowShare) + (q - columnShare)) * factor;
  }
}

var<workgroup> lossSums: array<f32, 64>;
var<workgroup> gradientSums: array<f32, 64>;

@compute @workgroup_size(64)
fn finish(@builtin(local_invocation_index) own: u32) {
  let n = parameters.n;
  var lossSum = 0.0;
  var gradientSum = 0.0;
  for (var at = own; at < 2u * n; at += 64u) {
    let line = savedLines[at];
    let toTargets = line.shortfall / line.targets;
    lossSum += log(line.sum) + toTargets;
    gradientSum += line.spread / line.sum + toTargets;
  }
  lossSums[own] = lossSum;
  gradientSums[own] = gradientSum;
  workgroupBarrier();
  if (own > 0u) {
    return;
  }
  lossSum = 0.0;
  gradientSum = 0.0;
  for (var other = 0u; other < 64u; other++) {
    lossSum += lossSums[other];
    gradientSum += gradientSums[other];
  }
  loss[parameters.lossIndex] = lossSum / f32(2u * n);
  logScaleGradient[0] = gradientSum / f32(2u * n);
}
