import assert from "node:assert/strict";
import { join } from "node:path";
import { readEmbeddingSet } from "../../src/embeddings/reading.ts";
import { readSetFile } from "../../src/embeddings/set_file.ts";
import { openSetWriter } from "../../src/embeddings/writer.ts";
import { readItems } from "../../src/datasets/items.ts";
import { contentOf, DIM, hashesIn, namesIn, planted, withFolder, writeSet } from "./planted.ts";

const COMPLETE = ["embeddings.npy", "items.jsonl", "set.json"];
const PARTS = [0, 1, 2, 3, 4, 5];
const contents = PARTS.map((part) => contentOf(planted, part));

Deno.test("a set holds what its parts held, including unreadable items", () =>
  withFolder(async (folder) => {
    const summary = await writeSet(folder);
    const unreadable = contents.flatMap((part) => part.unreadable);
    assert.deepEqual(unreadable.map(({ row }) => row), [6, 9, 10, 11, 12, 13, 20]);
    const rows = 21 - unreadable.length;
    assert.deepEqual(summary, { complete: true, rows, dim: DIM, unreadable, missingParts: [] });
    assert.deepEqual(namesIn(folder), COMPLETE);
    const set = await readEmbeddingSet(folder);
    assert.deepEqual(
      set.values,
      Float32Array.from(contents.flatMap(({ values }) => [...values])),
    );
    const ids = contents.flatMap(({ rows }) => rows.map(({ id }) => id));
    assert.deepEqual(set.items.map(({ id }) => id), ids);
    assert.deepEqual(set.items[0]!.columns, {
      id: "item 0",
      file_name: "0.wav",
      label: "Hündin",
    });
    assert.deepEqual(set.unreadable, unreadable);
    assert.deepEqual(set.identity, { ...planted.identity, items: 21, partItems: 4 });
    const manifest = await readItems(join(folder, "items.jsonl"));
    assert.deepEqual(manifest.map(({ id }) => id), ids);
  }));

Deno.test("a set without readable items is complete, with no rows", () =>
  withFolder(async (folder) => {
    const writer = await openSetWriter(folder, { ...planted, items: 1 });
    const unreadable = [{ id: "a", row: 1, reason: "it is empty" }];
    await writer.writePart(0, { rows: [], values: new Float32Array(0), dim: 0, unreadable });
    assert.ok((await writer.finish()).complete);
    const { rows, columns, values, items } = await readEmbeddingSet(folder);
    assert.deepEqual({ rows, columns, values: values.length, items }, {
      rows: 0,
      columns: 0,
      values: 0,
      items: [],
    });
  }));

Deno.test("shards of one folder, counted from 0 or from 1, give the bytes of one process", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    for (const indices of [[0, 1, 2], [1, 2, 3], [3, 1, 2]]) {
      const sharded = `${folder}-${indices}`;
      for (const [i, index] of indices.entries()) {
        const summary = await writeSet(sharded, { shard: { index, count: 3 } });
        assert.equal(summary.complete, i === 2);
        if (i > 0) continue;
        const own = [0, 3].map((part) => part + index % 3);
        assert.deepEqual(summary.missingParts, PARTS.filter((part) => !own.includes(part)));
        assert.deepEqual(summary.unreadable, own.flatMap((part) => contents[part]!.unreadable));
      }
      assert.deepEqual(hashesIn(sharded), hashesIn(folder));
      // A task that is started again finds nothing to do.
      assert.ok((await writeSet(sharded, { shard: { index: 1, count: 3 } })).complete);
    }
  }));

Deno.test("the folder's content is respected", () =>
  withFolder(async (folder) => {
    await (await openSetWriter(folder, planted)).writePart(1, contents[1]!);
    const unfinished = hashesIn(folder);
    await assert.rejects(writeSet(folder), {
      name: "InputError",
      message: `"${folder}" is an unfinished embedding set; use --resume to continue it, ` +
        "--force to replace it, or choose another --out",
    });
    assert.deepEqual(hashesIn(folder), unfinished);
    assert.ok((await writeSet(folder, { mode: "resume" })).complete);
    const complete = hashesIn(folder);
    await assert.rejects(writeSet(folder), {
      name: "InputError",
      message: `"${folder}" is an embedding set already; ` +
        "replace it with --force, or choose another --out",
    });
    assert.ok((await writeSet(folder, { mode: "resume" })).complete);
    assert.deepEqual(hashesIn(folder), complete);

    const other = `${folder}-other`;
    await Deno.mkdir(other);
    await Deno.writeTextFile(join(other, "notes.txt"), "mine");
    for (const mode of ["create", "resume"] as const) {
      for (const path of [other, join(other, "notes.txt")]) {
        await assert.rejects(writeSet(path, { mode }), {
          name: "InputError",
          message: `"${path}" exists and is not an embedding set; choose another --out`,
        });
      }
    }
    assert.deepEqual(namesIn(other), ["notes.txt"]);
  }));

