// The hashes of the code cover what numbers depend on, and nothing else.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import generated from "../../src/basics/code_hashes.json" with { type: "json" };
import { checkoutRoot, codeHashes, hashCheckout } from "../../src/basics/code_hashes.ts";
import { CODE_ROOMS, codePartsOf, isNumberless, NO_NUMBERS } from "../../src/basics/code_rooms.ts";
import { inFolder } from "../temporary_folder.ts";

const ROOT = checkoutRoot();

/** Lists every file in a folder except hidden ones, relative to the root. */
function filesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(new URL(folder, ROOT))).flatMap(({ name, isDirectory }) => {
    if (name.startsWith(".")) return [];
    return isDirectory ? filesIn(`${folder}/${name}`) : [`${folder}/${name}`];
  });
}

Deno.test("every file is in a hash, or on the list of files that no number depends on", () => {
  const files = ["src", "kernels"].flatMap(filesIn);
  const unknown = files.filter((path) => codePartsOf(path).length === 0 && !isNumberless(path));
  assert.deepEqual(unknown, [], "list them, or their room, in src/basics/code_rooms.ts");
  const rooms = [...CODE_ROOMS.embeddings, ...CODE_ROOMS.trainings, ...NO_NUMBERS];
  const isThere = (room: string) =>
    files.some((path) => path === room || path.startsWith(`${room}/`));
  assert.deepEqual(rooms.filter((room) => !isThere(room)), [], "rooms that no longer exist");
});

Deno.test("code imported by URL has the hashes of this checkout", async () => {
  const now = await hashCheckout(ROOT);
  assert.deepEqual(generated, now, "the code has changed: run `deno task code-hashes`");
  assert.deepEqual(await codeHashes(), now);
});

/** Creates a folder like a checkout, with a file for each part and one for none. */
const CHECKOUT = {
  "kernels/add.wgsl": "ab",
  "src/audio/decode.ts": "x",
  "src/basics/random.ts": "x",
  "src/report/html.ts": "x",
  "src/report/report.css": "x",
  "src/audit/cell.ts": "bc",
  "src/audit/plan.ts": "",
  "cli/train.ts": "x",
};

/** Returns the parts whose hash has changed with the checkout's content. */
async function changed(changes: Record<string, string | undefined>): Promise<string[]> {
  const hashesOf = (files: Record<string, string | undefined>) =>
    inFolder(async (folder) => {
      for (const [path, text] of Object.entries(files)) {
        if (text === undefined) continue;
        await Deno.mkdir(join(folder, dirname(path)), { recursive: true });
        await Deno.writeTextFile(join(folder, path), text);
      }
      return await hashCheckout(pathToFileURL(`${folder}/`));
    });
  const [before, after] = [await hashesOf(CHECKOUT), await hashesOf({ ...CHECKOUT, ...changes })];
  return (["embeddings", "trainings"] as const).filter((part) => before[part] !== after[part]);
}

Deno.test("each hash changes with what it covers, wherever a byte moves, and with nothing else", async () => {
  const cases: [Record<string, string | undefined>, string[]][] = [
    [{}, []],
    [{ "src/audio/decode.ts": "y" }, ["embeddings"]],
    [{ "kernels/add.wgsl": "ac" }, ["trainings"]],
    [{ "src/basics/random.ts": "x\r\n" }, ["embeddings", "trainings"]],
    [{ "src/audit/cell.ts": "b", "src/audit/plan.ts": "c" }, ["trainings"]],
    [{ "src/audit/cell.ts": undefined, "src/audit/cells.ts": "bc" }, ["trainings"]],
    [{ "src/audit/plan.ts": undefined }, ["trainings"]],
    [{ "src/audit/configuration/a.ts": "" }, ["trainings"]],
    [{ "src/audit/odd name #1%.json": "" }, ["trainings"]],
    [{ "src/audit/.cell.ts.swp": "", "src/audit/cell.ts~": "", "src/audit/.a/b.ts": "" }, []],
    [{ "src/report/html.ts": "y", "src/report/report.css": "y", "src/report/a.ts": "" }, []],
    [{ "cli/train.ts": "y", "src/basics/code_hashes.json": "{}" }, []],
  ];
  for (const [changes, parts] of cases) {
    assert.deepEqual(await changed(changes), parts, JSON.stringify(changes));
  }
});

Deno.test("code behind links is hashed, and links in circles end", () =>
  inFolder(async (folder) => {
    for (const room of ["checkout/kernels", "checkout/src/basics", "elsewhere"]) {
      await Deno.mkdir(join(folder, room), { recursive: true });
    }
    const root = pathToFileURL(`${join(folder, "checkout")}/`);
    const hash = async () => (await hashCheckout(root)).trainings;
    const code = join(folder, "elsewhere/step.ts");
    await Deno.writeTextFile(code, "x");
    const bare = await hash();
    await Deno.symlink(join(folder, "elsewhere"), join(folder, "checkout/src/measures"));
    await Deno.symlink("..", join(folder, "elsewhere/around"));
    await Deno.symlink(join(folder, "checkout/src"), join(folder, "elsewhere/up"));
    await Deno.symlink("nowhere", join(folder, "elsewhere/.lock"));
    const linked = await hash();
    assert.notEqual(linked, bare);
    await Deno.writeTextFile(code, "y");
    assert.notEqual(await hash(), linked);
  }));

Deno.test("workers do not start with other code than the command's", () =>
  inFolder(async (folder) => {
    const copied = [
      "code_hashes.ts",
      "code_hashes.json",
      "code_rooms.ts",
      "errors.ts",
      "failure.ts",
      "missing_permission.ts",
      "secrets.ts",
    ];
    for (const room of ["kernels", "src/audit", "src/basics"]) {
      await Deno.mkdir(join(folder, room), { recursive: true });
    }
    for (const name of copied) {
      await Deno.copyFile(new URL(`src/basics/${name}`, ROOT), join(folder, "src/basics", name));
    }
    const program = `import * as code from "./src/basics/code_hashes.ts";
      await code.codeHashes();
      await code.requireUnchangedCode("trainings");
      Deno.writeTextFileSync("src/audit/cell.ts", "");
      await code.requireUnchangedCode("embeddings");
      const error = await code.requireUnchangedCode("trainings").catch((error) => error);
      console.log(error.exitCode, error.message);`;
    await Deno.writeTextFile(join(folder, "program.ts"), program);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-lock", "--quiet", "program.ts"],
      cwd: folder,
    }).output();
    assert.match(
      new TextDecoder().decode(stdout),
      /^4 Earnest's own code in ".*" has changed since this command began; run it again\n$/,
    );
  }));

Deno.test("no file is read before a hash is requested, and the error names the permission", () =>
  inFolder(async (folder) => {
    const program = `import { codeHashes } from "${new URL("src/basics/code_hashes.ts", ROOT)}";
      console.log("imported");
      const error = await codeHashes().catch((error) => error);
      console.log(error.exitCode, error.message);`;
    await Deno.writeTextFile(join(folder, "program.ts"), program);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--no-lock", "--quiet", join(folder, "program.ts")],
      cwd: folder,
    }).output();
    const root = decodeURIComponent(ROOT.pathname).slice(0, -1);
    assert.equal(
      new TextDecoder().decode(stdout),
      `imported\n4 Needs --allow-read for "${root}", the folder of Earnest's code\n`,
    );
  }));
