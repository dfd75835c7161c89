import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { assemble } from "../../../scripts/make_wasm.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { contrastiveLoss } from "../../../src/compute/cpu/contrastive_loss.ts";
import {
  type CpuContrastiveLoss,
  type CpuTensor,
  zeros,
} from "../../../src/compute/cpu/cpu_tensor.ts";
import { matrixMultiply } from "../../../src/compute/cpu/matrix_multiply.ts";
import { allocate, deallocate, isInside } from "../../../src/compute/native/arena.ts";
import { contrastiveLossBy } from "../../../src/compute/native/contrastive_loss.ts";
import * as vectors from "../../../src/compute/native/vectors.ts";
import { memory } from "../../../kernels/native/kernels.wasm";

Deno.test("the kernels' binary matches their source texts", async () => {
  const binary = new URL("../../../kernels/native/kernels.wasm", import.meta.url);
  assert.deepEqual(await Deno.readFile(binary), await assemble("native/kernels.wasm"));
});

Deno.test("the kernels' memory grows by what is missing at its end", () => {
  const first = allocate(1, 2 ** 20);
  const before = memory.buffer.byteLength;
  deallocate(first);
  const second = allocate(1, 2 ** 20 + 2 ** 14);
  assert.ok(memory.buffer.byteLength - before <= 4 * 2 ** 14 + 65_536);
  deallocate(second);
});

Deno.test("tensors in the kernels' memory never overlap, and freed memory is taken again", () => {
  const step = fc.oneof(fc.nat(5000).map((length) => ({ length })), fc.constant("free" as const));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const live: { tensor: CpuTensor; mark: number }[] = [];
      steps.forEach((step, mark) => {
        if (step === "free") {
          const [gone] = live.splice(mark % Math.max(1, live.length), 1);
          if (gone) deallocate(gone.tensor);
        } else {
          const tensor = allocate(1, step.length + 1);
          tensor.values.fill(mark);
          live.push({ tensor, mark });
        }
      });
      for (const { tensor, mark } of live) assert.ok(tensor.values.every((one) => one === mark));
      for (const { tensor } of live) deallocate(tensor);
    }),
    { seed: 1, numRuns: 100 },
  );
  const sizes = new Set<number>();
  for (let i = 0; i < 1000; i++) {
    const [large, small] = [allocate(500, 500), allocate(100, 250)];
    sizes.add(large.values.buffer.byteLength);
    deallocate(large);
    deallocate(small);
  }
  assert.equal(sizes.size, 1);
});

type Make = (rows: number, columns: number) => CpuTensor;

const KEY = { seed: 5, layer: 1, step: 7 };

/** Every operation that has a kernel, on tensors that are made for it; returns what it wrote. */
const OPERATIONS: Readonly<Record<string, (make: Make) => CpuTensor[]>> = {
  add: (make) => into(make(6, 20), (y) => vectors.add(make(6, 20), make(6, 20), y)),
  relu: (make) => into(make(6, 20), (y) => vectors.relu(make(6, 20), y)),
  reluBackward: (make) =>
    into(make(6, 20), (y) => vectors.reluBackward(make(6, 20), make(6, 20), y)),
  gelu: (make) => into(make(6, 20), (y) => vectors.gelu(make(6, 20), y)),
  geluBackward: (make) =>
    into(make(6, 20), (y) => vectors.geluBackward(make(6, 20), make(6, 20), y, make(6, 20))),
  dropout: (make) => into(make(6, 20), (y) => vectors.dropout(make(6, 20), y, 0.3, KEY)),
  dropoutAdd: (make) =>
    into(make(6, 20), (y) => vectors.dropoutAdd(make(6, 20), make(6, 20), y, 0.3, KEY)),
  layerNorm: (make) => {
    const y = make(6, 20), statistics = make(6, 2);
    vectors.layerNorm(make(6, 20), make(1, 20), make(1, 20), y, statistics);
    return [y, statistics];
  },
  layerNormBackward: (make) => {
    const x = make(6, 20), gain = make(1, 20), statistics = make(6, 2);
    vectors.layerNorm(x, gain, make(1, 20), make(6, 20), statistics);
    const gradients = [make(6, 20), make(1, 20), make(1, 20)] as const;
    vectors.layerNormBackward(x, gain, statistics, make(6, 20), ...gradients);
    return [...gradients];
  },
  addRow: (make) => into(make(6, 20), (y) => vectors.addRow(y, make(1, 20))),
  columnSums: (make) => into(make(1, 20), (sums) => vectors.columnSums(make(6, 20), sums)),
  normalizeRows: (make) => {
    const y = make(6, 20), norms = make(6, 1);
    vectors.normalizeRows(make(6, 20), y, norms);
    const gradient = make(6, 20);
    vectors.normalizeRowsBackward(y, norms, make(6, 20), gradient);
    return [y, norms, gradient];
  },
  globalNorm: (make) => into(make(1, 1), (norm) => vectors.globalNorm(make(1, 200), norm)),
  adamW: (make) => {
    const [parameters, gradients, firstMoment] = [make(1, 200), make(1, 200), make(1, 200)];
    const secondMoment = make(1, 200);
    secondMoment.values.forEach((value, i, all) => all[i] = value * value);
    vectors.adamW({
      ...{ parameters, gradients, firstMoment, secondMoment, gradientNorm: make(1, 1) },
      ...{ clipNorm: 0.1, step: 3, learningRate: 0.01, betas: [0.9, 0.999], epsilon: 1e-8 },
      ...{ weightDecay: 0.05, clamp: { index: 9, low: 5, high: 6 } },
    });
    return [parameters, firstMoment, secondMoment];
  },
};

