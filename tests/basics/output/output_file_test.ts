import assert from "node:assert/strict";
import { join } from "node:path";
import { SurroundingsError } from "../../../src/basics/errors.ts";
import { type FileOptions, OutputFile } from "../../../src/basics/output/output_file.ts";
import { inFolder } from "../../temporary_folder.ts";

const POEM = { what: "a poem", isOwn: (head: string) => head.startsWith("Roses") };
const force = { force: true };

async function write(
  path: string,
  text: string,
  options: FileOptions = {},
  meanwhile: () => unknown = () => {},
): Promise<void> {
  using file = await OutputFile.open(path, POEM, options);
  await meanwhile();
  await file.write(text);
}

const namesIn = (folder: string) => Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();

Deno.test("a file is replaced on request, and only if it is of the same kind", () =>
  inFolder(async (folder) => {
    const path = join(folder, "poem.txt");
    await write(path, "Roses are red");
    await assert.rejects(write(path, "Roses"), /exists; choose another --out, or replace it with/);
    await assert.rejects(write(path, "Roses", { option: "--poem" }), /choose another --poem/);
    await write(path, "Roses are blue", force);
    assert.equal(Deno.readTextFileSync(path), "Roses are blue");
    Deno.writeTextFileSync(path, "mine");
    const refused = /poem\.txt" is not a poem, so --force does not replace it/;
    await assert.rejects(write(path, "Roses", force), refused);
    assert.equal(Deno.readTextFileSync(path), "mine");
    Deno.removeSync(path);
    Deno.mkdirSync(path);
    await assert.rejects(write(path, "Roses", force), refused);
    assert.deepEqual(namesIn(folder), ["poem.txt"]);
  }));

Deno.test("a file that appeared meanwhile stays, and the finished file gets a free name", () =>
  inFolder(async (folder) => {
    const path = join(folder, "poem.txt");
    for (const [at, options] of [{}, force].entries()) {
      const appear = () => Deno.writeTextFileSync(path, "mine");
      await assert.rejects(write(path, "Roses", options, appear), (thrown) => {
        assert.ok(thrown instanceof SurroundingsError);
        assert.ok(
          thrown.message.endsWith(`the finished output is in "${folder}/poem-${at + 1}.txt"`),
        );
        return true;
      });
      assert.equal(Deno.readTextFileSync(path), "mine");
      assert.equal(Deno.readTextFileSync(join(folder, `poem-${at + 1}.txt`)), "Roses");
      Deno.removeSync(path);
    }
    assert.deepEqual(namesIn(folder), ["poem-1.txt", "poem-2.txt"]);
  }));

Deno.test("one process at a time writes a file", () =>
  inFolder(async (folder) => {
    const path = join(folder, "poem.txt");
    const second = () => assert.rejects(write(path, "Roses"), /Another process is writing "/);
    await write(path, "Roses", {}, second);
    assert.deepEqual(namesIn(folder), ["poem.txt"]);
  }));

Deno.test("an input is not overwritten, not even through a link", () =>
  inFolder(async (folder) => {
    const path = join(folder, "poem.txt");
    Deno.writeTextFileSync(path, "Roses are red");
    Deno.symlinkSync(path, join(folder, "link.txt"));
    using file = await OutputFile.open(path, POEM, force);
    assert.throws(() => file.protect([join(folder, "link.txt")]), /" is an input; choose another/);
  }));

Deno.test("a name of 250 bytes works", () =>
  inFolder(async (folder) => {
    const path = join(folder, `${"é".repeat(123)}.txt`);
    await write(path, "Roses are red");
    const appear = () => Deno.writeTextFileSync(path, "mine");
    await assert.rejects(write(path, "Roses", force, appear), SurroundingsError);
    assert.equal(namesIn(folder).length, 2);
  }));
