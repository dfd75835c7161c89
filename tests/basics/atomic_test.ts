import assert from "node:assert/strict";
import { join } from "node:path";
import { prepareToWrite, removePartials, writeFileAtomic } from "../../src/basics/atomic.ts";
import { InputError, SurroundingsError } from "../../src/basics/errors.ts";
import { inFolder } from "../temporary_folder.ts";

const wait = (milliseconds: number) => new Promise((wake) => setTimeout(wake, milliseconds));

const namesIn = (folder: string) => Array.from(Deno.readDirSync(folder), ({ name }) => name);

Deno.test("text and bytes are written whole, over earlier content", () =>
  inFolder(async (folder) => {
    const path = `${folder}/file`;
    await writeFileAtomic(path, "größer als eins");
    assert.equal(await Deno.readTextFile(path), "größer als eins");
    const bytes = new Uint8Array(3_000_000).map((_, i) => i % 251);
    await writeFileAtomic(path, bytes);
    assert.ok((await Deno.readFile(path)).every((byte, i) => byte === i % 251));
    await writeFileAtomic(path, "");
    assert.equal((await Deno.stat(path)).size, 0);
    assert.deepEqual(namesIn(folder), ["file"]);
  }));

Deno.test("content that comes piece by piece is written whole, or not at all", () =>
  inFolder(async (folder) => {
    const path = `${folder}/file`;
    async function* pieces(last: () => Uint8Array) {
      yield new TextEncoder().encode("first, ");
      await wait(1);
      yield last();
    }
    await writeFileAtomic(path, pieces(() => new TextEncoder().encode("second")));
    const fails = (thrown: Error) => writeFileAtomic(path, pieces(() => assert.fail(thrown)));
    const own = new InputError("part 3 is damaged");
    await assert.rejects(fails(own), own);
    await assert.rejects(fails(new Error("odd")), { message: `Cannot write "${path}": odd` });
    assert.equal(await Deno.readTextFile(path), "first, second");
    assert.deepEqual(namesIn(folder), ["file"]);
  }));

Deno.test("a reader sees the old content or the new, never a part", () =>
  inFolder(async (folder) => {
    const path = `${folder}/file`;
    const contents = ["a".repeat(500_000), "b".repeat(700_000)];
    await writeFileAtomic(path, contents[0]!);
    let writing = true;
    const writes = (async () => {
      for (let n = 1; n <= 10; n++) await writeFileAtomic(path, contents[n % 2]!);
      writing = false;
    })();
    while (writing) assert.ok(contents.includes(await Deno.readTextFile(path)));
    await writes;
  }));

Deno.test("a file that cannot be written is an error, and no partial file remains", () =>
  inFolder(async (folder) => {
    const missing = `${folder}/missing/file`;
    await assert.rejects(() => writeFileAtomic(missing, "x"), (thrown) => {
      assert.ok(thrown instanceof SurroundingsError);
      assert.equal(thrown.message, `Cannot write "${missing}": its folder does not exist`);
      return true;
    });
    await Deno.mkdir(`${folder}/taken`);
    await assert.rejects(() => writeFileAtomic(`${folder}/taken`, "x"), SurroundingsError);
    assert.deepEqual(namesIn(folder), ["taken"]);
  }));

Deno.test("a killed process's partial file is removed before the file is written again", () =>
  inFolder(async (folder) => {
    const path = `${folder}/file`;
    const source = new URL("../../src/basics/atomic.ts", import.meta.url);
    const write = `import { writeFileAtomic } from ${JSON.stringify(source)};
      for (;;) await writeFileAtomic(${JSON.stringify(path)}, new Uint8Array(50_000_000));`;
    const args = ["eval", "--no-lock", write];
    await using process = new Deno.Command(Deno.execPath(), { args }).spawn();
    const partials = () => namesIn(folder).filter((name) => name.endsWith(".partial"));
    const isWriting = () => partials().some((name) => Deno.statSync(join(folder, name)).size > 0);
    for (;;) {
      process.kill("SIGSTOP");
      await wait(5);
      if (isWriting()) break;
      process.kill("SIGCONT");
      await wait(5);
    }
    const stranger = `.other.${crypto.randomUUID()}.partial`;
    await Deno.writeTextFile(join(folder, stranger), "of another file");
    await prepareToWrite(path);
    const whileWriting = partials().length;
    process.kill("SIGKILL");
    await process.status;
    assert.equal(whileWriting, 2);
    await prepareToWrite(path);
    assert.deepEqual(partials(), [stranger]);
    await removePartials(folder);
    assert.deepEqual(partials(), []);
  }));

Deno.test("an empty partial file of an ended process is removed, however young", () =>
  inFolder(async (folder) => {
    const name = `.file.${crypto.randomUUID()}.partial`;
    Deno.writeTextFileSync(join(folder, name), "");
    assert.deepEqual(namesIn(folder), [name]);
    await removePartials(folder);
    assert.deepEqual(namesIn(folder), []);
  }));

Deno.test("files that are being written appear whole, whatever is removed beside them", () =>
  inFolder(async (folder) => {
    let writing = true;
    const removing = [1, 2, 3].map(async () => {
      while (writing) await removePartials(folder);
    });
    const names = Array.from({ length: 400 }, (_, i) => String(1000 + i));
    for (let i = 0; i < names.length; i += 20) {
      const some = names.slice(i, i + 20);
      await Promise.all(some.map((name) => writeFileAtomic(join(folder, name), `content ${name}`)));
    }
    writing = false;
    await Promise.all(removing);
    assert.deepEqual(namesIn(folder).sort(), names);
    for (const name of names) {
      assert.equal(Deno.readTextFileSync(join(folder, name)), `content ${name}`);
    }
  }));
