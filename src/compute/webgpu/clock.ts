/**
 * Measures how long recorded work takes on a device.
 * @module
 */
import type { GpuTensor } from "./gpu_tensor.ts";
import type { Recorder } from "./recorder.ts";

/** Measures the time of work that is recorded many times. */
export interface Clock {
  /** Shortest useful measurement, in nanoseconds. */
  readonly leastNanoseconds: number;
  /** Most times that the work may be recorded for one measurement. */
  readonly mostTimes: number;
  /** Returns the nanoseconds for the work recorded `times` times; earlier work of the device does not count. */
  measure(times: number): Promise<number>;
}

/**
 * Returns the best clock of a device for the work that `record` records; `result` is the tensor that the work writes.
 */
export function clockFor(
  device: GPUDevice,
  recorder: Recorder,
  record: () => void,
  result: GpuTensor,
): Clock {
  const repeat = (times: number) => {
    for (let i = 0; i < times; i++) record();
  };
  return device.features.has("timestamp-query")
    ? timestamps(device, recorder, repeat)
    : differences(recorder, repeat, result);
}

/** The adapter's own clock, read before and after one command buffer. */
function timestamps(
  device: GPUDevice,
  recorder: Recorder,
  repeat: (times: number) => void,
): Clock {
  return {
    leastNanoseconds: 20e6,
    // Six products of four dispatches each still fit in one command buffer, recorded before the clock is read.
    mostTimes: 16,
    async measure(times) {
      const queries = device.createQuerySet({ type: "timestamp", count: 2 });
      const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
      const resolved = device.createBuffer({ size: 16, usage: QUERY_RESOLVE | COPY_SRC });
      const staging = device.createBuffer({ size: 16, usage: MAP_READ | COPY_DST });
      try {
        repeat(times);
        const before = device.createCommandEncoder();
        mark(before, queries, 0);
        const after = device.createCommandEncoder();
        mark(after, queries, 1);
        after.resolveQuerySet(queries, 0, 2, resolved, 0);
        after.copyBufferToBuffer(resolved, 0, staging, 0, 16);
        device.queue.submit([before.finish()]);
        recorder.submit();
        device.queue.submit([after.finish()]);
        await staging.mapAsync(GPUMapMode.READ);
        const [start, end] = new BigInt64Array(staging.getMappedRange());
        return Number(end! - start!);
      } finally {
        for (const memory of [queries, resolved, staging]) memory.destroy();
      }
    },
  };
}

/** Makes the adapter write a timestamp when it reaches an empty pass. */
function mark(encoder: GPUCommandEncoder, querySet: GPUQuerySet, index: number): void {
  encoder.beginComputePass({ timestampWrites: { querySet, beginningOfPassWriteIndex: index } })
    .end();
}

/**
 * The wall clock, for adapters without a clock of their own: it subtracts the time of the work from that of twice the
 * work, so that neither submission nor read-back counts, which take over 10 ms.
 */
function differences(
  recorder: Recorder,
  repeat: (times: number) => void,
  result: GpuTensor,
): Clock {
  const once = async (times: number) => {
    const started = performance.now();
    repeat(times);
    await recorder.read(result.part(0, 1));
    return performance.now() - started;
  };
  return {
    leastNanoseconds: 25e6,
    mostTimes: 1024,
    measure: async (times) => 1e6 * (await once(2 * times) - await once(times)),
  };
}
