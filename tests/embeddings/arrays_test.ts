import assert from "node:assert/strict";
import { readEmbeddingArray, splitArrayName } from "../../src/embeddings/arrays.ts";
import { writeNpy } from "../../src/formats/npy.ts";
import { writeSafetensors } from "../../src/formats/safetensors.ts";

const folder = new URL("../fixtures/arrays/", import.meta.url);
const bytesOf = (file: string) => Deno.readFileSync(new URL(file, folder));
const read = (name: string) => readEmbeddingArray(bytesOf(splitArrayName(name).file), name);

const expected: Record<string, number[][]> = JSON.parse(
  Deno.readTextFileSync(new URL("values.json", folder)),
);
const TYPES = ["float16", "bfloat16", "float32", "float64"];

async function assertValues(name: string, rows: readonly (readonly number[])[]): Promise<void> {
  const { rows: count, columns, values } = await read(name);
  assert.deepEqual([count, columns], [rows.length, rows[0]!.length], name);
  assert.deepEqual(values, Float32Array.from(rows.flat()), name);
}

const keysOf = (values: readonly string[]) => [{ column: "id", kind: "key", values }];

Deno.test("every type, byte order and order that NumPy and ml_dtypes write is read", async () => {
  for (const type of TYPES) {
    for (const bytes of ["little", "big"]) {
      for (const order of ["C", "F"]) {
        await assertValues(`${type}_${bytes}_${order}.npy`, expected[type]!);
      }
    }
    await assertValues(`types.safetensors#${type}`, expected[type]!);
  }
});

Deno.test("a single matrix needs no name, one of several does", async () => {
  await assertValues("stored.npz", expected["float32"]!);
  await assertValues("deflated.npz", expected["float64"]!);
  await assertValues("deflated.npz#x", expected["float64"]!);
  await assertValues("several.npz#train", expected["float16"]!);
  await assertValues("one.safetensors", expected["float32"]!);
});

Deno.test("columns of Parquet tables of several writers are read", async () => {
  const rows = Array.from({ length: 6 }, (_, i) => [0, 1, 2].map((j) => i + j / 3));
  const ids = rows.map((_, i) => `clip${i}.wav`);
  const compressed = ["none", "snappy", "gzip", "brotli", "zstd", "lz4"];
  for (const name of [...compressed, "pages_v2", "small_pages", "pandas", "polars", "duckdb"]) {
    await assertValues(`${name}.parquet`, rows);
    assert.deepEqual((await read(`${name}.parquet#embedding`)).keys, keysOf(ids), name);
  }
  for (const name of ["float64", "byte_stream_split"]) await assertValues(`${name}.parquet`, rows);
  await assertValues("two_lists.parquet#text", rows);
  const halves = rows.map((row) => row.map(Math.f16round));
  for (const name of ["float16", "float16_dictionary"]) {
    await assertValues(`${name}.parquet`, halves);
  }
  const { keys: numbers } = await read("fixed_size_list.parquet");
  assert.deepEqual(numbers, keysOf(["0", "1", "2", "3", "4", "5"]));
  assert.equal((await read("float64.parquet")).keys, undefined);
});

Deno.test("a file that is not a matrix of embeddings is refused by name", async () => {
  const cases: [string, RegExp][] = [
    [
      "cube_F.npy",
      /^"cube_F.npy" has shape \(2, 3, 4\); expected rows × columns, one or more each$/,
    ],
    ["cube_F.npy#x", /^Cannot read "cube_F.npy": it holds one array without a name; "#x" names an/],
    ["bfloat16_read_without_ml_dtypes.npy", /element type '\|V2', two bytes of no known meaning; /],
    ["several.npz", /several matrices: "train" \[3, 4\], "test" \[3, 4\]; .*"several.npz#train"$/],
    ["several.npz#dev", /it has no array "dev"; it has "train" \[3, 4\], "test" \[3, 4\]$/],
    ["stored.npz#fold", /^"stored.npz#fold" has shape \(3\); expected rows × columns/],
    ["stored.npz#labels", /^Cannot read "stored.npz#labels": element type '<U4'; expected /],
    ["types.safetensors", /it holds several matrices: /],
    [
      "one.safetensors#fold",
      /array "fold" has type "I64"; expected "F16", "BF16", "F32" or "F64"$/,
    ],
    [
      "no_lists.parquet",
      /no column holds lists of floating-point numbers, nor .* x1 …; its columns: "id", "text"$/,
    ],
    [
      "no_lists.parquet#text",
      /no column "text" of lists of floating-point .*; such columns: none$/,
    ],
    [
      "two_lists.parquet",
      /several columns hold lists of numbers: "audio", "text"; choose one as in/,
    ],
    ["null_row.parquet", /^"null_row.parquet" row 2 of "embedding" is null; expected numbers$/],
    ["null_value.parquet", /row 2 of "embedding" holds null; expected numbers$/],
    ["empty_row.parquet", /row 2 of "embedding" is empty; expected numbers$/],
    ["ragged.parquet", /row 2 of "embedding" has 1 values; expected 2, as row 1 has$/],
    ["values.json", /^Cannot read embeddings from "values.json": expected a name that ends in/],
  ];
  for (const [name, message] of cases) {
    await assert.rejects(read(name), { name: "InputError", message });
  }
});

Deno.test("shapes other than rows × columns, and values that are not finite, are refused", async () => {
  const npy = (shape: number[], data: Float32Array) =>
    readEmbeddingArray(writeNpy(shape, data), "x.npy");
  for (const shape of [[], [2], [2, 1, 3], [2, 3, 1], [0, 3], [3, 0]]) {
    const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
    const message = `"x.npy" has shape (${
      shape.join(", ")
    }); expected rows × columns, one or more each`;
    await assert.rejects(npy(shape, data), { name: "InputError", message });
  }
  const bad = npy([2, 3], Float32Array.of(1, 2, 3, 4, Infinity, NaN));
  const message = '"x.npy" row 2 holds Infinity in column 2; expected finite numbers';
  await assert.rejects(bad, { name: "InputError", message });
  const none = readEmbeddingArray(writeSafetensors(new Map(), {}), "x.safetensors");
  await assert.rejects(none, { message: /it does not hold a matrix; it has none$/ });
});

Deno.test("an array's name follows the file's extension", () => {
  const cases: [string, string, string | undefined][] = [
    ["x.npz#a", "x.npz", "a"],
    ["x.npz#a#b", "x.npz", "a#b"],
    ["x.NPZ#", "x.NPZ", ""],
    ["#1/x.npy", "#1/x.npy", undefined],
    ["x#y.parquet#e", "x#y.parquet", "e"],
    ["x.txt#a", "x.txt#a", undefined],
  ];
  for (const [path, file, array] of cases) {
    assert.deepEqual(splitArrayName(path), { file, array });
  }
});

Deno.test("a pickle is refused with what to do, never run", async () => {
  for (const name of ["a.pt", "a.pth", "a.pkl"]) {
    await assert.rejects(readEmbeddingArray(Uint8Array.of(0x80, 2), name), {
      name: "InputError",
      message: /: it is a pickle, which is not run here; save it in Python with numpy\.save\('/,
    });
  }
});