Deno.test("a set that was begun with another identity is refused by the field that differs", () =>
  withFolder(async (folder) => {
    const { identity } = planted;
    const backbone = { name: "planted", sha256: "b".repeat(64) };
    const cases: [Parameters<typeof writeSet>[1], string][] = [
      [
        { identity: { ...identity, backbone } },
        "was begun with another content of backbone: SHA-256 aaaaaaaa…; this run has bbbbbbbb…",
      ],
      [{ items: 22 }, "was begun with items 21; this run has 22"],
      [{ partItems: 2 }, "was begun with partItems 4; this run has 2"],
      [
        { identity: { ...identity, decoder: ["a", 1] } },
        'was begun without decoder; this run has ["a",1]',
      ],
      [
        { identity: { batch: 2 } },
        "was begun with backbone " +
        `{"name":"planted","sha256":"${"a".repeat(64)}"}; this run has none`,
      ],
    ];
    const refuse = async (shard?: { index: number; count: number }) => {
      for (const [options, difference] of cases) {
        await assert.rejects(writeSet(folder, { ...options, shard, mode: "resume" }), {
          name: "InputError",
          message: `"${folder}" ${difference}; choose another --out, or replace it with --force`,
        });
      }
    };
    await openSetWriter(folder, planted);
    await refuse();
    await refuse({ index: 0, count: 2 });
    const writer = await openSetWriter(folder, { ...planted, mode: "resume" });
    // Another process may begin another set at the same moment on a file system without locks.
    const stranger = await openSetWriter(`${folder}-2`, { ...planted, items: 22 });
    await stranger.writePart(0, contents[0]!);
    await Deno.copyFile(join(`${folder}-2`, "set.json"), join(folder, "set.json"));
    await assert.rejects(writer.finish(), { name: "InputError", message: /begun with items 22/ });
  }));

Deno.test("environments are recorded, each once, and a difference is a note", () =>
  withFolder(async (folder) => {
    const notes: string[] = [];
    const onNote = (note: string) => notes.push(note);
    for (const [index, adapter] of ["abacus", "slide rule", "abacus"].entries()) {
      const environment = { adapter, threads: "1" };
      await writeSet(folder, { environment, shard: { index, count: 3 }, onNote });
    }
    assert.deepEqual((await readSetFile(folder)).environments, [
      { adapter: "abacus", threads: "1" },
      { adapter: "slide rule", threads: "1" },
    ]);
    assert.deepEqual(notes, [
      `"${folder}" was begun with adapter abacus; this run has slide rule; ` +
      "the last bits may differ",
    ]);
  }));

Deno.test("invalid parts are defects of the caller", () =>
  withFolder(async (folder) => {
    const shard = { index: 0, count: 2 };
    const writer = await openSetWriter(folder, { ...planted, shard });
    const [first, , third] = contents as [typeof contents[0], unknown, typeof contents[0]];
    const values = new Float32Array(5);
    const twice = first.rows.map((row) => ({ ...row, id: "twice" }));
    const cases: [number, typeof first, string][] = [
      [1, contents[1]!, "Part 1 does not belong to this process"],
      [6, first, "Part 6 does not belong to this process"],
      [0, { ...first, rows: [] }, "Part 0 has 0 rows and 0 unreadable items; expected 4 in all"],
      [0, { ...first, values }, "Part 0 has 5 values for 4 rows of 3"],
      [0, { ...first, rows: twice }, 'Item "twice" was given before'],
    ];
    for (const [part, content, message] of cases) {
      const one = await openSetWriter(folder, { ...planted, shard });
      await assert.rejects(one.writePart(part, content), { name: "RangeError", message });
    }
    await writer.writePart(0, first);
    await assert.rejects(writer.writePart(0, first), { message: "Part 0 was given before" });
    const again = { ...third, unreadable: third.unreadable.map((u) => ({ ...u, id: "item 0" })) };
    await assert.rejects(writer.writePart(2, again), { message: 'Item "item 0" was given before' });
    for (const bad of [{ items: 0 }, { partItems: 1.5 }]) {
      await assert.rejects(openSetWriter(`${folder}-2`, { ...planted, ...bad }), RangeError);
    }
    await assert.rejects(openSetWriter(`${folder}-2`, { ...planted, identity: { a: NaN } }), {
      name: "RangeError",
      message: "JSON has no number NaN",
    });
    assert.deepEqual(namesIn(join(folder, "..")), ["set"]);
  }));

Deno.test("rows of another length, or with NaN, are refused", () =>
  withFolder(async (folder) => {
    const writer = await openSetWriter(folder, planted);
    await writer.writePart(0, contents[0]!);
    await assert.rejects(writer.writePart(1, contentOf(planted, 1, 5)), {
      name: "InputError",
      message: `Part 1 of "${folder}" has rows of 5 numbers; those before have 3`,
    });
    const values = contents[3]!.values.with(4, NaN);
    await assert.rejects(writer.writePart(3, { ...contents[3]!, values }), {
      name: "InputError",
      message: `"${folder}/shard-000003.npy" row 2 holds NaN in column 2; expected finite numbers`,
    });
    // Another process does not know the first part's rows.
    const options = { ...planted, mode: "resume" } as const;
    const other = await openSetWriter(folder, options);
    assert.deepEqual(await other.pending(), [1, 2, 3, 4, 5]);
    for (const part of await other.pending()) {
      await other.writePart(part, contentOf(planted, part, 5));
    }
    await assert.rejects(other.finish(), {
      name: "InputError",
      message: `"${folder}/shard-000001.npy" has rows of 5 numbers, ` +
        `"${folder}/shard-000000.npy" of 3; expected one length for all rows of a set`,
    });
  }));
