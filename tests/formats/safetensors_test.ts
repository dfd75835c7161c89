import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import { readSafetensors, storedValues, writeSafetensors } from "../../src/formats/safetensors.ts";
import { readSafetensorsContents } from "../../src/formats/safetensors_header.ts";
import { assertSafe } from "./damage.ts";

/** Creates a file with this header text and this many bytes of values. */
function file(header: string, valueBytes: number): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + valueBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (shape: number[], start: number, end: number, dtype = "F32") =>
  `{"dtype":"${dtype}","shape":[${shape}],"data_offsets":[${start},${end}]}`;

Deno.test("any arrays, names and metadata survive writing and reading, at any alignment", () => {
  const shape = fc.array(fc.nat(4), { maxLength: 3 });
  const text = fc.string({ unit: "binary" }).map((value) => value.toWellFormed());
  const names = fc.uniqueArray(text.filter((name) => name !== "__metadata__"), { maxLength: 5 });
  fc.assert(
    fc.property(
      names,
      shape,
      fc.dictionary(text, text),
      fc.nat(7),
      (names, shape, metadata, at) => {
        const count = shape.reduce((product, length) => product * length, 1);
        const arrays = new Map(names.map((name, i) => {
          const data = Float32Array.from({ length: count }, (_, j) => Math.sin(i + j));
          return [name, { shape, data }];
        }));
        const written = writeSafetensors(arrays, metadata);
        const shifted = new Uint8Array(written.length + at);
        shifted.set(written, at);
        const found = readSafetensors(shifted.subarray(at), "x");
        assert.deepEqual([...found.arrays], [...arrays]);
        assert.deepEqual(Object.entries(found.metadata), Object.entries({ ...metadata }));
      },
    ),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("the bytes match the format's own description", () => {
  const written = writeSafetensors(new Map([["a", { shape: [1], data: Float32Array.of(1) }]]), {});
  const header = `{"__metadata__":{},"a":${entry([1], 0, 4)}}`;
  const [length] = new BigUint64Array(written.slice(0, 8).buffer);
  assert.equal(Number(length) % 8, 0);
  const text = new TextDecoder().decode(written.subarray(8, 8 + Number(length)));
  assert.equal(text.trimEnd(), header);
  assert.deepEqual([...written.subarray(8 + Number(length))], [0, 0, 128, 63]);
});

Deno.test("each fault of a file has its message", () => {
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(7), /^Cannot read "x": it ends inside its header$/],
    [file("{}", 0).subarray(0, 9), /it ends inside its header$/],
    [new Uint8Array(16).fill(255), /a header of \d+ bytes; expected at most 1048576$/],
    [Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 255), /it is not UTF-8 text$/],
    [file("{", 0), /^Cannot read "x: header": it is not JSON \(.*\)$/],
    [file("", 0), /^Cannot read "x: header": it is not JSON \(.*\)$/],
    [file("[]", 0), /its header does not begin with "\{"$/],
    [file("\ufeff{}", 0), /its header does not begin with "\{"$/],
    [file(` {"a":${entry([1], 0, 4)}}`, 4), /its header does not begin with "\{"$/],
    [
      file(`{"a":${entry([1], 0, 4)},"\\u0061" :${entry([2], 0, 8)}}`, 8),
      /^Cannot read "x: header": the key "a" appears twice in line 1$/,
    ],
    [
      file('{"__metadata__":{"s":"1"},"__metadata__":{"s":"2"}}', 0),
      /the key "__metadata__" appears twice in line 1$/,
    ],
    [file('{"__metadata__":{"s":"1","s":"2"}}', 0), /the key "s" appears twice in line 1$/],
    [
      file(`{"a":{"dtype":${"[".repeat(99)}${"]".repeat(99)}}}`, 0),
      /^Cannot read "x: header": line 1 is nested more than 100 deep$/,
    ],
    [file('{"__metadata__":{"a":1}}', 0), /its metadata is not text by key$/],
    [file('{"a":{}}', 0), /array "a" has type none; expected one such as "F32"$/],
    [file('{"__metadata__":null}', 0), /its metadata is not text by key$/],
    [file('{"a":3}', 0), /array "a" has no entry of type, shape and offsets$/],
    [file(`{"a":${entry([1], 0, 2, "F16")}}`, 2), /array "a" has type "F16"; expected "F32"$/],
    [file(`{"a":${entry([-1], 0, 4)}}`, 4), /array "a" has the shape \[-1\]$/],
    [
      file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}', 4),
      /array "a" has the offsets \[0\]; expected a start and an end$/,
    ],
    [file(`{"a":${entry([2], 0, 4)}}`, 4), /"a" of shape \[2\] lies at 0 to 4; expected 8 bytes$/],
    [
      file(`{"a":${entry([94906267, 94906267, 8], 0, 4)}}`, 4),
      /array "a" has the shape \[94906267,94906267,8\], beyond 2\^53 values$/,
    ],
    [
      file(`{"a":${entry([2 ** 53 - 1, 2 ** 53 - 1, 0], 0, 0)}}`, 0),
      /array "a" has the shape \[.*,0\], beyond 2\^53 values$/,
    ],
    [
      file(`{"a":${entry([1], 0, 4)},"b":${entry([1], 8, 12)}}`, 12),
      /array "b" begins at 8; expected 4, where the one before it ends$/,
    ],
    [file(`{"a":${entry([1], 0, 4)},"b":${entry([1], 0, 4)}}`, 4), /"b" begins at 0; expected 4/],
    [file(`{"a":${entry([1], 0, 4)}}`, 8), /header says 4 bytes of values, file holds 8$/],
    [file(`{"a":${entry([2], 0, 8)}}`, 4), /header says 8 bytes of values, file holds 4$/],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => readSafetensors(bytes, "x"), { name: "InputError", message });
  }
});

