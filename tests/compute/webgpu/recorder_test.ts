import assert from "node:assert/strict";
import { DeviceError, SurroundingsError } from "../../../src/basics/errors.ts";
import type { Kernel } from "../../../src/compute/webgpu/kernels.ts";
import { Recorder } from "../../../src/compute/webgpu/recorder.ts";

/** Largest binding of a tensor in bytes. */
const BINDING = 2 ** 22;

/** Runs a body with a recorder on its own device, where an adapter answers. */
function testWithRecorder(name: string, body: (recorder: Recorder) => Promise<void>): void {
  Deno.test(name, async () => {
    if (!Deno.env.get("XDG_RUNTIME_DIR")) Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) {
      assert.notEqual(Deno.env.get("EARNEST_REQUIRE_GPU"), "1", "no WebGPU adapter answers");
      return console.warn("SKIPPED: no WebGPU adapter answers");
    }
    const recorder = new Recorder(await adapter.requestDevice(), "the device under test", BINDING);
    try {
      await body(recorder);
    } finally {
      recorder.close();
    }
  });
}

const accumulate: Kernel = {
  file: "accumulate.wgsl",
  code: `
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(1)
fn accumulate() {
  y[0] += x[0];
}`,
  entry: "accumulate",
  operands: ["x", "y"],
  constants: {},
};

function broken(code: string): Kernel {
  const file = "broken.wgsl";
  return { ...accumulate, file, code: `${accumulate.code}\n${code}`, entry: "wrong" };
}

testWithRecorder("an error in a kernel names the file and the line", async (recorder) => {
  const x = recorder.tensor(1, 1, "float32"), y = recorder.tensor(1, 1, "float32");
  const kernel = broken("@compute @workgroup_size(1)\nfn wrong() {\n  y[0] = 1u;\n}");
  const line = kernel.code.split("\n").indexOf("  y[0] = 1u;") + 1;
  recorder.dispatch(kernel, [x, y], [], [1]);
  await assert.rejects(recorder.read(y), (error) => {
    assert.ok(error instanceof DeviceError, String(error));
    assert.match(error.message, new RegExp(`^kernels/broken\\.wgsl line ${line}: `));
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });
});

testWithRecorder("a missing entry point is named", async (recorder) => {
  const x = recorder.tensor(1, 1, "float32"), y = recorder.tensor(1, 1, "float32");
  recorder.dispatch(broken("// nothing"), [x, y], [], [1]);
  await assert.rejects(recorder.read(y), {
    name: "DeviceError",
    message: /^kernels\/broken\.wgsl, entry point "wrong": .*entry point/,
  });
});

testWithRecorder("an unknown override constant is named", async (recorder) => {
  const x = recorder.tensor(1, 1, "float32"), y = recorder.tensor(1, 1, "float32");
  recorder.dispatch({ ...accumulate, constants: { MISSING: 1 } }, [x, y], [], [1]);
  await assert.rejects(recorder.read(y), {
    name: "DeviceError",
    message: /^kernels\/accumulate\.wgsl, entry point "accumulate": .*MISSING/,
  });
});

testWithRecorder("an unknown language extension is named", async (recorder) => {
  const x = recorder.tensor(1, 1, "float32"), y = recorder.tensor(1, 1, "float32");
  const code = `enable textures_of_tensors;\n${accumulate.code}`;
  recorder.dispatch({ ...accumulate, code }, [x, y], [], [1]);
  await assert.rejects(recorder.read(y), {
    name: "DeviceError",
    message: /^kernels\/accumulate\.wgsl line 1: .*textures_of_tensors/,
  });
});

testWithRecorder("a dispatch that the device refuses fails the next read", async (recorder) => {
  const y = recorder.tensor(1, 1, "float32");
  recorder.dispatch(accumulate, [y, y], [], [1]);
  await assert.rejects(recorder.read(y), (error) => {
    assert.ok(error instanceof SurroundingsError, String(error));
    assert.match(error.message, /^the device under test reports: .*STORAGE/);
    return true;
  });
});

testWithRecorder(
  "more dispatches than fit in one command buffer run in order",
  async (recorder) => {
    const one = recorder.tensor(1, 1, "float32");
    const sum = recorder.tensor(1, 1, "float32");
    recorder.write(one, Float32Array.of(1));
    for (let i = 0; i < 2000; i++) {
      recorder.dispatch(accumulate, [one, sum], [], [1]);
    }
    assert.deepEqual(new Float32Array(await recorder.read(sum)), Float32Array.of(2000));
  },
);

testWithRecorder("the memory of released tensors is freed", async (recorder) => {
  const count = 2 ** 20;
  const values = new Float32Array(count);
  const sum = recorder.tensor(1, count, "float32");
  const round = async () => {
    for (let i = 0; i < 50; i++) {
      const tensor = recorder.tensor(1, count, "float32");
      recorder.write(tensor, values);
      recorder.dispatch(accumulate, [tensor, sum], [], [1]);
      recorder.release(tensor);
    }
    await recorder.read(sum);
    return Deno.memoryUsage().rss;
  };
  const before = await round();
  const after = await round();
  // Each round creates 200 MiB.
  assert.ok(after - before < 100 * 2 ** 20, `grew by ${after - before} bytes`);
});

testWithRecorder(
  "released tensors do not wait for a submission by the hundred",
  async (recorder) => {
    const sum = recorder.tensor(1, 1, "float32");
    for (let i = 0; i < 100; i++) {
      const tensor = recorder.tensor(1, 2 ** 20, "float32");
      recorder.dispatch(accumulate, [tensor, sum], [], [1]);
      recorder.release(tensor);
    }
    await recorder.read(sum);
    assert.ok(recorder.mostHeldBytes <= 72 * 2 ** 20, `held ${recorder.mostHeldBytes} bytes`);
  },
);

testWithRecorder(
  "a tensor that is larger than a binding is refused where it is bound",
  (recorder) => {
    const [x, y] = [recorder.tensor(1048577, 1, "float32"), recorder.tensor(1048577, 1, "float32")];
    assert.throws(
      () => recorder.dispatch(accumulate, [x, y], [], [1]),
      /Cannot bind a 1048577×1 tensor to kernels\/accumulate.wgsl on the device under test: it takes 4194308 bytes, the device binds at most 4194304/,
    );
    recorder.dispatch(accumulate, [x.part(64, 1000), y.part(0, 1)], [], [1]);
    return Promise.resolve();
  },
);

testWithRecorder(
  "a tensor larger than the largest buffer is refused with its shape",
  (recorder) => {
    assert.throws(
      () => recorder.tensor(2 ** 20, 2 ** 20, "float32"),
      /Cannot make a 1048576×1048576 tensor on the device under test: it takes 4398046511104 bytes/,
    );
    return Promise.resolve();
  },
);
