import assert from "node:assert/strict";
import { basename } from "node:path";
import {
  beside,
  fitted,
  isUnique,
  isUniqueBeside,
  numbered,
  uniqueBeside,
} from "../../../src/basics/output/names.ts";
import { inFolder } from "../../temporary_folder.ts";

const lengthOf = (text: string) => new TextEncoder().encode(text).length;
const NAMES = ["out", "a".repeat(250), "é".repeat(125), "音".repeat(83), "🥁".repeat(62) + "ab"];

Deno.test("names derived from long ones fit into a folder, and are cut between characters", () =>
  inFolder(async (folder) => {
    for (const name of NAMES) {
      const place = `${folder}/${name}`;
      await Deno.writeTextFile(place, "");
      const made = [
        uniqueBeside(place, "partial"),
        beside(place, "earnest.lock"),
        numbered(place, 12),
        `${folder}/${fitted(name, "", ".checkpoint.safetensors")}`,
      ];
      for (const path of made) {
        assert.ok(lengthOf(basename(path)) <= 255);
        assert.ok(basename(path).isWellFormed() && !path.includes("\ufffd"));
        await Deno.writeTextFile(path, "");
      }
      assert.ok(isUniqueBeside(place, "partial", basename(made[0]!)));
      assert.ok(isUnique("partial", basename(made[0]!)));
    }
  }));

Deno.test("long names that differ only at their ends stay distinct", () => {
  const [one, other] = ["1", "2"].map((end) => `/a/${"x".repeat(249)}${end}`) as [string, string];
  assert.notEqual(beside(one, "earnest.lock"), beside(other, "earnest.lock"));
  const partial = basename(uniqueBeside(one, "partial"));
  assert.ok(isUniqueBeside(one, "partial", partial));
  assert.ok(!isUniqueBeside(other, "partial", partial));
});

Deno.test("file names of users and other programs are not mistaken for ours", () => {
  const names = [
    ".out.partial",
    ".out.old.partial",
    "out.partial",
    `.out.${"0".repeat(36)}.partial`,
  ];
  for (const name of names) assert.ok(!isUniqueBeside("/a/out", "partial", name), name);
});
