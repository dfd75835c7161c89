import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { readEmbeddingSet } from "../../src/embeddings/reading.ts";
import { openSetWriter } from "../../src/embeddings/writer.ts";
import { contentOf, hashesIn, namesIn, planted, withFolder, writeSet } from "./planted.ts";

const force = { ...planted, mode: "force" } as const;
const other = { ...force, identity: { backbone: "other" } };

/** Lists the names beside the set. */
const beside = (folder: string) => namesIn(dirname(folder));

Deno.test("a set remains until its replacement is complete", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    const old = hashesIn(folder);
    const writer = await openSetWriter(folder, other);
    for (const part of await writer.pending()) {
      assert.deepEqual(hashesIn(folder), old);
      await writer.writePart(part, contentOf(other, part));
    }
    assert.ok((await writer.finish()).complete);
    assert.deepEqual((await readEmbeddingSet(folder)).identity["backbone"], "other");
    assert.deepEqual(beside(folder), ["set"]);
    // This applies to the same set, too.
    assert.equal((await (await openSetWriter(folder, other)).pending()).length, 6);
    assert.ok((await writeSet(folder, other)).complete);
    assert.deepEqual(beside(folder), ["set"]);
  }));

Deno.test("renew continues the same set and replaces another", () =>
  withFolder(async (folder) => {
    const renew = { ...planted, mode: "renew" } as const;
    await (await openSetWriter(folder, renew)).writePart(0, contentOf(renew, 0));
    assert.deepEqual(await (await openSetWriter(folder, renew)).pending(), [1, 2, 3, 4, 5]);
    await writeSet(folder, renew);
    assert.deepEqual(await (await openSetWriter(folder, renew)).pending(), []);
    await writeSet(folder, { ...other, mode: "renew" });
    assert.deepEqual((await readEmbeddingSet(folder)).identity["backbone"], "other");
    assert.deepEqual(beside(folder), ["set"]);
  }));

Deno.test("an unfinished set is replaced from its first part on", () =>
  withFolder(async (folder) => {
    await (await openSetWriter(folder, planted)).writePart(0, contentOf(planted, 0));
    assert.deepEqual(await (await openSetWriter(folder, force)).pending(), [0, 1, 2, 3, 4, 5]);
    assert.ok((await writeSet(folder, force)).complete);
    assert.deepEqual(beside(folder), ["set"]);
  }));

Deno.test("an interrupted replacement continues, and gives way to another one", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    await (await openSetWriter(folder, other)).writePart(0, contentOf(other, 0));
    assert.deepEqual(await (await openSetWriter(folder, other)).pending(), [1, 2, 3, 4, 5]);
    const third = { ...other, identity: { backbone: "third" } };
    assert.deepEqual(await (await openSetWriter(folder, third)).pending(), [0, 1, 2, 3, 4, 5]);
    assert.ok((await writeSet(folder, third)).complete);
    assert.deepEqual((await readEmbeddingSet(folder)).identity["backbone"], "third");
    assert.deepEqual(beside(folder), ["set"]);
  }));

Deno.test("a replacement that was killed while it took its place is completed", () =>
  withFolder(async (folder) => {
    const replacement = join(dirname(folder), ".set.replacement");
    const replaced = join(dirname(folder), `.set.${crypto.randomUUID()}.replaced`);
    await writeSet(folder, other);
    const expected = hashesIn(folder);
    const states: [string, readonly [string, string][]][] = [
      ["before", [[folder, replacement], [`${folder}-old`, folder]]],
      ["between", [[folder, replacement], [`${folder}-old`, replaced]]],
      ["after", [[`${folder}-old`, replaced]]],
    ];
    for (const [when, moves] of states) {
      await writeSet(`${folder}-old`);
      for (const [from, to] of moves) await Deno.rename(from, to);
      const mode = when === "before" ? "force" : "resume";
      assert.ok((await writeSet(folder, { ...other, mode })).complete);
      assert.deepEqual(hashesIn(folder), expected, when);
      assert.deepEqual(beside(folder), ["set"], when);
    }
    await Deno.rename(folder, replaced);
    const resumed = await openSetWriter(folder, { ...other, mode: "resume" });
    assert.deepEqual(await resumed.pending(), []);
    assert.deepEqual(beside(folder), ["set"]);
  }));

Deno.test("shards replace a set together", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    for (const index of [0, 1, 2]) {
      const shard = { index, count: 3 };
      assert.equal((await writeSet(folder, { ...other, shard })).complete, index === 2);
    }
    assert.deepEqual((await readEmbeddingSet(folder)).identity["backbone"], "other");
    assert.deepEqual(beside(folder), ["set"]);
  }));

Deno.test("shards that replace a missing set join each other", () =>
  withFolder(async (folder) => {
    for (const index of [1, 2]) {
      const summary = await writeSet(folder, { ...force, shard: { index, count: 2 } });
      assert.equal(summary.complete, index === 2);
    }
    assert.deepEqual(beside(folder), ["set"]);
  }));

Deno.test("two processes that replace a set at once leave one set", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    const writers = await Promise.all([1, 2].map(() => openSetWriter(folder, other)));
    for (const part of await writers[0]!.pending()) {
      await writers[part % 2]!.writePart(part, contentOf(other, part));
    }
    const summaries = await Promise.all(writers.map((writer) => writer.finish()));
    assert.deepEqual(summaries.map(({ complete }) => complete), [true, true]);
    assert.deepEqual((await readEmbeddingSet(folder)).identity["backbone"], "other");
    assert.deepEqual(beside(folder), ["set"]);
  }));

Deno.test("the target of a link is replaced, not the link", () =>
  withFolder(async (folder) => {
    const disk = `${folder}-disk`;
    await writeSet(disk);
    await Deno.symlink(disk, folder);
    assert.ok((await writeSet(folder, other)).complete);
    assert.ok(Deno.lstatSync(folder).isSymlink);
    assert.deepEqual((await readEmbeddingSet(disk)).identity["backbone"], "other");
    assert.deepEqual(beside(folder), ["set", "set-disk"]);
  }));

Deno.test("only an embedding set is replaced", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(folder);
    await Deno.writeTextFile(join(folder, "notes.txt"), "mine");
    const refused = `"${folder}" is not an embedding set, so --force does not replace it`;
    await assert.rejects(writeSet(folder, force), { name: "InputError", message: refused });
    await Deno.writeTextFile(join(folder, "set.json"), '{"schema": "other/1"}');
    await assert.rejects(writeSet(folder, force), {
      name: "InputError",
      message: `Cannot read "${folder}/set.json": its schema is "other/1"; ` +
        'expected "earnest/embeddings/1"',
    });
    await Deno.remove(folder, { recursive: true });
    await writeSet(folder);
    const early = await openSetWriter(folder, other);
    for (const part of await early.pending()) await early.writePart(part, contentOf(other, part));
    const notes = join(folder, "notes.txt");
    await Deno.writeTextFile(notes, "mine");
    for (const step of [() => writeSet(folder, force), () => early.finish()]) {
      await assert.rejects(step(), {
        name: "InputError",
        message: `"${folder}" holds "notes.txt" beside an embedding set, ` +
          "so --force does not replace it",
      });
      assert.equal(await Deno.readTextFile(notes), "mine");
    }
    await Deno.remove(notes);
    assert.ok((await early.finish()).complete);
    assert.deepEqual((await readEmbeddingSet(folder)).identity["backbone"], "other");
    assert.deepEqual(beside(folder), ["set"]);
  }));
