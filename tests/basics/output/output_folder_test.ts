import assert from "node:assert/strict";
import { join } from "node:path";
import { InputError, SurroundingsError } from "../../../src/basics/errors.ts";
import { fillFolder } from "../../../src/basics/output/output_folder.ts";
import { inFolder } from "../../temporary_folder.ts";
import { build, contentOf, ROOM, writeRoom } from "./rooms.ts";

const force = { force: true };

/** Writes into a folder that is being filled. */
function inRoom(work: (out: string, folder: string) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    const out = join(folder, "out");
    await build(out, "first");
    await work(out, folder);
  });
}

Deno.test("a folder is filled where nothing exists, or only our own traces", () =>
  inFolder(async (folder) => {
    const out = join(folder, "out");
    const partial = `.door.txt.${crypto.randomUUID()}.partial`;
    for (const names of [undefined, [], [".lock", partial]]) {
      if (names !== undefined) Deno.mkdirSync(out);
      for (const name of names ?? []) Deno.writeTextFileSync(join(out, name), "");
      await build(out, "new");
      assert.deepEqual(Object.keys(contentOf(folder)), [
        "out/door.txt",
        "out/room.json",
        "out/shelf/book-1.txt",
      ]);
      Deno.removeSync(out, { recursive: true });
    }
  }));

Deno.test("an output is replaced on request only", () =>
  inRoom(async (out, folder) => {
    const message = `"${out.slice(0, 100)}${out.length > 100 ? "…" : ""}" exists; choose another ` +
      "--out, or replace it with --force";
    await assert.rejects(build(out, "second"), { name: "InputError", message });
    assert.equal(contentOf(out)["door.txt"], "first");
    await build(out, "second", force);
    assert.equal(contentOf(out)["door.txt"], "second");
    assert.deepEqual([...Deno.readDirSync(folder)].length, 1);
  }));

Deno.test("files that the command did not write are refused by name, and nothing changes", async () => {
  const write = (name: string) => (out: string) => Deno.writeTextFileSync(join(out, name), "mine");
  const cases: [(out: string) => void, RegExp][] = [
    [write("notes.txt"), /holds "notes\.txt", which build did not write, so --force does not/],
    [(out) => Deno.mkdirSync(join(out, "photos")), /holds "photos", which/],
    [write("shelf/mine.txt"), /holds "shelf\/mine\.txt", which/],
    [(out) => Deno.mkdirSync(join(out, "shelf/book-2.txt")), /holds "shelf\/book-2\.txt", which/],
    [
      (out) => Deno.symlinkSync("/etc/hosts", join(out, "window.txt")),
      /holds "window\.txt", which/,
    ],
    [(out) => {
      Deno.removeSync(join(out, "shelf"), { recursive: true });
      write("shelf")(out);
    }, /holds "shelf", which/],
    [(out) => ["a", "b", "c", "d"].forEach((name) => write(name)(out)), /"a", "b", "c" and 1 more/],
    [
      write("room.json"),
      /is not an output of build \(no "room\.json" of its schema is in it\), so/,
    ],
  ];
  for (const [change, message] of cases) {
    await inRoom(async (out, folder) => {
      change(out);
      const before = contentOf(folder);
      await assert.rejects(build(out, "second", force), (thrown) => {
        assert.ok(thrown instanceof InputError);
        assert.match(thrown.message, message);
        return true;
      });
      assert.deepEqual(contentOf(folder), before);
    });
  }
});

Deno.test("a folder with an input is never replaced, not even through a link", () =>
  inRoom(async (out, folder) => {
    Deno.symlinkSync(join(out, "shelf"), join(folder, "books"));
    const input = join(folder, "books/book-1.txt");
    const filled = fillFolder(out, ROOM, force, ({ protect }) => Promise.resolve(protect([input])));
    await assert.rejects(filled, /holds the input ".*books\/book-1\.txt", so --force does not/);
    assert.equal(contentOf(out)["shelf/book-1.txt"], "first");
  }));

Deno.test("the target of a link is replaced, not the link", () =>
  inRoom(async (out, folder) => {
    const link = join(folder, "link");
    Deno.symlinkSync(out, link);
    await build(link, "second", force);
    assert.ok(Deno.lstatSync(link).isSymlink);
    assert.equal(contentOf(out)["door.txt"], "second");
    Deno.symlinkSync(join(folder, "nowhere"), join(folder, "dangling"));
    await assert.rejects(build(join(folder, "dangling"), "x"), /is a link that leads nowhere/);
  }));

