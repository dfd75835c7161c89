import assert from "node:assert/strict";
import { openDataset } from "../../../src/datasets/open.ts";
import { sharedPath } from "../../shared.ts";
import { makeFolder } from "../made_folder.ts";

const METADATA = "file_name,keywords,sound_id,sound_link,start_end_samples,manufacturer,license\n";

Deno.test("Clotho: the real captions of release 1", async () => {
  const captions = sharedPath("data/clotho-captions");
  if (captions === undefined) return;
  const names = ["clotho_captions_development.csv", "clotho_captions_evaluation.csv"];
  await using folder = await makeFolder(Object.fromEntries(
    names.map((name) => [name, { linkTo: `${captions}/${name}` }]),
  ));
  const allowOutside = true;
  const sounds = await openDataset(folder.path, { modality: "audio", allowOutside });
  assert.deepEqual([sounds.name, sounds.manifest], ["Clotho", folder.path]);
  assert.equal(sounds.items.length, 2893 + 1045);
  const { id, file, columns } = sounds.items[2893]!;
  assert.equal(id, "evaluation/Santa Motor.wav");
  assert.equal(file, `${folder.path}/evaluation/Santa Motor.wav`);
  assert.equal(columns["split"], "evaluation");
  const texts = await openDataset(folder.path, { modality: "text", allowOutside });
  assert.equal(texts.items.length, 19_690);
  assert.deepEqual(texts.items[6]!.caption, {
    of: "development/Paper_Parchment_Rustling.wav",
    number: 2,
  });
  assert.match(texts.items[6]!.text!, /^A person is very carefully rapping a gift/);
});

Deno.test("Clotho: sources from metadata in ISO 8859-1, lost origins, and a split of release 2", async () => {
  const latin1 = Uint8Array.from(
    `${METADATA}caf\u00e9.wav,a;b,12,https://x,"[0, 9]",m,CC0\n lost.wav,,Not found,,,,\n`,
    (letter) => letter.charCodeAt(0),
  );
  await using folder = await makeFolder({
    "clotho_captions_validation.csv":
      "file_name,caption_1,caption_2\ncaf\u00e9.wav,a,b\n lost.wav,c,d\nunknown.wav,e,f\n",
    "clotho_metadata_validation.csv": latin1,
  });
  const { items } = await openDataset(folder.path, { modality: "audio" });
  assert.deepEqual(items.map(({ id, source }) => [id, source]), [
    ["validation/caf\u00e9.wav", "12"],
    ["validation/ lost.wav", undefined],
    ["validation/unknown.wav", undefined],
  ]);
  assert.equal(items[0]!.columns["keywords"], "a;b");
});
