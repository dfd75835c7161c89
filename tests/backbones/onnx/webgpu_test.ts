import assert from "node:assert/strict";
import { openOnnxSession } from "../../../src/backbones/onnx/session.ts";
import { closeTestGpu, openTestGpu } from "./gpu.ts";
import { product, sixNumbers, unary, wholeNumbers } from "./small_models.ts";

const X = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 0, 0.5, 0) };
const Y = Float32Array.of(22, 28, 1.5, 2);
const int64 = (...values: number[]) => ({
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
});

Deno.test("models run on a device, in float16 if it supports that, several at once", async () => {
  const device = await openTestGpu();
  if (!device) return;
  const { Worker } = globalThis;
  const types = device.features.has("shader-f16")
    ? ["float32", "float16"] as const
    : ["float32"] as const;
  const sessions = await Promise.all(
    types.map((type) => openOnnxSession({ path: "m", bytes: product(type) }, { device })),
  );
  const runs = sessions.flatMap((session) => [session.run({ x: X }), session.run({ x: X })]);
  for (const { y } of await Promise.all(runs)) assert.deepEqual(y!.data, Y);
  await Promise.all(sessions.map((session) => session.close()));
  const whole = await openOnnxSession({ path: "m", bytes: wholeNumbers() }, { device });
  const { sum } = await whole.run({ long: int64(7), short: int64(1), flag: int64(1) });
  assert.deepEqual(sum, int64(9));
  await whole.close();
  assert.equal(globalThis.Worker, Worker);
  await closeTestGpu(device);
});

Deno.test("errors on a device are those of the CPU; a lost device is reported as such", async () => {
  const device = await openTestGpu();
  if (!device) return;
  await assert.rejects(openOnnxSession({ path: "m", bytes: unary("Blorp") }, { device }), {
    name: "InputError",
    message: /^Cannot open the ONNX model "m": No Op registered for Blorp/,
  });
  const six = await openOnnxSession({ path: "six", bytes: sixNumbers() }, { device });
  await assert.rejects(six.run({ x: { shape: [3], data: new Float32Array(3) } }), {
    name: "InputError",
    message: /^"six" cannot run on inputs x \[3\] float32: .*cannot be reshaped/,
  });
  await six.close();
  const session = await openOnnxSession({ path: "m", bytes: product("float32") }, { device });
  await closeTestGpu(device);
  await assert.rejects(session.run({ x: X }), {
    name: "DeviceLostError",
    message: /was lost/,
  });
  await session.close();
});
