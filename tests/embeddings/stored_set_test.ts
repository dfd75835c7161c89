import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "../../src/basics/errors.ts";
import { streamItems } from "../../src/datasets/streamed_items.ts";
import { openFolderOfSets } from "../../src/embeddings/folder_of_sets.ts";
import { keptRowsOf } from "../../src/embeddings/kept_rows.ts";
import { NpyRows } from "../../src/embeddings/npy_rows.ts";
import { openStoredSet, type StoredSet } from "../../src/embeddings/stored_set.ts";
import { writeNpy } from "../../src/formats/npy.ts";
import { makeSet } from "../end_to_end/made_set.ts";
import { inFolder } from "../temporary_folder.ts";

async function valuesOf(set: Pick<StoredSet, "blocks">, from: number, to: number) {
  const values: number[] = [];
  for await (const block of set.blocks(from, to)) values.push(...block.values);
  return values;
}

async function idsOf(set: Pick<StoredSet, "visit">, isWanted: (row: number) => boolean) {
  const found: [number, string][] = [];
  await set.visit(isWanted, (row, { id }) => void found.push([row, id]));
  return found;
}

const counting = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => from + i);

Deno.test("any rows of an array are read, in blocks of any size", () =>
  inFolder(async (folder) => {
    const path = join(folder, "x.npy");
    await Deno.writeFile(path, writeNpy([20, 3], Float32Array.from(counting(0, 60))));
    const file = await NpyRows.open(path);
    assert.deepEqual([file?.rows, file?.columns], [20, 3]);
    for (
      const [from, to, bytes] of [[0, 20, 1], [3, 4, 1], [5, 20, 40], [0, 0, 12], [2, 19, 1e6]]
    ) {
      const read = { blocks: (from: number, to: number) => file!.blocks(from, to, bytes) };
      assert.deepEqual(await valuesOf(read, from!, to!), counting(3 * from!, 3 * to!));
    }
    const sources: unknown[] = [];
    for await (const { source, rows } of file!.blocks(4, 8, 36)) sources.push([source, rows]);
    assert.deepEqual(sources, [[{ name: path, row: 4 }, 3], [{ name: path, row: 7 }, 1]]);
    await Deno.truncate(path, 200);
    await assert.rejects(valuesOf(file!, 0, 20), /x\.npy": it ends inside row 20/);
  }));

Deno.test("an array is known again by its length and pieces from its first byte to its last", () =>
  inFolder(async (folder) => {
    const path = join(folder, "x.npy");
    for (const rows of [50, 2 ** 20]) {
      const values = new Float32Array(2 * rows);
      const hashOf = async () => {
        await Deno.writeFile(path, writeNpy([rows, 2], values));
        return await (await NpyRows.open(path))!.sampledHash();
      };
      const first = await hashOf();
      assert.deepEqual(await hashOf(), first);
      assert.equal(first.bytes, (await Deno.stat(path)).size);
      for (const at of [0, 2 * rows - 1]) {
        values[at] = 1;
        assert.notEqual((await hashOf()).sampled, first.sampled);
        values[at] = 0;
      }
    }
  }));

Deno.test("a set's rows and items are those that were written, and damage is found", () =>
  inFolder(async (folder) => {
    const made = counting(0, 30).map((i) => ({ id: `clip ${i}é`, row: [i, 1] }));
    const path = await makeSet(folder, "set", made);
    const set = await openStoredSet(path);
    assert.deepEqual(await valuesOf(set, 28, 30), [28, 1, 29, 1]);
    assert.deepEqual(await idsOf(set, (row) => row % 14 === 1), [
      [1, "clip 1é"],
      [15, "clip 15é"],
      [29, "clip 29é"],
    ]);
    const values = join(path, "embeddings.npy"), items = join(path, "items.jsonl");
    const bytes = await Deno.readFile(values);
    bytes[140] = bytes[140]! ^ 1;
    await Deno.writeFile(values, bytes);
    await assert.rejects(valuesOf(set, 0, 30), /embeddings\.npy": its SHA-256 is [0-9a-f]{64}/);
    await Deno.writeTextFile(items, (await Deno.readTextFile(items)).replace("clip 7", "clip 8"));
    await assert.rejects(idsOf(set, () => false), /items\.jsonl": its SHA-256 is/);
  }));

Deno.test("the sets of a folder are one set in the order of their names", () =>
  inFolder(async (folder) => {
    const backbone = (name: string) => ({ backbone: { name } });
    const make = (name: string, rows: number[], identity = backbone("a")) =>
      makeSet(folder, name, rows.map((row) => ({ id: `${row}`, row: [row] })), identity);
    assert.equal(await openFolderOfSets(folder), undefined);
    await make("10", [5, 6]);
    await make("2", [2, 3, 4]);
    await Deno.mkdir(join(folder, "other"));
    const joined = await openFolderOfSets(folder);
    assert.deepEqual([joined?.rows, joined?.columns], [5, 1]);
    assert.deepEqual(await valuesOf(joined!, 0, 5), [2, 3, 4, 5, 6]);
    assert.deepEqual(await valuesOf(joined!, 2, 4), [4, 5]);
    assert.deepEqual(await idsOf(joined!, (row) => row > 1), [[2, "4"], [3, "5"], [4, "6"]]);
    assert.deepEqual([0, 2, 3, 4].map(joined!.setOf), ["2", "2", "10", "10"]);
    await make("3", [7], backbone("b"));
    await assert.rejects(openFolderOfSets(folder), {
      message: `"${join(folder, "2")}" has backbone.name "a", "${join(folder, "3")}" has "b"; ` +
        "expected sets of one backbone",
    });
    await Deno.remove(join(folder, "3"), { recursive: true });
    await makeSet(folder, "4", [{ id: "x", row: [1, 2] }], backbone("a"));
    await assert.rejects(openFolderOfSets(folder), /"[^"]*4" of 2; expected one space/);
  }));

Deno.test("rows that are kept are numbered in order, whatever part is read", () =>
  inFolder(async (folder) => {
    const made = counting(0, 12).map((i) => ({
      id: `${i}`,
      row: [i],
      columns: { split: i % 3 === 1 ? "dev" : "eval" },
    }));
    const set = await openStoredSet(await makeSet(folder, "set", made));
    const kept = await keptRowsOf(set, { split: ["dev"] });
    assert.deepEqual([kept.rows, kept.rowOf(2)], [4, 7]);
    assert.deepEqual(await valuesOf(kept, 0, 4), [1, 4, 7, 10]);
    assert.deepEqual(await valuesOf(kept, 1, 3), [4, 7]);
    assert.deepEqual(await idsOf(kept, (row) => row !== 1), [[0, "1"], [2, "7"], [3, "10"]]);
    await assert.rejects(keptRowsOf(set, { split: ["test"] }), InputError);
  }));

Deno.test("items of a manifest are found without the others; what is not simple is left to others", () =>
  inFolder(async (folder) => {
    const stream = async (name: string, text: string) => {
      const path = join(folder, name);
      await Deno.writeTextFile(path, text);
      return { path, items: await streamItems(path) };
    };
    const { path, items } = await stream("a.csv", 'id,text\na,"two\nlines"\nb,x\nc,y\n');
    assert.equal(items?.rows, 3);
    assert.deepEqual(await idsOf(items, (row) => row !== 1), [[0, "a"], [2, "c"]]);
    await Deno.writeTextFile(path, "id,text\na,x\nb,x\nc,z\n");
    await assert.rejects(idsOf(items, () => true), /a\.csv" was changed while it was in use/);
    const { sha256 } = (await streamItems(path))!;
    const known = await streamItems(path, { rows: 3, sha256 });
    assert.deepEqual(await idsOf(known!, (row) => row === 2), [[2, "c"]]);
    // A manifest with another hash is read: it has two rows with one id.
    await Deno.writeTextFile(path, "id,text\na,x\na,x\nc,z\n");
    assert.equal(await streamItems(path, { rows: 3, sha256 }), undefined);
    assert.equal((await stream("b.jsonl", '{"id":"a"}\n{"id":"b","x":1}\n')).items?.rows, 2);
    const others = {
      "repeated.csv": "id\na\na\n",
      "named.csv": "file_name\na.wav\n",
      "empty.csv": "id,x\n,1\n",
      "guessed.csv": "id,path\na,b.wav\n",
      "some.jsonl": '{"id":"a"}\n{"file_name":"b"}\n',
    };
    for (const [name, text] of Object.entries(others)) {
      assert.equal((await stream(name, text)).items, undefined, name);
    }
    assert.equal(await streamItems(folder), undefined);
  }));

const script = fileURLToPath(new URL("streaming_reader.ts", import.meta.url));

async function run(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", "--no-check", script, ...args],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("searching 400,000 rows, 102 MB and their items, takes two blocks of memory", () =>
  inFolder(async (folder) => {
    await run(folder, "write");
    const growth = Number(await run(folder, "search"));
    assert.ok(growth > 0 && growth < 135e6, `${growth} bytes`);
  }));
