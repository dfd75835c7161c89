import assert from "node:assert/strict";
import { writeFileAtomic } from "../../src/basics/atomic.ts";
import { SurroundingsError } from "../../src/basics/errors.ts";

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const namesIn = (folder: string) => Array.from(Deno.readDirSync(folder), ({ name }) => name);

Deno.test("text and bytes are written whole, over what was there", () =>
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

Deno.test("a file that cannot be written is an error, and nothing is left behind", () =>
  inFolder(async (folder) => {
    const missing = `${folder}/missing/file`;
    await assert.rejects(() => writeFileAtomic(missing, "x"), (thrown) => {
      assert.ok(thrown instanceof SurroundingsError);
      assert.ok(thrown.message.startsWith(`Cannot write "${missing}": `));
      assert.ok(!thrown.message.includes("\n"));
      return true;
    });
    await Deno.mkdir(`${folder}/taken`);
    await assert.rejects(() => writeFileAtomic(`${folder}/taken`, "x"), SurroundingsError);
    assert.deepEqual(namesIn(folder), ["taken"]);
  }));
