import assert from "node:assert/strict";
import { join } from "node:path";
import {
  DOORS,
  exportsOf,
  readSurface,
  SURFACE_FILE,
  surfaceText,
} from "../../scripts/write_public_surface.ts";
import { ROOT } from "../architecture/module_graph.ts";

const doors = await readSurface();
const basics = await exportsOf("doors/basics.ts");

Deno.test("the doors export the names that the committed file lists", async () => {
  const found = await Deno.readTextFile(join(ROOT, SURFACE_FILE));
  assert.equal(surfaceText(doors), found, "deno task surface writes the file");
});

Deno.test("mod.ts and the doors have names alone: no code of their own", async () => {
  for (const file of Object.values(DOORS)) {
    const text = await Deno.readTextFile(join(ROOT, file));
    const code = text.replace(/^\/\*\*.*?\*\//s, "").replaceAll(
      /^export [^;]* from "[^"]+";$/gm,
      "",
    );
    assert.equal(code.trim(), "", file);
  }
});

Deno.test("each name is exported by one door, what all need by each, and all by mod.ts", async () => {
  const of = new Map<string, string[]>();
  for (const [door, names] of doors) {
    for (const name of names.keys()) of.set(name, [...of.get(name) ?? [], door]);
  }
  assert.ok(of.size > 500, `${of.size} names`);
  for (const [name, by] of of) {
    assert.equal(by.length, basics.has(name) ? doors.size : 1, `${name}: ${by}`);
  }
  const all = await exportsOf(DOORS["."]!);
  assert.deepEqual([...all.keys()].sort(), [...of.keys()].sort());
});
