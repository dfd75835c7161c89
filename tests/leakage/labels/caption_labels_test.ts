import assert from "node:assert/strict";
import { readCsv } from "../../../src/formats/csv.ts";
import { isCaption } from "../../../src/leakage/labels/caption_labels.ts";
import { sharedPath } from "../../shared.ts";

const NAMES = [
  "ESC50_class_labels_indices_space",
  "UrbanSound8K_class_labels_indices",
  "FSD50k_class_labels_indices",
  "audioset_class_labels_indices",
];

Deno.test("no name of a public label set is a caption, nearly all captions are", () => {
  const folder = sharedPath("data");
  if (folder === undefined) return;
  for (const name of NAMES) {
    const text = Deno.readTextFileSync(`${folder}/laion-class-labels/${name}.json`);
    const names = Object.keys(JSON.parse(text));
    // As FSD50K itself writes names of one class.
    const joined = names.map((name) => name.replaceAll(/,( and)? /g, "_and_").replaceAll(" ", "_"));
    assert.deepEqual([...names, ...joined].filter(isCaption), []);
  }
  const path = `${folder}/audiocaps/val.csv`;
  const captions = readCsv(Deno.readFileSync(path), path).rows.map(({ values }) =>
    values["caption"]!
  );
  assert.ok(captions.filter(isCaption).length > 0.9 * captions.length);
});

Deno.test("what is in brackets makes no caption of a name", () => {
  assert.ok(!isCaption("Fill (with the water of a tap)"));
  assert.ok(isCaption("(the sound of waves)"));
  assert.ok(isCaption("the_dog_is_barking"));
});
