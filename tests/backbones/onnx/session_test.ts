import assert from "node:assert/strict";
import { InputError } from "../../../src/basics/errors.ts";
import { type OnnxTensor, openOnnxSession } from "../../../src/backbones/onnx/session.ts";
import { product, sixNumbers, unary, WEIGHT_BYTES, wholeNumbers } from "./small_models.ts";

const X = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 0, 0.5, 0) };
const Y = { shape: [2, 2], data: Float32Array.of(22, 28, 1.5, 2) };
const int64 = (...values: number[]) => ({
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
});

/** Opens a model called "m.onnx", runs it once and closes it. */
async function runOnce(
  bytes: Uint8Array,
  inputs: Record<string, OnnxTensor>,
  outputs?: string[],
): Promise<Record<string, OnnxTensor>> {
  const session = await openOnnxSession({ path: "m.onnx", bytes });
  return await session.run(inputs, outputs).finally(() => session.close());
}

Deno.test("a model lists its ports and computes the product, in float32 and in float16", async () => {
  for (const type of ["float32", "float16"] as const) {
    const session = await openOnnxSession({ path: "m.onnx", bytes: product(type) });
    assert.deepEqual(session.inputs, [{ name: "x", type, shape: ["batch", 3] }]);
    assert.deepEqual(session.outputs, [{ name: "y", type, shape: ["batch", 2] }]);
    assert.deepEqual(await session.run({ x: X }), { y: Y });
    const nothing = { shape: [0, 3], data: new Float32Array() };
    assert.deepEqual((await session.run({ x: nothing })).y, { shape: [0, 2], data: nothing.data });
    await session.close();
  }
});

Deno.test("weights come from external data", async () => {
  const externalData = [{ path: "weights.bin", bytes: WEIGHT_BYTES }];
  const bytes = product("float32", "weights.bin");
  const session = await openOnnxSession({ path: "m.onnx", bytes, externalData });
  assert.deepEqual(await session.run({ x: X }), { y: Y });
  await session.close();
});

Deno.test("whole numbers and truth values are converted; only the requested outputs are returned", async () => {
  const inputs = { long: int64(2 ** 40, -5), short: int64(1, 2), flag: int64(1, 0) };
  const { sum } = await runOnce(wholeNumbers(), inputs, ["sum"]);
  assert.deepEqual(sum, int64(2 ** 40 + 2, -3));
  const all = await runOnce(wholeNumbers(), { ...inputs, long: int64(7, 8) });
  assert.deepEqual(all, { sum: int64(9, 10), small: int64(9, 10) });
});

Deno.test("a model that cannot be opened is refused by its name, in one line", async () => {
  const external = product("float32", "weights.bin");
  const data = (path: string, bytes: Uint8Array) => [{ path, bytes }];
  const cases: [Parameters<typeof openOnnxSession>[0], RegExp][] = [
    [
      { path: "a.txt", bytes: new TextEncoder().encode("some text") },
      /"a.txt": .*protobuf parsing/,
    ],
    [{ path: "empty", bytes: new Uint8Array() }, /^Cannot open the ONNX model "empty": No graph/],
    [
      { path: "cut", bytes: product("float32").subarray(0, 60) },
      /"cut": .*protobuf parsing failed/,
    ],
    [{ path: "new", bytes: unary("Blorp") }, /"new": No Op registered for Blorp/],
    [
      { path: "m", bytes: external },
      /^"m" keeps weights in the external data file "weights.bin", which was not given; expected it in "externalData"$/,
    ],
    [
      { path: "m", bytes: external, externalData: data("other.bin", WEIGHT_BYTES) },
      /"weights.bin", which was not given; expected it in "externalData"$/,
    ],
    [
      {
        path: "m",
        bytes: external,
        externalData: data("weights.bin", WEIGHT_BYTES.subarray(0, 8)),
      },
      /"weights.bin", which is shorter than the model says$/,
    ],
  ];
  for (const [file, message] of cases) {
    await assert.rejects(openOnnxSession(file), (thrown) => {
      assert(thrown instanceof InputError);
      assert.match(thrown.message, message);
      assert(!thrown.message.includes("\n"));
      return true;
    });
  }
});

