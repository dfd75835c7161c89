import assert from "node:assert/strict";
import { qualifiersIn } from "../../../src/leakage/labels/brackets.ts";
import { namesIn, namingHabit } from "../../../src/leakage/labels/label_names.ts";
import { readLabels } from "../../../src/leakage/labels/read_labels.ts";
import { sharedPath } from "../../shared.ts";

/** Labels of one name, with commas or "and" inside. */
const ONE_NAME = [
  "Inside, small room",
  "A man speaks, and a goat bleats",
  "Birds chirp, dogs bark while children play",
  "rain falls, wind blows, people talk, music plays",
  "(instrument)",
];
for (const label of ONE_NAME) {
  Deno.test(`"${label}" is one name`, () => {
    assert.deepEqual(namesIn(label, { andParts: true }), [label]);
  });
}

Deno.test("names are parted by commas, slashes and, in a list without commas, by 'and'", () => {
  const commas = { andParts: false };
  assert.deepEqual(namesIn("Bee, wasp, etc.", commas), ["Bee", "wasp"]);
  assert.deepEqual(namesIn("TV/radio", commas), ["TV", "radio"]);
  assert.deepEqual(namesIn("Crowing, cock-a-doodle-doo", commas), ["Crowing", "cock-a-doodle-doo"]);
  assert.deepEqual(namesIn("Drum_and_bass", { andParts: true }), ["Drum and bass"]);
  const isOneName = (words: string) => words === "salt and pepper";
  assert.deepEqual(namesIn("salt_and_pepper", { andParts: true }, isOneName), ["salt and pepper"]);
  assert.deepEqual(qualifiersIn("Fill (with liquid)"), ["liquid"]);
});

Deno.test("FSD50K's own spelling has the names that LAION's spelling has", async () => {
  const path = sharedPath("data/laion-class-labels/FSD50k_class_labels_indices.json");
  if (path === undefined) return;
  const written = (await readLabels(path)).labels.map(({ label }) => label);
  const own = written.map((label) => label.replaceAll(/,( and)? /g, "_and_").replaceAll(" ", "_"));
  const [commas, and] = [namingHabit(written), namingHabit(own)];
  assert.deepEqual([commas.andParts, and.andParts], [false, true]);
  assert.deepEqual(
    own.map((label) => namesIn(label, and)),
    written.map((label) => namesIn(label, commas)),
  );
});
