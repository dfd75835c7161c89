import assert from "node:assert/strict";
import { join } from "node:path";
import { type PartHeader, writePart } from "../../src/embeddings/part_file.ts";
import { readEmbeddingSet } from "../../src/embeddings/reading.ts";
import { readSetFile } from "../../src/embeddings/set_file.ts";
import { openSetWriter } from "../../src/embeddings/writer.ts";
import { contentOf, hashesIn, namesIn, planted, withFolder, writeSet } from "./planted.ts";

const partial = (name: string) => `.${name}.${crypto.randomUUID()}.partial`;

/** Writes the first parts and stops, as if killed. */
async function begin(folder: string, parts: number): Promise<void> {
  const writer = await openSetWriter(folder, planted);
  for (let part = 0; part < parts; part++) await writer.writePart(part, contentOf(planted, part));
}

/** Continues a set and returns the parts that were computed again; the bytes must be those of an undisturbed run. */
async function goOn(folder: string, notes: string[] = []): Promise<number[]> {
  const onNote = (note: string) => notes.push(note);
  const writer = await openSetWriter(folder, { ...planted, mode: "resume", onNote });
  const done: number[] = [];
  for (;;) {
    const pending = await writer.pending();
    for (const part of pending) await writer.writePart(part, contentOf(planted, part));
    done.push(...pending);
    if ((await writer.finish()).complete) break;
  }
  const undisturbed = `${folder}-undisturbed`;
  await writeSet(undisturbed);
  assert.deepEqual(hashesIn(folder), hashesIn(undisturbed));
  await Deno.remove(undisturbed, { recursive: true });
  return done;
}

Deno.test("a killed run continues from each state that it can leave", () =>
  withFolder(async (folder) => {
    const write = (name: string) => Deno.writeTextFile(join(folder, name), "left over");
    const remove = (name: string) => Deno.remove(join(folder, name));
    const states: [string, number, () => Promise<unknown>, number[]][] = [
      ["before set.json", 0, async () => {
        await remove("set.json");
        await write(partial("set.json"));
      }, [0, 1, 2, 3, 4, 5]],
      ["while a part was written", 2, () => write(partial("shard-000002.npy")), [2, 3, 4, 5]],
      ["between the files of a part", 3, () => remove("shard-000002.npy"), [2, 3, 4, 5]],
      ["before the values were merged", 6, () => Promise.resolve(), []],
      ["while they were", 6, () => write(partial("embeddings.npy")), []],
      ["after they were", 6, () => write("embeddings.npy"), []],
      ["before set.json was written", 6, async () => {
        await write("embeddings.npy");
        await write("items.jsonl");
      }, []],
    ];
    for (const [when, parts, leave, expected] of states) {
      await begin(folder, parts);
      await leave();
      assert.deepEqual(await goOn(folder), expected, when);
      await Deno.remove(folder, { recursive: true });
    }
  }));

Deno.test("a set that was complete when its process was killed is read, and cleaned up by the next", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    const names = ["shard-000003.npy", "shard-000003.jsonl", ".lock", partial("items.jsonl")];
    // A lock is empty; one with content is another's.
    for (const name of names) {
      await Deno.writeTextFile(join(folder, name), name === ".lock" ? "" : "left over");
    }
    assert.equal((await readEmbeddingSet(folder)).rows, 14);
    assert.deepEqual(await goOn(folder), []);
  }));

Deno.test("partial files of killed processes are removed before their place is needed", () =>
  withFolder(async (folder) => {
    await begin(folder, 6);
    const name = partial("embeddings.npy");
    await Deno.writeTextFile(join(folder, name), "left over");
    await openSetWriter(folder, { ...planted, mode: "resume" });
    assert.ok(!namesIn(folder).includes(name));
  }));

Deno.test("an empty folder is accepted, because another shard may have just created it", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(folder);
    assert.ok((await writeSet(folder)).complete);
  }));

