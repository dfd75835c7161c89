// NOTICES lists every package's license: an unknown one fails the gate, and the script must reproduce the lines.
import assert from "node:assert/strict";
import { join } from "node:path";
import { differences, lineOf, packagesOf, withLines } from "../../scripts/notices.ts";
import { inFolder } from "../temporary_folder.ts";

const ROOT = new URL("../../", import.meta.url);
const PACKAGE = { name: "made", version: "1.2.3" };

/** Returns the line about a package with these fields in its package.json and this LICENSE. */
function line(fields: Record<string, unknown>, license = "", { name = "made" } = {}): string {
  return lineOf({ ...PACKAGE, name }, { json: JSON.stringify(fields), notices: [license] });
}

Deno.test("packages of a lock are identified by name and version, whatever they were resolved with", () => {
  const ids = ["b@2.0.0_a@1.0.0", "@scope/c_d@3.0.0-beta.1", "b@2.0.0", "a@1.0.0"];
  const lock = JSON.stringify({ version: "5", npm: Object.fromEntries(ids.map((id) => [id, {}])) });
  assert.deepEqual(packagesOf(lock), [
    { name: "@scope/c_d", version: "3.0.0-beta.1" },
    { name: "a", version: "1.0.0" },
    { name: "b", version: "2.0.0" },
  ]);
});

Deno.test("a license that is missing or not allowed is refused and quoted", () => {
  for (
    const [license, found] of [
      [undefined, /has no license, which is not among .*MIT/],
      ["WTFPL", /has the license "WTFPL"/],
      ["GPL-3.0-only", /has the license "GPL-3.0-only"/],
      ["SEE LICENSE IN LICENSE", /has the license "SEE LICENSE IN LICENSE"/],
      ["MIT AND GPL-2.0", /has the license "MIT AND GPL-2.0"/],
      [["MIT"], /has the license \["MIT"\]/],
      [{ type: "MIT" }, /has the license \{"type":"MIT"\}/],
    ] as const
  ) {
    assert.throws(() => line({ license }), found);
  }
});

Deno.test("an exception holds only for its own license", () => {
  const name = "codec-parser";
  assert.match(line({ license: "LGPL-3.0-or-later" }, "", { name }), /separate module/);
  assert.throws(() => line({ license: "GPL-3.0-only" }, "", { name }), /STATED has "LGPL/);
  assert.throws(() => line({}, "", { name }), /has no license, STATED has "LGPL/);
});

Deno.test("a line names the holders that the package names, else its author", () => {
  const license = `The MIT License
    Copyright (c) 2016, A. Maker  All rights reserved.
    Copyright [yyyy] [name of copyright owner]
    Copyright (C) 2007 Free Software Foundation, Inc.
    The above copyright notice shall be included. NO COPYRIGHT HOLDERS ARE LIABLE.
    Copyright © 2002
    Copyright B. Maker <b@example.org>`;
  const found = line({ license: "MIT", author: "C" }, license).trim().split(/ {2,}/);
  assert.deepEqual(found, [
    "made 1.2.3",
    "MIT",
    "Copyright (c) 2016, A. Maker; Copyright B. Maker <b@example.org>",
  ]);
  assert.match(line({ license: "MIT", author: { name: "C" } }), /MIT +by C$/);
  assert.match(line({ license: "MIT" }), /MIT +no holder named$/);
});

Deno.test("text outside the generated lines of NOTICES is kept, and differences are listed by package", async () => {
  const now = await Deno.readTextFile(new URL("NOTICES", ROOT));
  const wanted = [line({ license: "MIT" }), line({ license: "ISC" }, "", { name: "other" })];
  const written = withLines(now, wanted);
  const removed = now.split("\n").filter((text) => !written.includes(text));
  assert.ok(removed.length > 0 && removed.every((text) => / \d+\.\d+\.\d+\S* +\S/.test(text)));
  assert.deepEqual(differences(written, wanted), []);
  assert.deepEqual(differences(written, wanted.slice(1)), ["made 1.2.3: not in deno.lock"]);
  assert.deepEqual(
    differences(withLines(now, [wanted[1]!.replace("ISC", "MIT")]), wanted),
    ["made 1.2.3: its line is missing", "other 1.2.3: its line differs"],
  );
  assert.throws(() => withLines("no lines", wanted), /NOTICES lacks the line "---- written/);
});

Deno.test("the check passes as things are, and fails by the package's name where NOTICES is changed", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "scripts"));
    for (const file of ["deno.json", "deno.lock", "NOTICES", "scripts/notices.ts"]) {
      await Deno.copyFile(new URL(file, ROOT), join(folder, file));
    }
    const check = async () => {
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["task", "notices", "--check"],
        cwd: folder,
      }).output();
      return {
        code,
        said: new TextDecoder().decode(stderr).split("\n").slice(1).join("\n").trim(),
      };
    };
    assert.deepEqual(await check(), { code: 0, said: "" });
    const notices = join(folder, "NOTICES");
    const text = await Deno.readTextFile(new URL("NOTICES", ROOT));
    await Deno.writeTextFile(notices, text.replace(/(zod \S+ +)MIT/, "$1ISC"));
    const { code, said } = await check();
    assert.equal(code, 1);
    assert.match(
      said,
      /^NOTICES: zod \S+: its line differs\nNOTICES: update .*`deno task notices`$/,
    );
  }));
