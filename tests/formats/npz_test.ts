import assert from "node:assert/strict";
import { readNpzArray, readNpzContents } from "../../src/formats/npz.ts";
import { npyHeader, writeNpy } from "../../src/formats/npy.ts";
import { assertSafe } from "./damage.ts";
import { archive, type Claims } from "./made_npz.ts";

const X = writeNpy([2, 2], Float32Array.of(1, 2, 3, 4));
const read = (bytes: Uint8Array) =>
  readNpzContents(bytes, "x.npz").map((array) => readNpzArray(array, "x.npz"));

Deno.test("stored and deflated entries are read, with zip64 fields or without", () => {
  for (const deflated of [false, true]) {
    for (const wide of [false, true]) {
      const bytes = archive([["x.npy", X], ["notes.txt", X], ["a/ü.npy", X]], { deflated, wide });
      const contents = readNpzContents(bytes, "x.npz");
      assert.deepEqual(contents.map(({ key, shape }) => [key, shape]), [
        ["x", [2, 2]],
        ["a/ü", [2, 2]],
      ]);
      assert.deepEqual(read(bytes)[1], { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) });
    }
  }
  assert.equal(read(archive([["x.npy", X]], { comment: "made for the test" })).length, 1);
  assert.deepEqual(read(archive([])), []);
});

Deno.test("each fault of an archive has its message", () => {
  const zeros = writeNpy([1000, 1000], new Float32Array(1_000_000));
  const one = (claims: Claims, deflated = false) => archive([["x.npy", X, claims]], { deflated });
  const cases: [Uint8Array, RegExp][] = [
    [
      new Uint8Array(),
      /^Cannot read "x.npz": it is not a zip archive, or is cut off \(it has no end/,
    ],
    [X, /not a zip archive/],
    [archive([["x.npy", X]]).subarray(0, -1), /not a zip archive/],
    [archive([["x.npy", X], ["x.npy", X]]), /it holds "x.npy" twice$/],
    [archive([["x.npy", X]], { count: 2 }), /its directory ends after 1 of 2 entries$/],
    [archive([["x.npy", X]], { count: 2, wide: true }), /ends after 1 of 2 entries$/],
    [archive([["x.npy", X]], { shift: 9 }), /its directory spans \d+ to \d+ of the \d+ bytes/],
    [archive([["x.npy", X]], { shift: 9, wide: true }), /the end of its directory is not at \d+/],
    [one({ flags: 1 }), /entry "x.npy" is encrypted$/],
    [one({ method: 14 }), /entry "x.npy" is compressed by method 14; expected 0 \(stored\) or 8/],
    [one({ offset: 3 }), /entry "x.npy" does not begin at 3, where the directory says$/],
    [one({ offset: 1e9 }), /does not begin at 1000000000/],
    [one({ packed: 1e6, size: 1e6 }), /says 1000000 bytes, but \d+ are left$/],
    [one({ size: 7 }), /is stored in 144 bytes, but says 7$/],
    [one({ crc: 5 }), /is damaged: its CRC-32 is not the one in the archive$/],
    [one({ size: 0xffffffff }), /has no zip64 field, which its sizes call for$/],
    [one({ size: 100 }, true), /"x.npz#x": header says 2 rows, file holds 0$/],
    [one({ size: 152 }, true), /"x.npz#x": header says 2 rows, file holds 3$/],
    [
      archive([["x.npy", Uint8Array.of(...X, 0), { size: X.length }]], { deflated: true }),
      /unpacks to more than the 144 bytes that it says$/,
    ],
    [
      archive([["x.npy", X.subarray(0, -1), { size: X.length }]], { deflated: true }),
      /unpacks to 143 bytes, but says 144$/,
    ],
    [one({ packed: 20 }, true), /^Cannot read "x.npz#x": it ends inside its header$/],
    [
      archive([["x.npy", zeros, { packed: 999 }]], { deflated: true }),
      /^Cannot read "x.npz": entry "x.npy" is damaged: unexpected end of file$/,
    ],
    [
      archive([["x.npy", zeros, { size: 2 ** 33 }]], { deflated: true, wide: true }),
      /"x.npz#x": header says shape \(1000, 1000\), 4000000 bytes, file holds 8589934464$/,
    ],
    [
      archive([["x.npy", zeros.subarray(0, 128)]], { deflated: true }),
      /"x.npz#x": header says 1000 rows, file holds 0$/,
    ],
    [
      archive([["x.npy", npyHeader([6000, 1000]), { size: 128 + 24_000_000 }]], { deflated: true }),
      /^Cannot read "x.npz": entry "x.npy" claims 24000128 bytes, packed in \d+; expected at most 1678\d+ \(store it uncompressed if that is true, as numpy.savez does\)$/,
    ],
    [
      archive([["x.npy", X], ["y.npy", X, { offset: 0 }]]),
      /^Cannot read "x.npz": its entries "x.npy" and "y.npy" share bytes$/,
    ],
    [archive([["x.npy", new Uint8Array(50)]]), /"x.npz#x": it is not a NumPy file/],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => read(bytes), { name: "InputError", message });
  }
});

Deno.test("an archive with any bytes changed, cut or repeated is read or refused, never worse", async () => {
  const wholes = [false, true].flatMap((deflated) =>
    [false, true].map((wide) => archive([["x.npy", X], ["y.npy", X]], { deflated, wide }))
  );
  await assertSafe(read, wholes, { seed: 1, numRuns: 3000 });
});