Deno.test("an incomplete part is computed again, with a note that says why", () =>
  withFolder(async (folder) => {
    const npy = join(folder, "shard-000001.npy");
    const jsonl = join(folder, "shard-000001.jsonl");
    const edit = async (path: string, change: (text: string) => string) =>
      await Deno.writeTextFile(path, change(await Deno.readTextFile(path)));
    const editHeader = (change: (header: PartHeader) => unknown) =>
      edit(jsonl, (text) => {
        const [first, ...rest] = text.split("\n");
        return [JSON.stringify(change(JSON.parse(first!))), ...rest].join("\n");
      });
    const link = async (path: string) => {
      await Deno.rename(path, `${folder}-elsewhere`);
      await Deno.symlink(`${folder}-elsewhere`, path);
    };
    const cases: [() => Promise<unknown>, string | RegExp][] = [
      [() => Deno.truncate(npy, 140), `"${npy}" holds 140 bytes, not 164`],
      [() => Deno.writeTextFile(npy, "x", { append: true }), `"${npy}" holds 165 bytes, not 164`],
      [async () => {
        const bytes = await Deno.readFile(npy);
        await Deno.writeFile(npy, bytes.with(bytes.length - 1, 7));
      }, /shard-000001\.npy" has SHA-256 [0-9a-f]{64}, not [0-9a-f]{64}$/],
      [() => link(npy), `"${npy}" is not a regular file`],
      [() => link(jsonl), `"${jsonl}" is not a regular file`],
      [() => Deno.remove(jsonl), `"${npy}" has no "shard-000001.jsonl" beside it`],
      [() => Deno.writeTextFile(jsonl, ""), `"${jsonl}" has a malformed first line`],
      [() => edit(jsonl, () => "x".repeat(70_000)), `"${jsonl}" has a malformed first line`],
      [
        () => editHeader((header) => ({ ...header, extra: 1 })),
        `"${jsonl}" has a malformed first line`,
      ],
      [
        () => editHeader((header) => ({ ...header, part: 2 })),
        `"${jsonl}" is of another part or another set`,
      ],
      [
        () => editHeader((header) => ({ ...header, fingerprint: "0" })),
        `"${jsonl}" is of another part or another set`,
      ],
      [
        () => editHeader((header) => ({ ...header, unreadable: 2 })),
        `"${jsonl}" has 5 items, not 4`,
      ],
      [() => edit(jsonl, (text) => text.slice(0, -1)), /shard-000001\.jsonl" holds \d+ bytes, not/],
      [
        () => edit(jsonl, (text) => text.replace("rain", "ruin")),
        /shard-000001\.jsonl" has SHA-256 [0-9a-f]{64}, not [0-9a-f]{64}$/,
      ],
    ];
    for (const [damage, note] of cases) {
      await begin(folder, 6);
      await damage();
      const notes: string[] = [];
      assert.deepEqual(await goOn(folder, notes), [1], String(note));
      assert.equal(notes.length, 1);
      const [reason, rest] = notes[0]!.split("; ");
      assert.equal(rest, "this part is computed again");
      if (typeof note === "string") assert.equal(reason, note);
      else assert.match(reason!, note);
      await Deno.remove(folder, { recursive: true });
      await Deno.remove(`${folder}-elsewhere`).catch(() => {});
    }
  }));

Deno.test("lines of one process beside values of another do not make a part", () =>
  withFolder(async (folder) => {
    await begin(folder, 6);
    const content = contentOf(planted, 0);
    const other = `${folder}-other`;
    const values = content.values.with(0, 1e-7);
    const writer = await openSetWriter(other, planted);
    await writer.writePart(0, { ...content, values });
    await Deno.rename(join(other, "shard-000000.jsonl"), join(folder, "shard-000000.jsonl"));
    assert.deepEqual(await goOn(folder), [0]);
  }));

Deno.test("a part that another process has finished meanwhile is kept", () =>
  withFolder(async (folder) => {
    const writer = await openSetWriter(folder, planted);
    const pending = await writer.pending();
    const faster = await openSetWriter(folder, { ...planted, mode: "resume" });
    await faster.writePart(0, contentOf(planted, 0));
    const content = contentOf(planted, 0);
    await writer.writePart(0, { ...content, values: content.values.with(0, 0.5) });
    for (const part of pending.slice(1)) await writer.writePart(part, contentOf(planted, part));
    assert.ok((await writer.finish()).complete);
    assert.equal((await readEmbeddingSet(folder)).values[0], 0);
    // A complete set has nothing pending for a late process.
    assert.deepEqual(await faster.pending(), []);
    assert.ok((await faster.finish()).complete);
  }));

Deno.test("forged lines of a part are damage, whatever their hash", () =>
  withFolder(async (folder) => {
    await begin(folder, 6);
    const { fingerprint } = await readSetFile(folder);
    const forged = [{ id: "item 5", row: 0, reason: "no row is the 0th" }];
    await writePart(folder, 1, { ...contentOf(planted, 1), unreadable: forged }, fingerprint, {});
    const notes: string[] = [];
    assert.deepEqual(await goOn(folder, notes), [1]);
    const note = `"${folder}/shard-000001.jsonl" has a malformed line; this part is computed again`;
    assert.deepEqual(notes, [note]);
  }));
