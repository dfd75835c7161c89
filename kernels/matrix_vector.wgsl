// product = matrix · vector + bias: products of one row or one column.
//
// Output o is Σₖ matrix(o, k) · vector[k], plus bias[o · biasStride] where hasBias.
//   lines:   matrix is outputs × depth, row-major: a product of one column, or of one row with right transposed
//   columns: matrix is depth × outputs, row-major: a product of one row, or of one column with left transposed
// Bindings are declared below, each with the names that its entry point uses.
//
// Work: `lines` gives 8 invocations to an output; each sums every eighth element, and the first adds the 8 sums in
// order. `columns` gives one invocation to an element of outputs. In both, neighbors read neighboring addresses. An
// element is a vector of four where the depth (`lines`) or the outputs (`columns`) are a multiple of 4, else one
// number.
//
// Why this way: each value of a matrix is used once, so only the time to read it matters; the kernels for matrices
// compute whole blocks for one row or column. Time in µs on a software adapter (lavapipe, Mesa 22.3, 2
// cores, beside other work; medians of 15, taken in turn), and of matrix_multiply_textures.wgsl and
// matrix_multiply_registers.wgsl with their copies and padding:
//   outputs × depth          1024 × 512            512 × 1024           100 × 128          2000 × 128
//   `columns`, one row     820   847  1021      727   850  1144     50   101    82     408   587   600
//   `columns`, one column  723  2212  1261      708  2206  1302     59   250   163     386  1485   698
//   `lines`, one column    973  2438  1251      892  2225  1303     70   258   170     709  1310   735
//   `lines`, one row       931   849  1025      927   797  1173     68   130    81     708   533   580
// So it is slower only for large products of one row with right transposed, by 10 to 30 %. One number per load instead
// of four takes nearly twice as long.

// For the scalar twin the host replaces these by f32, 1 and so on.
alias Element = vec4f;
const WIDTH = 4u;

struct Parameters {
  outputs: u32,
  depth: u32,
  biasStride: u32,
  hasBias: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> matrix: array<Element>;
@group(0) @binding(2) var<storage, read> vector: array<Element>;
@group(0) @binding(2) var<storage, read> factors: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read> biasElements: array<Element>;
@group(0) @binding(4) var<storage, read_write> product: array<f32>;
@group(0) @binding(4) var<storage, read_write> productElements: array<Element>;

var<workgroup> partials: array<f32, 64>;

fn total(e: Element) -> f32 {
  return (e.x + e.y) + (e.z + e.w);
}

@compute @workgroup_size(64)
fn lines(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let output = (group.y * groups.x + group.x) * 8u + lane / 8u;
  let length = parameters.depth / WIDTH;
  var sums = Element();
  if (output < parameters.outputs) {
    for (var k = lane % 8u; k < length; k += 8u) {
      sums += matrix[output * length + k] * vector[k];
    }
  }
  partials[lane] = total(sums);
  workgroupBarrier();
  if (lane % 8u == 0u && output < parameters.outputs) {
    var value = partials[lane];
    for (var i = 1u; i < 8u; i++) {
      value += partials[lane + i];
    }
    if (parameters.hasBias == 1u) {
      value += bias[output * parameters.biasStride];
    }
    product[output] = value;
  }
}

@compute @workgroup_size(64)
fn columns(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let output = id.y * groups.x * 64u + id.x;
  let length = parameters.outputs / WIDTH;
  if (output >= length) {
    return;
  }
  var value = Element();
  for (var k = 0u; k < parameters.depth; k++) {
    value += matrix[k * length + output] * factors[k];
  }
  if (parameters.hasBias == 1u) {
    value += biasElements[output * parameters.biasStride];
  }
  productElements[output] = value;
}
