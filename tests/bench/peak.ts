/**
 * The adapter's measured peak of float32 arithmetic.
 * @module
 */
import { findAdapter } from "../../src/compute/open.ts";
import { describeAdapter } from "../../src/compute/webgpu/adapter.ts";
import { type Spread, spreadOf } from "./statistics.ts";
import peakKernel from "./peak.wgsl" with { type: "text" };

/** The forms of peak.wgsl with the number of vectors that each keeps. */
const FORMS = { fused2: 2, fused4: 4, fused8: 8, separate4: 4 };
const INVOCATIONS = 64 * 2048;
/** A multiply-add of a vec4f, as often as peak.wgsl unrolls it. */
const OPERATIONS_PER_VECTOR = 8 * 8;
const REPETITIONS = 9;
const LEAST_MILLISECONDS = 60;

/** Billions of operations a second. */
export interface Peak {
  /** The adapter's name. */
  readonly adapter: string;
  /** GFLOP/s of the best form, the median of several rounds. */
  readonly gflops: number;
  /** GFLOP/s of each form. */
  readonly forms: Readonly<Record<string, Spread>>;
}

/**
 * Measures the adapter that the contestants use; undefined where there is none. Each form has its turn in each round,
 * and the median counts: the fastest of 2n rounds less the fastest of n would favor n or 2n by chance.
 */
export async function measurePeak(): Promise<Peak | undefined> {
  const adapter = await findAdapter("gpu") ?? await findAdapter("software");
  if (!adapter) return undefined;
  const device = await adapter.requestDevice();
  const module = device.createShaderModule({ code: peakKernel });
  const timed: Form[] = [];
  for (const [name, vectors] of Object.entries(FORMS)) {
    const run = await makeRun(device, module, name);
    const operations = vectors * OPERATIONS_PER_VECTOR * INVOCATIONS;
    timed.push({ name, run, operations, rounds: await roundsFor(run), milliseconds: [] });
  }
  for (let i = 0; i < REPETITIONS; i++) {
    for (const { run, rounds, milliseconds } of timed) {
      const once = await run(rounds);
      // The difference of 2n and n rounds: neither start nor read-back count.
      milliseconds.push(await run(2 * rounds) - once);
    }
  }
  device.destroy();
  const forms = Object.fromEntries(timed.map((form) => [form.name, gflopsOf(form)]));
  const gflops = Math.max(...Object.values(forms).map(({ median }) => median));
  return { adapter: describeAdapter(adapter).name, gflops, forms };
}

/** A form of peak.wgsl and its timings. */
interface Form {
  readonly name: string;
  readonly run: Run;
  /** Operations of a round. */
  readonly operations: number;
  /** Rounds of a timing. */
  readonly rounds: number;
  /** What so many rounds took. */
  readonly milliseconds: number[];
}

/** GFLOP/s by the median of the times, with their quartiles. */
function gflopsOf({ operations, rounds, milliseconds }: Form): Spread {
  const { median, lower, upper, count } = spreadOf(milliseconds);
  const gflops = (time: number) => operations * rounds / time / 1e6;
  return { median: gflops(median), lower: gflops(upper), upper: gflops(lower), count };
}

type Run = (rounds: number) => Promise<number>;

/** The milliseconds that a number of rounds takes, with the wait for them. */
async function makeRun(device: GPUDevice, module: GPUShaderModule, form: string): Promise<Run> {
  const compute = { module, entryPoint: form };
  const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute });
  const { STORAGE, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage;
  const work = device.createBuffer({ size: 16, usage: STORAGE | COPY_DST });
  const out = device.createBuffer({ size: INVOCATIONS * 16, usage: STORAGE | COPY_SRC });
  const staging = device.createBuffer({ size: 16, usage: MAP_READ | COPY_DST });
  const entries = [work, out].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  return async (rounds) => {
    const values = Float32Array.of(0, 0.999, 0.001, 0);
    new Uint32Array(values.buffer)[0] = rounds;
    device.queue.writeBuffer(work, 0, values);
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(INVOCATIONS / 64);
    pass.end();
    encoder.copyBufferToBuffer(out, 0, staging, 0, 16);
    const started = performance.now();
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    staging.unmap();
    return performance.now() - started;
  };
}

/** Rounds that take long enough to be timed. */
async function roundsFor(run: Run): Promise<number> {
  let rounds = 1;
  await run(rounds);
  while (await run(rounds) < LEAST_MILLISECONDS) rounds *= 2;
  return rounds;
}
