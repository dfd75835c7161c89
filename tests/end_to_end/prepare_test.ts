import assert from "node:assert/strict";
import { join } from "node:path";
import { filesIn, ROOT } from "../architecture/module_graph.ts";
import { earnest } from "./cli.ts";

Deno.test("prepare fetches and checks every package of data", async () => {
  const { code, stdout, stderr } = await earnest(["prepare", "--json"]);
  assert.equal(code, 0, stderr);
  const prepared: string[] = JSON.parse(stdout).prepared.map(({ file }: { file: string }) => file);
  const sources = await Promise.all(
    (await filesIn("src")).filter((path) => path.endsWith(".ts"))
      .map((path) => Deno.readTextFile(join(ROOT, path))),
  );
  // Packages of data are named without "npm:"; those of examples in docstrings need not be data.
  const named = new Set(
    sources.map((text) => text.replaceAll(/^ *\* .*$/gm, "")).flatMap((text) =>
      Array.from(text.matchAll(/(?:package: |PACKAGE = )"([^"]+@\d+\.\d+\.\d+)"/g))
    ).map(([, name]) => name!),
  );
  assert.ok(named.size >= 4, [...named].join());
  for (const name of named) {
    assert.ok(prepared.some((file) => file.startsWith(`npm:${name}/`)), `${name} is not prepared`);
  }
});