Deno.test("arrays of other types matter only to a reader that uses them", () => {
  const header = `{"a":${entry([2], 0, 2, "I8")},"b":${entry([1], 2, 4, "BF16")}}`;
  const bytes = file(header, 4);
  bytes.set([1, 2, 0xc0, 0x3f], bytes.length - 4);
  const { stored } = readSafetensorsContents(bytes, "x");
  assert.deepEqual(storedValues(stored[1]!, "x"), { shape: [1], data: Float32Array.of(1.5) });
  const message =
    /^Cannot read "x": array "a" has type "I8"; expected "F16", "BF16", "F32" or "F64"$/;
  assert.throws(() => storedValues(stored[0]!, "x"), { name: "InputError", message });
  const short = file(`{"a":${entry([3], 0, 4, "U16")}}`, 4);
  assert.throws(() => readSafetensorsContents(short, "x"), { message: /expected 6 bytes$/ });
  // A type that the format may get in the future has no known length.
  assert.equal(
    readSafetensorsContents(file(`{"a":${entry([3], 0, 4, "Q2")}}`, 4), "x").stored.length,
    1,
  );
});

Deno.test("a file with any bytes changed, cut or repeated is read or refused, never worse", async () => {
  const arrays = new Map(["a", "b"].map((name) => {
    return [name, { shape: [2, 3], data: new Float32Array(6) }];
  }));
  const whole = writeSafetensors(arrays, { made: "for the test" });
  const types = file(`{"a":${entry([2], 0, 4, "F16")},"b":${entry([2], 4, 20, "F64")}}`, 20);
  const options = { seed: 2, numRuns: 2000 };
  await assertSafe((bytes) => readSafetensors(bytes, "x"), [whole], options);
  await assertSafe(
    (bytes) => readSafetensorsContents(bytes, "x").stored.map((array) => storedValues(array, "x")),
    [whole, types],
    options,
  );
});

Deno.test("messages are one short line without control characters, whatever the file contains", () => {
  const long = 500_000;
  const deep = "[".repeat(long) + "]".repeat(long);
  const nasty = "\u009b2J\u202edog\u2028";
  const headers = [
    `{"${nasty}":3}`,
    `{"a":${entry([1], 0, 4, nasty)}}`,
    `{"a":${entry([1], 0, 4, "F".repeat(long))}}`,
    `{"a":{"dtype":${deep},"shape":[1],"data_offsets":[0,4]}}`,
    `{"${"a".repeat(long)}":3}`,
    `{"a":${entry(Array(long / 2).fill(1), 0, 8)}}`,
    `{"a":${entry([1], 0, 4).replace("[0,4]", `[${"0,".repeat(long / 2)}4]`)}}`,
    `{"${"a".repeat(long - 1)}":0,"${"a".repeat(long - 1)}":0}`,
  ];
  for (const header of headers) {
    assert.throws(() => readSafetensors(file(header, 4), "x"), (thrown) => {
      assert.ok(thrown instanceof InputError);
      assert.match(thrown.message, /^[^\p{C}\u2028]{1,400}$/u);
      return true;
    });
  }
});

Deno.test("brackets, colons and quotes inside strings are not structure", () => {
  const names = ['a":{', '\\"}', "[[[[[", '":', "\\", "10", "2", "__proto__", ""];
  const arrays = new Map(names.map((name, i) => [name, { shape: [], data: Float32Array.of(i) }]));
  const metadata = Object.fromEntries(names.map((name) => [name, name]));
  const found = readSafetensors(writeSafetensors(arrays, metadata), "x");
  assert.deepEqual([...found.arrays], [...arrays]);
  assert.deepEqual(found.metadata, metadata);
});

Deno.test("writing a file that the reader would refuse is a defect", () => {
  const one = new Float32Array(1);
  const cases: [string, number[], Float32Array, RegExp][] = [
    ["a", [2, 2], new Float32Array(3), /^Cannot write 3 values as "a" \[2,2\]$/],
    ["b", [-1, -1], one, /^Cannot write 1 values as "b" \[-1,-1\]$/],
    ["c", [0.5, 2], one, /^Cannot write 1 values as "c" \[0.5,2\]$/],
    ["__metadata__", [1], one, /^Cannot write 1 values as "__metadata__" \[1\]$/],
    ["a".repeat(2 ** 20), [1], one, /^Cannot write a header of \d+ bytes; at most 1048576$/],
  ];
  for (const [name, shape, data, message] of cases) {
    const arrays = new Map([[name, { shape, data }]]);
    assert.throws(() => writeSafetensors(arrays, {}), { name: "RangeError", message });
  }
});
