// Every package in deno.lock is needed by a source, and no package runs a script when it is installed.
import assert from "node:assert/strict";
import { join } from "node:path";
import { inFolder } from "../temporary_folder.ts";

const ROOT = new URL("../../", import.meta.url);

interface Lock {
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, { dependencies?: string[]; scripts?: boolean }>>;
}

const lock: Lock = JSON.parse(await Deno.readTextFile(new URL("deno.lock", ROOT)));
const settings = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));

/** The texts of sources, except these tests, which name packages to check them. */
async function* sources(folder: URL): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory && entry.name !== "ci") yield* sources(new URL(`${entry.name}/`, folder));
    else if (entry.name.endsWith(".ts")) yield await Deno.readTextFile(new URL(entry.name, folder));
  }
}

Deno.test("every package that the lock pins is named by a source", async () => {
  const folders = ["src/", "cli/", "scripts/", "tests/"].map((name) => new URL(name, ROOT));
  const texts = await Promise.all(folders.map((folder) => Array.fromAsync(sources(folder))));
  const all = texts.flat().join("\n");
  // Data packages are named without "npm:", so that Deno does not fetch them at every start.
  const names = Object.keys(lock.specifiers).map((specifier) => specifier.slice("npm:".length));
  assert.deepEqual(names.filter((name) => !all.includes(name)), []);
});

Deno.test("every package of the lock is one of those or is needed by one", () => {
  const needed = new Set<string>();
  const idOf = (name: string) =>
    name in lock.npm ? name : Object.keys(lock.npm).find((id) => id.startsWith(`${name}@`))!;
  const visit = (id: string) => {
    if (needed.has(id)) return;
    needed.add(id);
    for (const name of lock.npm[id]?.dependencies ?? []) visit(idOf(name));
  };
  for (const [specifier, version] of Object.entries(lock.specifiers)) {
    const name = specifier.slice("npm:".length, specifier.lastIndexOf("@"));
    visit(`${name}@${version}`);
  }
  assert.deepEqual([...needed].sort(), Object.keys(lock.npm).sort());
});

Deno.test("every package with an install script is denied it, and none is allowed", () => {
  const { allow = [], deny } = settings.allowScripts;
  assert.deepEqual(allow, []);
  const withScripts = Object.keys(lock.npm).filter((id) => lock.npm[id]!.scripts);
  const names = withScripts.map((id) => `npm:${id.slice(0, id.lastIndexOf("@"))}`);
  assert.deepEqual([...deny].sort(), [...new Set(names)].sort());
});

Deno.test("the first start in a checkout prints no warning about ignored scripts", () =>
  inFolder(async (folder) => {
    // Deno remembers for each folder that it has warned, so a new one shows what a new user sees.
    for (const file of ["deno.json", "deno.lock"]) {
      await Deno.copyFile(new URL(file, ROOT), join(folder, file));
    }
    const program = `import "npm:protobufjs@7.6.6/light.js"; console.log("loaded");`;
    await Deno.writeTextFile(join(folder, "program.ts"), program);
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "program.ts"],
      cwd: folder,
    }).output();
    assert.equal(new TextDecoder().decode(stdout), "loaded\n");
    assert.equal(new TextDecoder().decode(stderr), "");
  }));