function into(y: CpuTensor, run: (y: CpuTensor) => void): CpuTensor[] {
  run(y);
  return [y];
}

/** Runs an operation on tensors from one source, with values that depend on their order alone. */
function outputsOf(name: string, source: Make): number[][] {
  const random = new RandomStream(1, name);
  const made: CpuTensor[] = [];
  const outputs = OPERATIONS[name]!((rows, columns) => {
    const tensor = source(rows, columns);
    for (let i = 0; i < tensor.values.length; i++) tensor.values[i] = random.normal();
    made.push(tensor);
    return tensor;
  });
  const values = outputs.map((output) => [...output.values]);
  for (const tensor of made) deallocate(tensor);
  return values;
}

for (const name of Object.keys(OPERATIONS)) {
  Deno.test(`the kernel of ${name} gives the plain operation's numbers`, () => {
    const plain = outputsOf(name, zeros);
    const found = outputsOf(name, (rows, columns) => {
      const tensor = allocate(rows, columns);
      assert.ok(isInside(tensor));
      return tensor;
    });
    assert.equal(found.length, plain.length);
    found.flat().forEach((value, i) => {
      const expected = plain.flat()[i]!;
      const error = Math.abs(value - expected) / Math.max(1, Math.abs(expected));
      assert.ok(error < 4e-6, `value ${i} is ${value}; expected ${expected}`);
    });
  });
}

/** The outputs of a loss of 2,052 pairs, which are three tiles a side, on tensors from one source. */
function lossOf(make: Make, run: (operands: CpuContrastiveLoss) => void): number[] {
  const random = new RandomStream(2, "pairs");
  const drawn = () => {
    const tensor = make(2052, 8);
    for (let i = 0; i < tensor.values.length; i++) tensor.values[i] = random.normal();
    return tensor;
  };
  const inputs = { audio: drawn(), text: drawn(), logScale: make(1, 1) };
  inputs.logScale.values[0] = 2.5;
  const outputs = {
    audioGradient: make(2052, 8),
    textGradient: make(2052, 8),
    logScaleGradient: make(1, 1),
    loss: make(1, 1),
  };
  run({ ...inputs, ...outputs, lossIndex: 0, logits: "recomputed" });
  const values = Object.values(outputs).flatMap((output) => [...output.values]);
  for (const tensor of Object.values({ ...inputs, ...outputs })) deallocate(tensor);
  return values;
}

Deno.test("a loss that computes its logits twice gives the plain numbers, and holds one tile", () => {
  const before = memory.buffer.byteLength;
  const found = lossOf(allocate, (operands) => contrastiveLossBy(matrixMultiply, operands));
  // A tile has 4 MiB, and there are nine.
  assert.ok(memory.buffer.byteLength - before < 8 * 2 ** 20);
  const plain = lossOf(zeros, contrastiveLoss);
  assert.equal(found.length, plain.length);
  found.forEach((value, i) => assert.ok(Math.abs(value - plain[i]!) < 2e-6, `value ${i}`));
});
