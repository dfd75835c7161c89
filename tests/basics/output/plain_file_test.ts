// What a stranger may put where a lock or a partial file of ours would be.
import assert from "node:assert/strict";
import { join } from "node:path";
import { lockAuditFolder } from "../../../src/audit/folder/work_in_folder.ts";
import { takeLock as takeHubLock } from "../../../src/backbones/hub/lock.ts";
import { removePartials } from "../../../src/basics/atomic.ts";
import { takeLock } from "../../../src/basics/output/lock.ts";
import { openPlainFile } from "../../../src/basics/output/plain_file.ts";
import { withLock } from "../../../src/embeddings/folder.ts";
import { inFolder } from "../../temporary_folder.ts";
import { build } from "./rooms.ts";

function makePipe(path: string): void {
  assert.ok(new Deno.Command("mkfifo", { args: [path] }).outputSync().success);
}

const KINDS: Readonly<Record<string, (path: string) => void>> = {
  "a pipe": makePipe,
  "a folder": (path) => Deno.mkdirSync(path),
  "a link": (path) => Deno.symlinkSync(join(path, "../elsewhere"), path),
};

const LOCKS: Readonly<Record<string, (folder: string) => unknown>> = {
  ".lock": lockAuditFolder,
  "a.lock": (folder) => takeLock(join(folder, "a.lock")),
  "b.lock": (folder) => takeHubLock(join(folder, "b.lock"), () => {}),
  ".out.earnest.lock": (folder) => build(join(folder, "out"), "new"),
};

for (const [kind, make] of Object.entries(KINDS)) {
  Deno.test(`${kind} where a lock should be is refused by its name, and stays`, () =>
    inFolder(async (folder) => {
      for (const [name, lock] of [...Object.entries(LOCKS), [".lock", inSet] as const]) {
        const path = join(folder, name);
        make(path);
        const before = Deno.lstatSync(path);
        await assert.rejects(async () => await lock(folder), {
          name: "InputError",
          message: `"${path}" is ${kind}; expected a file that Earnest makes itself (remove it)`,
        });
        assert.equal(Deno.lstatSync(path).ino, before.ino);
        assert.equal([...Deno.readDirSync(folder)].length, 1);
        Deno.removeSync(path);
      }
    }));
}

async function inSet(folder: string): Promise<void> {
  await withLock(folder, () => Promise.resolve());
}

Deno.test("a user's file under a lock's name stays: one with content, one with a second name", () =>
  inFolder((folder) => {
    const [lock, mine] = [join(folder, ".lock"), join(folder, "mine")];
    Deno.writeTextFileSync(lock, "content");
    takeLock(lock)![Symbol.dispose]();
    assert.equal(Deno.readTextFileSync(lock), "content");
    Deno.removeSync(lock);
    Deno.writeTextFileSync(mine, "");
    Deno.linkSync(mine, lock);
    takeLock(lock)![Symbol.dispose]();
    assert.equal(Deno.lstatSync(lock).nlink, 2);
    return Promise.resolve();
  }));

Deno.test("a user's lock file in an output is refused as a stranger, and not replaced", () =>
  inFolder(async (folder) => {
    const out = join(folder, "out");
    await build(out, "first");
    Deno.writeTextFileSync(join(out, ".lock"), "content");
    const refused = /holds "\.lock", which build did not write/;
    await assert.rejects(build(out, "second", { force: true }), refused);
    assert.equal(Deno.readTextFileSync(join(out, ".lock")), "content");
  }));

Deno.test("a pipe or a link under a partial file's name does not hold up the clearing away", () =>
  inFolder(async (folder) => {
    const names = [1, 2].map(() => `.file.${crypto.randomUUID()}.partial`);
    const elsewhere = join(folder, "elsewhere");
    Deno.writeTextFileSync(elsewhere, "mine");
    makePipe(join(folder, names[0]!));
    Deno.symlinkSync(elsewhere, join(folder, names[1]!));
    await removePartials(folder);
    const left = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assert.deepEqual(left.sort(), [...names, "elsewhere"].sort());
    assert.equal(Deno.readTextFileSync(elsewhere), "mine");
  }));

Deno.test("a plain file is opened as it is, or made", () =>
  inFolder((folder) => {
    const path = join(folder, "a");
    openPlainFile(path).close();
    Deno.writeTextFileSync(path, "content");
    openPlainFile(path).close();
    assert.equal(Deno.readTextFileSync(path), "content");
    return Promise.resolve();
  }));
