import assert from "node:assert/strict";
import { readPackageFile } from "../../../src/basics/npm_package.ts";
import { INDEX_FILES } from "../../../src/leakage/wordnet/files.ts";
import { NameIndex } from "../../../src/leakage/wordnet/names.ts";

Deno.test("names are found by each of their words, once, in the order of the file", () => {
  const lines = [
    "  1 a_note of the license",
    "dog n 7",
    "dog_bed n 1",
    "hot_dog n 2",
    "knock_knock n 1",
  ];
  const names = new NameIndex(new TextEncoder().encode(lines.join("\n")));
  assert.deepEqual(names.with("dog"), ["dog bed", "hot dog"]);
  assert.deepEqual(names.with("knock"), ["knock knock"]);
  for (const other of ["", "do", "note", "n", "dog bed"]) assert.deepEqual(names.with(other), []);
});

Deno.test("every name of WordNet's nouns is found by all its words and by no other", async () => {
  const index = await readPackageFile(INDEX_FILES.noun);
  const expected = new Map<string, string[]>();
  for (const line of new TextDecoder().decode(index).split("\n")) {
    const words = line.split(" ")[0]!.split("_");
    if (words.length === 1) continue;
    for (const word of new Set(words)) {
      expected.set(word, [...expected.get(word) ?? [], words.join(" ")]);
    }
  }
  assert.ok(expected.size > 30_000);
  const names = new NameIndex(index);
  for (const [word, all] of expected) {
    assert.deepEqual(names.with(word), all, word);
  }
});