Deno.test("one process, and one call, at a time takes a place", () =>
  inFolder(async (folder) => {
    const out = join(folder, "out");
    await build(out, "first", {
      meanwhile: () =>
        assert.rejects(build(join(folder, "x/../out"), "second"), {
          name: "InputError",
          message: /^Another process is writing ".*out"; wait for it, or choose another place$/,
        }),
    });
    assert.equal(contentOf(out)["door.txt"], "first");
    assert.deepEqual([...Deno.readDirSync(folder)].length, 1);
  }));

Deno.test("an output that appeared meanwhile stays, and the finished one gets a free name", async () => {
  const mine = (path: string) => () => Deno.writeTextFileSync(path, "mine");
  await inFolder(async (folder) => {
    const out = join(folder, "out");
    Deno.mkdirSync(join(folder, "out-1"));
    await assert.rejects(build(out, "new", { meanwhile: mine(out) }), (thrown) => {
      assert.ok(thrown instanceof SurroundingsError);
      assert.match(
        thrown.message,
        /out" changed while the command ran: it exists; .* the finished output is in ".*\/out-2"$/,
      );
      return true;
    });
    assert.equal(Deno.readTextFileSync(out), "mine");
    assert.equal(contentOf(join(folder, "out-2"))["door.txt"], "new");
    assert.deepEqual(Array.from(Deno.readDirSync(folder), ({ name }) => name).sort(), [
      "out",
      "out-1",
      "out-2",
    ]);
  });
  await inRoom(async (out, folder) => {
    const meanwhile = mine(join(out, "notes.txt"));
    await assert.rejects(build(out, "new", { ...force, meanwhile }), /"notes.txt".*"\S*out-1"$/);
    assert.equal(contentOf(out)["notes.txt"], "mine");
    assert.equal(contentOf(out)["door.txt"], "first");
    assert.equal(contentOf(join(folder, "out-1"))["door.txt"], "new");
  });
  // An output that appears is replaced with --force only.
  await inFolder(async (folder) => {
    const out = join(folder, "out");
    const meanwhile = () => writeRoom(out, "other");
    await assert.rejects(build(out, "new", { meanwhile }), SurroundingsError);
    Deno.removeSync(out, { recursive: true });
    await build(out, "new", { ...force, meanwhile });
    assert.equal(contentOf(out)["door.txt"], "new");
  });
});

Deno.test("an error leaves no partial output and an unchanged earlier one", () =>
  inRoom(async (out, folder) => {
    const before = contentOf(folder);
    const meanwhile = () => assert.fail("odd");
    await assert.rejects(build(out, "second", { ...force, meanwhile }), { message: "odd" });
    assert.deepEqual(contentOf(folder), before);
  }));

Deno.test("after a kill at any moment, the next run finds the earlier output or the new one", async () => {
  const beside = (folder: string, ending: string) =>
    join(folder, `.out.${crypto.randomUUID()}.build.${ending}`);
  await inRoom(async (out, folder) => {
    // While it was being filled.
    writeRoom(beside(folder, "partial"), "half");
    Deno.writeTextFileSync(join(folder, ".out.earnest.lock"), "");
    await assert.rejects(build(out, "x"), /exists/);
    assert.deepEqual(Array.from(Deno.readDirSync(folder), ({ name }) => name), ["out"]);
    // Between the two renames.
    writeRoom(beside(folder, "partial"), "whole");
    Deno.renameSync(out, beside(folder, "replaced"));
    await assert.rejects(build(out, "x"), /exists/);
    assert.equal(contentOf(out)["door.txt"], "first");
    assert.deepEqual(Array.from(Deno.readDirSync(folder), ({ name }) => name), ["out"]);
    // While the earlier one was being removed.
    const replaced = beside(folder, "replaced");
    writeRoom(replaced, "old");
    Deno.removeSync(join(replaced, "room.json"));
    await build(out, "second", force);
    assert.equal(contentOf(out)["door.txt"], "second");
    assert.deepEqual(Array.from(Deno.readDirSync(folder), ({ name }) => name), ["out"]);
  });
});

Deno.test("an earlier output whose place was taken after a kill is kept under a free name", () =>
  inRoom(async (out, folder) => {
    Deno.renameSync(out, join(folder, `.out.${crypto.randomUUID()}.build.replaced`));
    Deno.mkdirSync(out);
    const notes: string[] = [];
    await build(out, "second", { onNote: (note) => notes.push(note) });
    assert.deepEqual(notes, [`the earlier output of "${out}" is kept in "${out}-1"`]);
    assert.equal(contentOf(out)["door.txt"], "second");
    assert.equal(contentOf(`${out}-1`)["door.txt"], "first");
    // An output whose removal had begun no longer counts.
    const replaced = join(folder, `.out.${crypto.randomUUID()}.build.replaced`);
    Deno.renameSync(out, replaced);
    Deno.removeSync(join(replaced, "room.json"));
    await build(out, "third");
    assert.equal(contentOf(out)["door.txt"], "third");
    assert.deepEqual([...Deno.readDirSync(folder)].length, 2);
  }));