Deno.test("inputs and outputs that are not the model's are refused, and the error lists both", async () => {
  const given = '^"m.onnx" has inputs x \\[batch, 3\\] float32; it was given ';
  const has = `${given}inputs `;
  const cases: [Record<string, OnnxTensor>, string][] = [
    [{}, `${given}no inputs$`],
    [{ y: X }, `${has}y \\[2, 3\\] float32$`],
    [{ x: X, y: X }, `${has}x \\[2, 3\\] float32; y \\[2, 3\\] float32$`],
    [{ x: { ...X, shape: [6] } }, `${has}x \\[6\\] float32$`],
    [{ x: { ...X, shape: [3, 2] } }, `${has}x \\[3, 2\\] float32$`],
    [{ x: int64(1, 2, 3) }, `${has}x \\[3\\] int64$`],
    [{ x: { shape: [1, 3], data: int64(1, 2, 3).data } }, `${has}x \\[1, 3\\] int64$`],
  ];
  for (const [inputs, message] of cases) {
    const refused = { name: "InputError", message: new RegExp(message) };
    await assert.rejects(runOnce(product("float32"), inputs), refused);
  }
  await assert.rejects(runOnce(product("float32"), { x: X }, ["z"]), {
    message: '"m.onnx" has outputs y [batch, 2] float32; "z" was asked for',
  });
});

Deno.test("values that the model's type cannot hold are refused, not turned into others", async () => {
  const large = { shape: [1, 3], data: Float32Array.of(1, 70_000, 2) };
  await assert.rejects(runOnce(product("float16"), { x: large }), {
    name: "InputError",
    message:
      '"m.onnx" has input x [batch, 3] float16; it was given 70000, which that type cannot hold',
  });
  const infinite = { shape: [1, 3], data: Float32Array.of(Infinity, 1, 0) };
  const { y } = await runOnce(product("float16"), { x: infinite });
  assert.deepEqual(y!.data, Float32Array.of(Infinity, Infinity));
  const inputs = { long: int64(1), short: int64(2 ** 31), flag: int64(1) };
  await assert.rejects(
    runOnce(wholeNumbers(), inputs),
    /has input short \[n\] int32; it was given 2147483648/,
  );
});

Deno.test("inputs of unknown types, and runs that fail inside, are input errors", async () => {
  const text = runOnce(unary("Shape", "string"), { x: int64(1) });
  await assert.rejects(text, /has inputs x \[n\] string; it was given inputs x \[1\] int64/);
  await assert.rejects(runOnce(sixNumbers(), { x: { shape: [3], data: new Float32Array(3) } }), {
    name: "InputError",
    message: /^"m.onnx" cannot run on inputs x \[3\] float32: .*cannot be reshaped/,
  });
});

Deno.test("sessions that open and run at the same time wait for each other, and leave the global Worker unchanged", async () => {
  const { Worker } = globalThis;
  const bytes = product("float32");
  const sessions = await Promise.all([1, 2, 3].map(() => openOnnxSession({ path: "m", bytes })));
  assert.equal(globalThis.Worker, Worker);
  const runs = await Promise.all(sessions.flatMap((session) => [
    session.run({ x: X }),
    session.run({ x: X }).finally(() => session.close()),
  ]));
  for (const { y } of runs) assert.deepEqual(y, Y);
});

Deno.test("each session has its own number of threads, and a program ends without closing it", async () => {
  const module = new URL("../../../src/backbones/onnx/session.ts", import.meta.url);
  const model = new URL("./small_models.ts", import.meta.url);
  const program = `const { openOnnxSession } = await import("${module}");
    const { product } = await import("${model}");
    const file = { path: "m", bytes: product("float32") };
    const session = await openOnnxSession(file, { threads: 2 });
    const { Worker } = globalThis;
    const x = { shape: [1, 3], data: Float32Array.of(1, 2, 3) };
    console.log((await session.run({ x })).y.data.join());
    const other = await openOnnxSession(file, { threads: 1 });
    console.log((await other.run({ x })).y.data.join());
    console.log(globalThis.Worker === Worker, x.data.length, file.bytes.length > 0);`;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", program],
  }).output();
  const text = new TextDecoder();
  assert.equal(text.decode(stderr), "");
  assert.equal(
    text.decode(stdout),
    "22,28\n22,28\ntrue 3 true\n",
  );
  assert(success);
});
