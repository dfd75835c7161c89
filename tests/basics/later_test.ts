import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { later, loadAll } from "../../src/basics/later.ts";
import { inFolder } from "../temporary_folder.ts";

const LATER = new URL("../../src/basics/later.ts", import.meta.url);

Deno.test("a module is loaded when it is asked for, once, and loadAll loads what is left in turn", async () => {
  await inFolder(async (folder) => {
    const loaded: string[] = [];
    Object.assign(globalThis, { loaded });
    const moduleAt = async (name: string, text: string) => {
      await Deno.writeTextFile(join(folder, name), `loaded.push("${name}");\n${text}`);
      return pathToFileURL(join(folder, name));
    };
    const inner = await moduleAt("inner.js", "export const value = 2;");
    const outer = await moduleAt(
      "outer.js",
      `import { later } from "${LATER}";\nexport const load = later("${inner}");`,
    );
    const first = await moduleAt("first.js", "export const value = 1;");
    const loadFirst = later<{ value: number }>(first);
    later(outer);
    assert.deepEqual(loaded, []);
    assert.deepEqual([(await loadFirst()).value, (await loadFirst()).value], [1, 1]);
    assert.deepEqual(loaded, ["first.js"]);
    await loadAll();
    assert.deepEqual(loaded, ["first.js", "outer.js", "inner.js"]);
    const program = join(folder, "defect.js");
    await Deno.writeTextFile(program, 'throw new RangeError("a defect");');
    await assert.rejects(later(pathToFileURL(program))(), RangeError);
  });
});

Deno.test("a package that cannot be fetched is a fault of the surroundings", async () => {
  await inFolder(async (folder) => {
    const script = `import { later } from "${LATER}";
      await later("npm:zod@4.6.7")().catch((error) => console.log(error.exitCode, error.message));`;
    await Deno.writeTextFile(join(folder, "script.ts"), script);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-lock", join(folder, "script.ts")],
      env: { DENO_DIR: join(folder, "cache"), NPM_CONFIG_REGISTRY: "http://127.0.0.1:9" },
    }).output();
    assert.match(
      new TextDecoder().decode(stdout),
      /^4 Cannot fetch npm package zod@4\.6\.7: .*refused.*; connect to the network and run again/,
    );
  });
});