Deno.test("foreign files in a leftover folder stay", () =>
  inFolder(async (folder) => {
    const partial = join(folder, `.out.${crypto.randomUUID()}.build.partial`);
    writeRoom(partial, "half");
    Deno.writeTextFileSync(join(partial, "notes.txt"), "mine");
    await build(join(folder, "out"), "new");
    assert.deepEqual(contentOf(partial), { "notes.txt": "mine" });
    // Nor are the leftovers of another command removed, even with the same names.
    const other = join(folder, `.out.${crypto.randomUUID()}.paint.replaced`);
    writeRoom(other, "painted");
    await build(join(folder, "out"), "newer", force);
    assert.equal(contentOf(other)["door.txt"], "painted");
  }));

Deno.test("a name of 250 bytes works, and one that is too long gives a one-line error", () =>
  inFolder(async (folder) => {
    for (const name of ["x".repeat(250), "音".repeat(83)]) {
      const out = join(folder, name);
      await build(out, "first");
      await build(out, "second", force);
      await assert.rejects(
        build(out, "third", { ...force, meanwhile: () => Deno.mkdirSync(join(out, "mine")) }),
        SurroundingsError,
      );
      assert.equal(contentOf(out)["door.txt"], "second");
    }
    await assert.rejects(build(join(folder, "x".repeat(256)), "x"), {
      name: "InputError",
      message: /^"[^"]*" is too long for this file system \(its last name has 256 bytes\); choose/,
    });
  }));

Deno.test("a process's working directory is not replaced", async () => {
  await assert.rejects(build(".", "x", force), /"\." is the folder that this command runs in/);
  await assert.rejects(build("..", "x", force), InputError);
});

Deno.test("a recorded output is replaced without --force while it is unchanged, and never after", async () => {
  const kind = {
    ...ROOM,
    isRecorded: true,
    markers: [{ name: "record.json", schema: "record/1" }],
  };
  const recorded = { ...kind, names: [...ROOM.names, { name: "record.json" }] };
  const cases: [(out: string) => void, RegExp][] = [
    [
      (out) => Deno.writeTextFileSync(join(out, "door.txt"), "mine"),
      /wrote it \("door\.txt"\); .* or/,
    ],
    [(out) => Deno.removeSync(join(out, "door.txt")), /\("door\.txt"\)/],
    [(out) => Deno.writeTextFileSync(join(out, "window.txt"), ""), /\("window\.txt"\)/],
    [(out) => {
      Deno.mkdirSync(join(out, "photos"));
      Deno.writeTextFileSync(join(out, "photos/a.jpg"), "mine");
      Deno.writeTextFileSync(join(out, "notes.txt"), "mine");
    }, /\("notes\.txt" and "photos"\); choose another place with --out$/],
    [
      (out) => Deno.removeSync(join(out, "record.json")),
      /is not an output of build \(no "record\.json"/,
    ],
    [
      (out) => Deno.writeTextFileSync(join(out, "record.json"), '{"schema":"record/1"}'),
      /record\.js/,
    ],
  ];
  for (const [change, message] of cases) {
    await inFolder(async (folder) => {
      const out = join(folder, "out");
      await build(out, "first", { kind: recorded });
      await build(out, "second", { kind: recorded });
      assert.equal(contentOf(out)["door.txt"], "second");
      change(out);
      const before = contentOf(folder);
      await assert.rejects(build(out, "third", { kind: recorded }), message);
      assert.deepEqual(contentOf(folder), before);
    });
  }
});

Deno.test("what replaces a folder has its permissions, from the first file on", () =>
  inFolder(async (folder) => {
    const out = join(folder, "out");
    Deno.mkdirSync(out);
    for (const mode of [0o700, 0o750]) {
      Deno.chmodSync(out, mode);
      await fillFolder(out, ROOM, force, (filling) => {
        assert.equal(Deno.statSync(filling.folder).mode! & 0o777, mode);
        writeRoom(filling.folder, "new");
        return Promise.resolve();
      });
      assert.equal(Deno.statSync(out).mode! & 0o777, mode);
    }
  }));
