import assert from "node:assert/strict";
import { dirname } from "node:path";
import { codeHashes } from "../../src/basics/code_hashes.ts";
import { joinReadyMade, type SourceFile } from "../../src/embeddings/ready_made.ts";
import { readEmbeddingSet } from "../../src/embeddings/reading.ts";
import { writeEmbeddingSet } from "../../src/embeddings/whole_set.ts";
import { namesIn, withFolder, writeSet } from "./planted.ts";
import type { EmbeddingArray } from "../../src/embeddings/arrays.ts";

const arrayFile: SourceFile = { name: "x.npz#train", sha256: "a".repeat(64) };
const itemsFile: SourceFile = { name: "items.csv", sha256: "b".repeat(64) };
const items = ["a", "b", "c"].map((id, i) => ({
  id,
  row: i + 1,
  line: i + 2,
  columns: { label: id.toUpperCase() },
}));
const array: EmbeddingArray = { rows: 3, columns: 2, values: Float32Array.of(1, 2, 3, 4, 5, 6) };

const join = (one: EmbeddingArray, file = arrayFile) =>
  joinReadyMade({ array: one, file }, { items, file: itemsFile });

const keyed = (...values: string[]) => ({ keys: [{ column: "id", kind: "key" as const, values }] });

Deno.test("an array without ids has the items' order, one with ids is sorted into it", async () => {
  const set = await join(array);
  assert.equal(set.values, array.values);
  assert.deepEqual(set.items[2], { id: "c", columns: { label: "C" } });
  assert.equal((await join({ ...array, ...keyed("a", "b", "c") })).values, array.values);
  const shuffled = await join({ ...array, ...keyed("c", "a", "b") });
  assert.deepEqual(shuffled.values, Float32Array.of(3, 4, 5, 6, 1, 2));
  assert.deepEqual(shuffled.items, set.items);
});

Deno.test("the identity depends on both files, the chosen array, the ids and the code", async () => {
  const { fingerprint, identity } = await join(array);
  const { embeddings } = await codeHashes();
  assert.deepEqual(identity["code"], { embeddings });
  assert.deepEqual((identity["importedFrom"] as Record<string, string>)["chosen"], "train");
  const others = await Promise.all([
    joinReadyMade({ array, file: { ...arrayFile, name: "x.npz#test" } }, {
      items,
      file: itemsFile,
    }),
    joinReadyMade({ array, file: { ...arrayFile, sha256: "c".repeat(64) } }, {
      items,
      file: itemsFile,
    }),
    joinReadyMade({ array, file: arrayFile }, {
      items,
      file: { ...itemsFile, sha256: "c".repeat(64) },
    }),
    joinReadyMade({ array, file: arrayFile }, {
      items: items.map((item) => ({ ...item, id: `${item.row}` })),
      file: itemsFile,
    }),
  ]);
  const all = [fingerprint, ...others.map((other) => other.fingerprint)];
  assert.equal(new Set(all).size, 5);
  // The path of a file does not matter.
  const moved = { ...arrayFile, name: "there/y.npz#train" };
  assert.equal(
    (await joinReadyMade({ array, file: moved }, { items, file: itemsFile })).fingerprint,
    fingerprint,
  );
});

Deno.test("arrays that do not fit the items are refused by name", async () => {
  const cases: [Partial<EmbeddingArray>, string][] = [
    [
      { rows: 2, values: new Float32Array(4) },
      '"x.npz#train" has 2 rows, "items.csv" has 3 items; expected a row for each item',
    ],
    [
      keyed("a", "b", "x"),
      '"x.npz#train" row 3 has the id "x", which matches no item of "items.csv"; item 3 is "c"',
    ],
    [
      keyed("a", "a", "c"),
      '"x.npz#train" rows 1 and 2 have the same id "a"; expected a row for each item of "items.csv"',
    ],
    [
      { values: Float32Array.of(1, 2, 3, NaN, 5, 6) },
      '"x.npz#train" row 2 holds NaN in column 2; expected finite numbers',
    ],
  ];
  for (const [changes, message] of cases) {
    await assert.rejects(join({ ...array, ...changes }), { name: "InputError", message });
  }
});

Deno.test("a set in memory of any length is written and read back unchanged", () =>
  withFolder(async (folder) => {
    const rows = 5000;
    const many = {
      ...await join(array),
      rows,
      values: Float32Array.from({ length: 2 * rows }, (_, i) => Math.sin(i)),
      items: Array.from({ length: rows }, (_, i) => ({ id: `${i}`, columns: { id: `${i}` } })),
      unreadable: Array.from({ length: 1200 }, (_, i) => ({
        id: `bad ${i}`,
        row: i + 1,
        reason: "it is empty",
      })),
    };
    const summary = await writeEmbeddingSet(folder, many, { mode: "create" });
    assert.equal(summary.rows, rows);
    const { fingerprint: _, identity, ...read } = await readEmbeddingSet(folder);
    const { fingerprint: __, identity: given, ...expected } = many;
    assert.deepEqual(read, expected);
    assert.deepEqual(identity, { ...given, items: 6200, partItems: 2048 });
    assert.deepEqual(namesIn(dirname(folder)), ["set"]);
  }));

Deno.test("a set that was read is written again with the same values and items", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    const { fingerprint: _, identity: __, ...set } = await readEmbeddingSet(folder);
    const identity = { projected: true };
    const copy = { ...set, identity, fingerprint: "" };
    await writeEmbeddingSet(`${folder}-2`, copy, { mode: "create" });
    const { fingerprint: ___, identity: ____, ...again } = await readEmbeddingSet(`${folder}-2`);
    assert.deepEqual(again, set);
  }));
