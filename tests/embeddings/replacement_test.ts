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

Deno.test("an interrupted replacement continues only with resume, and gives way to another one", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    const resume = { ...other, mode: "resume" } as const;
    await (await openSetWriter(folder, other)).writePart(0, contentOf(other, 0));
    assert.deepEqual(await (await openSetWriter(folder, resume)).pending(), [1, 2, 3, 4, 5]);
    assert.deepEqual(await (await openSetWriter(folder, other)).pending(), [0, 1, 2, 3, 4, 5]);
    await (await openSetWriter(folder, other)).writePart(0, contentOf(other, 0));
    assert.ok((await writeSet(folder, resume)).complete);
    assert.deepEqual((await readEmbeddingSet(folder)).identity["backbone"], "other");
    assert.deepEqual(beside(folder), ["set"]);
    await (await openSetWriter(folder, other)).writePart(0, contentOf(other, 0));
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

Deno.test("a shard replaces nothing: it could not tell its run's parts from older ones", () =>
  withFolder(async (folder) => {
    const shard = { index: 1, count: 2 };
    const message = /^A shard cannot replace a set, .*; remove ".*set" before the shards start, or/;
    for (const prepare of [() => {}, () => writeSet(folder, { shard }), () => writeSet(folder)]) {
      await prepare();
      const before = beside(folder).includes("set") ? hashesIn(folder) : undefined;
      await assert.rejects(writeSet(folder, { ...force, shard }), { name: "InputError", message });
      if (before) assert.deepEqual(hashesIn(folder), before);
      await Deno.remove(folder, { recursive: true }).catch(() => {});
    }
    assert.deepEqual(beside(folder), []);
  }));

Deno.test("what is not ours beside the place is named, and stays", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    const replacement = join(dirname(folder), ".set.replacement");
    const why = `move it away, because the new set of "${folder}" is written there`;
    await Deno.writeTextFile(replacement, "mine");
    await assert.rejects(writeSet(folder, force), {
      name: "InputError",
      message: `"${replacement}" is not a folder; ${why}`,
    });
    await Deno.remove(replacement);
    await Deno.mkdir(replacement);
    await Deno.writeTextFile(join(replacement, "notes.txt"), "mine");
    await Deno.writeTextFile(join(replacement, "items.jsonl"), "ours, or not");
    await assert.rejects(writeSet(folder, force), {
      name: "InputError",
      message: `"${replacement}" holds "notes.txt" beside an embedding set; ${why}`,
    });
    assert.deepEqual(namesIn(replacement), ["items.jsonl", "notes.txt"]);
    await Deno.remove(join(replacement, "notes.txt"));
    assert.ok((await writeSet(folder, force)).complete);
    assert.deepEqual(beside(folder), ["set"]);
  }));

Deno.test("a folder that keeps the parts of a set without set.json starts from nothing", () =>
  withFolder(async (folder) => {
    for (const mode of ["create", "resume", "force"] as const) {
      await (await openSetWriter(folder, planted)).writePart(0, contentOf(planted, 0));
      await Deno.remove(join(folder, "set.json"));
      const writer = await openSetWriter(folder, { ...planted, mode });
      assert.deepEqual(await writer.pending(), [0, 1, 2, 3, 4, 5]);
      assert.deepEqual(namesIn(folder).filter((name) => name !== ".lock"), ["set.json"]);
      await Deno.remove(folder, { recursive: true });
    }
  }));

Deno.test("a replaced set keeps the permissions of its folder", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    await Deno.chmod(folder, 0o750);
    assert.ok((await writeSet(folder, other)).complete);
    assert.equal(Deno.statSync(folder).mode! & 0o777, 0o750);
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
    await assert.rejects(writeSet(folder, force), {
      name: "InputError",
      message: `"${folder}" holds "notes.txt" beside an embedding set, ` +
        "so --force does not replace it",
    });
    const before = hashesIn(folder);
    await assert.rejects(early.finish(), {
      name: "SurroundingsError",
      message: `"${folder}" changed while the command ran: it holds "notes.txt" beside an ` +
        `embedding set; the finished output is in "${folder}-1"`,
    });
    assert.deepEqual(hashesIn(folder), before);
    assert.deepEqual((await readEmbeddingSet(`${folder}-1`)).identity["backbone"], "other");
    assert.deepEqual(beside(folder), ["set", "set-1"]);
  }));
