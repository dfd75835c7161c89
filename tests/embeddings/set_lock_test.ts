// One process at a time writes a set, or the shards of one set.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { lockSet } from "../../src/embeddings/set_lock.ts";
import { fillSet, writeEmbeddingSet, writeNewSet } from "../../src/embeddings/whole_set.ts";
import { hashesIn, namesIn, withFolder } from "./planted.ts";

const set = {
  rows: 2,
  columns: 1,
  values: Float32Array.of(1, 2),
  items: ["a", "b"].map((id) => ({ id, columns: {} })),
  unreadable: [],
  identity: { importedFrom: "a test" },
  fingerprint: "",
};
const refusal = (folder: string) => ({
  name: "InputError",
  message: `Another process is writing "${folder}"; wait for it, or choose another place`,
});

Deno.test("shards share the lock of a place, and nothing else does", () =>
  withFolder((folder) => {
    const shards = [1, 2].map(() => lockSet(folder, true));
    assert.throws(() => lockSet(folder), refusal(folder));
    shards[0]![Symbol.dispose]();
    assert.throws(() => lockSet(folder), refusal(folder), "one shard still writes");
    shards[1]![Symbol.dispose]();
    {
      using _whole = lockSet(folder);
      assert.throws(() => lockSet(folder, true), refusal(folder));
    }
    assert.deepEqual(namesIn(dirname(folder)), [], "no lock is left");
    return Promise.resolve();
  }));

Deno.test("a set in memory is written whole or not at all, by one process at a time", () =>
  withFolder(async (folder) => {
    const failing = fillSet(folder, {}, async (filling) => {
      await writeNewSet(filling.folder, set, {});
      assert.throws(() => lockSet(folder), refusal(folder));
      for (const mode of ["create", "resume", "force"] as const) {
        await assert.rejects(writeEmbeddingSet(folder, set, { mode }), refusal(folder));
      }
      throw new Error("interrupted");
    });
    await assert.rejects(failing, { message: "interrupted" });
    assert.deepEqual(namesIn(dirname(folder)), []);
    await writeEmbeddingSet(folder, set, { mode: "create" });
    const whole = hashesIn(folder);
    const failed = fillSet(folder, { force: true }, () => Promise.reject(new Error("again")));
    await assert.rejects(failed, { message: "again" });
    assert.deepEqual(hashesIn(folder), whole);
    const late = fillSet(folder, { force: true }, async (filling) => {
      await writeNewSet(filling.folder, set, {});
      await Deno.writeTextFile(join(folder, "notes.txt"), "mine");
    });
    await assert.rejects(late, {
      name: "SurroundingsError",
      message: /holds "notes.txt", which embed did not write.*finished output is in ".*set-1"$/,
    });
    assert.deepEqual(hashesIn(`${folder}-1`), whole);
    assert.deepEqual(namesIn(dirname(folder)), ["set", "set-1"]);
  }));
