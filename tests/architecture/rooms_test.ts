import assert from "node:assert/strict";
import { join } from "node:path";
import { circlesIn, filesIn, importsOf, readModuleGraph, ROOT } from "./module_graph.ts";
import { AUDIT_ROOMS, forbiddenIn, ROOMS } from "./rooms.ts";

const graph = await readModuleGraph("src", "cli", "doors");
const auditGraph = new Map([...graph].filter(([file]) => file.startsWith("src/audit/")));

Deno.test("every import follows the order of rooms", () => {
  assert(graph.size > 300, `${graph.size} files`);
  assert.deepEqual(forbiddenIn(graph, ROOMS), []);
  assert.deepEqual(forbiddenIn(auditGraph, AUDIT_ROOMS), []);
});

Deno.test("a forbidden import is found and named", () => {
  const text = 'import {\n  runAudit,\n} from "../audit/run.ts";\n';
  const planted = new Map(graph).set(
    "src/basics/planted.ts",
    importsOf("src/basics/planted.ts", text),
  );
  assert.deepEqual(forbiddenIn(planted, ROOMS), [
    "src/basics/planted.ts imports src/audit/run.ts, which lies further down",
  ]);
  const upside = new Map([["src/audit/inputs/planted.ts", ["src/audit/scores/curves.ts"]]]);
  assert.equal(forbiddenIn(upside, AUDIT_ROOMS).length, 1);
  for (const imported of ["cli/run.ts", "doors/audit.ts"]) {
    assert.equal(forbiddenIn(new Map([["src/report/planted.ts", [imported]]]), ROOMS).length, 1);
  }
  assert.deepEqual(forbiddenIn(new Map([["src/attic/planted.ts", []]]), ROOMS), [
    "src/attic/planted.ts lies in no room",
  ]);
});

Deno.test("every kind of import is seen", () => {
  const text = [
    'import type { A } from "./a.ts";',
    'export * from "../b.ts";',
    'export {\n  c,\n} from "./c.ts";',
    'const d = await import("./d.ts");',
    'new Worker(new URL("./e.ts", import.meta.url), { type: "module" });',
    'import { z } from "npm:zod@4.6.7"; // A package.',
    'import source from "../../kernels/gelu.wgsl" with { type: "text" };',
  ].join("\n");
  assert.deepEqual(importsOf("src/room/file.ts", text).sort(), [
    "kernels/gelu.wgsl",
    "src/b.ts",
    "src/room/a.ts",
    "src/room/c.ts",
    "src/room/d.ts",
    "src/room/e.ts",
  ]);
});

Deno.test("no files import each other in a circle", () => {
  assert.deepEqual(circlesIn(graph), []);
});

Deno.test("a planted circle is found", () => {
  const circle = new Map([["a", ["b"]], ["b", ["c"]], ["c", ["a", "d"]], ["d", []]]);
  assert.deepEqual(circlesIn(circle), [["a", "b", "c"]]);
});

/** Files that may be longer than {@link MOST_LINES}, and why. */
const LONG_FILES: Readonly<Record<string, string>> = {
  "kernels/contrastive_loss.wgsl": "a quarter of it is the derivation; a kernel is read alone",
};
const MOST_LINES = 300;

Deno.test("no file has more than 300 lines", async () => {
  const files = ["mod.ts", ...await filesIn("src", "doors", "cli", "kernels", "scripts", "tests")];
  const long: string[] = [];
  for (const path of files.filter((path) => /\.(ts|wgsl)$/.test(path))) {
    const lines = (await Deno.readTextFile(join(ROOT, path))).split("\n").length - 1;
    if (lines > MOST_LINES) long.push(path);
  }
  assert.deepEqual(long.sort(), Object.keys(LONG_FILES).sort());
});

Deno.test("no example in a docstring imports from tests/", async () => {
  const example = /^ \*.*(?:from|import\()\s*"[^"]*\btests\//m;
  assert(example.test(' * import { inFolder } from "../../tests/temporary_folder.ts";'));
  for (
    const path of ["mod.ts", ...await filesIn("src", "doors")].filter((path) =>
      path.endsWith(".ts")
    )
  ) {
    assert(!example.test(await Deno.readTextFile(join(ROOT, path))), path);
  }
});
