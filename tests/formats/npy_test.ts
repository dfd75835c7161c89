import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { readNpy, writeNpy } from "../../src/formats/npy.ts";
import { sharedPath } from "../shared.ts";
import { assertSafe } from "./damage.ts";

const ascii = new TextEncoder();

/** Creates a `.npy` file with this header text, version and body. */
function file(header: string, body: Uint8Array, version = 1): Uint8Array {
  const text = ascii.encode(header + "\n");
  const length = version === 1 ? [text.length, 0] : [text.length, 0, 0, 0];
  return Uint8Array.of(0x93, ...ascii.encode("NUMPY"), version, 0, ...length, ...text, ...body);
}

const header = (descr: string, order: string, shape: string) =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`;
const bytesOf = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

Deno.test("files of numpy.save are read, and written again byte for byte", async () => {
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

Deno.test("whole numbers are read where float32 holds them exactly", () => {
  const little = (descr: string, body: { buffer: ArrayBuffer }) =>
    readNpy(file(header(`'${descr}'`, "False", "(2,)"), new Uint8Array(body.buffer)), "x.npy");
  const cases: [string, { buffer: ArrayBuffer }, [number, number]][] = [
    ["|i1", Int8Array.of(-128, 127), [-128, 127]],
    ["|u1", Uint8Array.of(0, 255), [0, 255]],
    ["<i2", Int16Array.of(-3, 2), [-3, 2]],
    [">i2", Uint8Array.of(0xff, 0xfd, 0, 2), [-3, 2]],
    ["<i4", Int32Array.of(-(2 ** 24), 2 ** 30), [-(2 ** 24), 2 ** 30]],
    ["<u4", Uint32Array.of(1, 2 ** 31), [1, 2 ** 31]],
    ["<i8", BigInt64Array.of(-1n, 2n ** 40n), [-1, 2 ** 40]],
    [">u8", Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0), [1, 256]],
  ];
  for (const [descr, body, values] of cases) {
    assert.deepEqual(little(descr, body).data, Float32Array.from(values), descr);
  }
  assert.throws(() => little("<i4", Int32Array.of(0, 2 ** 24 + 1)), {
    name: "InputError",
    message: 'Cannot read "x.npy": value 1 is 16777217, which float32 does not hold exactly',
  });
  assert.throws(() => little("<i8", BigInt64Array.of(2n ** 53n + 1n, 0n)), { name: "InputError" });
});

Deno.test("each fault of a file has its message", () => {
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
    [file(header("'<c8'", "False", "(1,)"), bytesOf(1)), /element type '<c8'; expected '<f2', /],
    [file(header("'=f4'", "False", "(1,)"), bytesOf(1)), /element type '=f4'; expected/],
    [file(header("'|O'", "False", "(1,)"), bytesOf(1)), /element type '\|O'; expected/],
    [file(header("'|V2'", "False", "(1,)"), bytesOf(1)), /'\|V2', two bytes of no known meaning/],
    [
      file(header("[('a', '<f4')]", "False", "(1,)"), bytesOf(1)),
      /type \[\('a', '<f4'\)\]; expected/,
    ],
    [file("{'descr': '<f4', 'shape': (1,)}", bytesOf(1)), /fortran_order none in the header; exp/],
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

/** The name of each type in a header, and a reader of a single number. */
const TYPES: [string, number, (view: DataView, at: number, little: boolean) => number][] = [
  ["f2", 2, (view, at, little) => view.getFloat16(at, little)],
  ["f4", 4, (view, at, little) => view.getFloat32(at, little)],
  ["f8", 8, (view, at, little) => Math.fround(view.getFloat64(at, little))],
  ["V2", 2, (view, at, little) => {
    const upper = new DataView(new ArrayBuffer(4));
    upper.setUint16(0, view.getUint16(at, little));
    return upper.getFloat32(0);
  }],
];

Deno.test("every type, order, shape and alignment is read as by single numbers", () => {
  const arrays = fc.record({
    type: fc.constantFrom(...TYPES),
    little: fc.boolean(),
    fortran: fc.boolean(),
    shape: fc.array(fc.nat(6), { maxLength: 4 }),
    shift: fc.nat(7),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(
      arrays,
      ({ type: [descr, size, numberAt], little, fortran, shape, shift, seed }) => {
        const count = shape.reduce((product, length) => product * length, 1);
        const body = Uint8Array.from({ length: count * size }, (_, i) => {
          // The upper byte of a double keeps it within float32.
          const isUpper = size === 8 && i % 8 === (little ? 7 : 0);
          return isUpper ? 0x3f : (seed + 1) * (i + 1) * 2654435761 >>> 13;
        });
        const axes = `(${shape.map((length) => `${length},`).join("")})`;
        const text = header(`'${little ? "<" : ">"}${descr}'`, fortran ? "True" : "False", axes);
        const written = file(text, body);
        const shifted = new Uint8Array(written.length + shift);
        shifted.set(written, shift);
        const { data } = readNpy(shifted.subarray(shift), "x.npy");
        const view = new DataView(body.buffer);
        assert.equal(data.length, count);
        data.forEach((value, at) => {
          const place = fortran ? fortranPlace(at, shape) : at;
          assert.ok(Object.is(value, numberAt(view, place * size, little)));
        });
      },
    ),
    { seed: 3, numRuns: 500 },
  );
});

/** Returns the index of a row-major position in an array whose first axis varies fastest. */
function fortranPlace(at: number, shape: readonly number[]): number {
  const indices: number[] = [];
  for (const length of shape.toReversed()) {
    indices.unshift(at % length);
    at = Math.floor(at / length);
  }
  return indices.reduceRight((place, index, axis) => place * shape[axis]! + index, 0);
}

Deno.test("little-endian float32 in C order is not copied", () => {
  const written = writeNpy([2], Float32Array.of(1, 2));
  assert.equal(readNpy(written, "x.npy").data.buffer, written.buffer);
});

Deno.test("a file with any bytes changed, cut or repeated is read or refused, never worse", async () => {
  const whole = writeNpy([4, 3], Float32Array.from({ length: 12 }, (_, i) => i));
  const fortran = file(header("'>f8'", "True", "(2, 3)"), new Uint8Array(48));
  const options = { seed: 2, numRuns: 2000 };
  await assertSafe((bytes) => readNpy(bytes, "x.npy"), [whole, fortran], options);
});

Deno.test("writing a shape that does not fit the values is a defect", () => {
  assert.throws(() => writeNpy([2, 2], new Float32Array(3)), RangeError);
});
