// SECURITY.md names the tests that hold its promises: they must exist.
import assert from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);

/** Whether a path is a test, or a folder that contains tests. */
async function isTest(path: string): Promise<boolean> {
  const url = new URL(path, ROOT);
  const { isFile } = await Deno.stat(url).catch(() => ({ isFile: undefined }));
  if (isFile === undefined) return false;
  if (isFile) return path.endsWith("_test.ts");
  const entries = await Array.fromAsync(Deno.readDir(url));
  return entries.some(({ name }) => name.endsWith("_test.ts"));
}

Deno.test("every test that SECURITY.md names exists", async () => {
  const text = await Deno.readTextFile(new URL("SECURITY.md", ROOT));
  const named = Array.from(text.matchAll(/`(tests\/[^`]*)`/g), ([, path]) => path!);
  assert.ok(named.length >= 10, `SECURITY.md names ${named.length} tests`);
  const missing: string[] = [];
  for (const path of named) if (!await isTest(path)) missing.push(path);
  assert.deepEqual(missing, []);
});

Deno.test("the README links to SECURITY.md", async () => {
  assert.match(await Deno.readTextFile(new URL("README.md", ROOT)), /\(SECURITY\.md\)/);
});
