import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import { readNpy, writeNpy } from "../../src/formats/npy.ts";
import { sharedPath } from "../shared.ts";

const ascii = new TextEncoder();

/** A `.npy` file with this header text, version and body. */
function file(header: string, body: Uint8Array, version = 1): Uint8Array {
  const text = ascii.encode(header + "\n");
  const length = version === 1 ? [text.length, 0] : [text.length, 0, 0, 0];
  return Uint8Array.of(0x93, ...ascii.encode("NUMPY"), version, 0, ...length, ...text, ...body);
}

const header = (descr: string, order: string, shape: string) =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`;
const bytesOf = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

Deno.test("what numpy.save wrote is read, and written again byte by byte", async () => {
  for (const name of ["infonce_0_audio", "infonce_4_text", "log_mel_statistics/esc10"]) {
    const path = sharedPath(`golden/${name}.npy`);
    if (path === undefined) return;
    const bytes = await Deno.readFile(path);
    const { shape, data } = readNpy(bytes, path);
    assert.equal(shape.length, 2);
    assert.deepEqual(writeNpy(shape, data), bytes);
  }
});

Deno.test("any shape and values survive writing and reading, at any alignment", () => {
  const shapes = fc.array(fc.nat(5), { maxLength: 4 });
  fc.assert(
    fc.property(shapes, fc.nat(3), fc.nat(), (shape, shift, seed) => {
      const count = shape.reduce((product, length) => product * length, 1);
      const data = Float32Array.from({ length: count }, (_, i) => Math.sin(seed + i));
      const written = writeNpy(shape, data);
      const shifted = new Uint8Array(written.length + shift);
      shifted.set(written, shift);
      assert.deepEqual(readNpy(shifted.subarray(shift), "x.npy"), { shape, data });
    }),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("versions 2 and 3, and float64, are read", () => {
  const float32 = header("'<f4'", "False", "(2,)");
  for (const version of [2, 3]) {
    const { data } = readNpy(file(float32, bytesOf(1, 2), version), "x.npy");
    assert.deepEqual(data, Float32Array.of(1, 2));
  }
  const body = new Uint8Array(Float64Array.of(0.1, Infinity).buffer);
  const { data } = readNpy(file(header("'<f8'", "False", "(2,)"), body), "x.npy");
  assert.deepEqual(data, Float32Array.of(0.1, Infinity));
});

Deno.test("each way a file can be bad has its message", () => {
  const good = header("'<f4'", "False", "(3, 2)");
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(), /not a NumPy file/],
    [ascii.encode("RIFF............"), /not a NumPy file/],
    [file(good, bytesOf(1)).subarray(0, 9), /ends inside its header/],
    [file(good, bytesOf(1)).subarray(0, 40), /ends inside its header/],
    [file(good, bytesOf(1), 4), /format version 4; expected 1, 2 or 3/],
    [Uint8Array.of(0x93, ...ascii.encode("NUMPY"), 2, 0, 255, 255, 255, 255), /4294967295 bytes/],
    [file("{'descr': '<f4'", bytesOf(1)), /malformed header/],
    [file("{'descr': '<f4', 'descr': '<f4'}", bytesOf(1)), /malformed header/],
    [file("{'shape': (1,), 'fortran_order': False}", bytesOf(1)), /element type none/],
    [file(header("'>f4'", "False", "(1,)"), bytesOf(1)), /element type '>f4'; expected '<f4'/],
    [file(header("'<f4'", "True", "(1,)"), bytesOf(1)), /Fortran order/],
    [file(header("'<f4'", "False", "(1 2)"), bytesOf(1)), /malformed shape \(1 2\)/],
    [file(good, bytesOf(1, 2, 3, 4)), /Cannot read "x.npy": header says 3 rows, file holds 2$/],
    [file(good, bytesOf(1)), /header says shape \(3, 2\), 24 bytes, file holds 4/],
    [file(header("'<f4'", "False", "(99999999999, 99999999999)"), bytesOf(1)), /header says/],
    [
      file(header("'<f8'", "False", "(1,)"), new Uint8Array(Float64Array.of(1e300).buffer)),
      /value 0 is 1e\+300, beyond float32/,
    ],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => readNpy(bytes, "x.npy"), { name: "InputError", message });
  }
});

Deno.test("a file with any bytes changed or cut is read or refused, never worse", () => {
  const whole = writeNpy([4, 3], new Float32Array(12));
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), fc.nat(whole.length), (changes, length) => {
      const bytes = whole.slice();
      for (const [at, value] of changes) bytes[at] = value;
      try {
        readNpy(bytes.subarray(0, length), "x.npy");
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
      }
    }),
    { seed: 2, numRuns: 500 },
  );
});

Deno.test("writing a shape that does not fit the values is a defect", () => {
  assert.throws(() => writeNpy([2, 2], new Float32Array(3)), RangeError);
});
