import assert from "node:assert/strict";
import { openDataset } from "../../../src/datasets/open.ts";
import { type Made, makeFolder } from "../made_folder.ts";

const audio = { modality: "audio" } as const;

async function opened(files: Record<string, Made>) {
  await using folder = await makeFolder(files);
  return await openDataset(folder.path, audio);
}

const META = "filename\tscene_label\tidentifier\tsource_label\n" +
  "audio/airport-barcelona-0-0-a.wav\tairport\tbarcelona-0\ta\n" +
  "audio/bus-lyon-1-2-a.wav\tbus\tlyon-1\ta\n" +
  "audio/tram-paris-3-4-a.wav\ttram\tparis-3\ta\n";

Deno.test("TAU Urban Acoustic Scenes: scenes, places and the split of the setup", async () => {
  const { name, items, notes } = await opened({
    "meta.csv": META,
    "evaluation_setup/fold1_train.csv":
      "filename\tscene_label\r\naudio/airport-barcelona-0-0-a.wav\tairport\r\n",
    "evaluation_setup/fold1_test.csv": "filename\naudio/bus-lyon-1-2-a.wav\n",
    "evaluation_setup/fold1_evaluate.csv": "filename\tscene_label\naudio/bus-lyon-1-2-a.wav\tbus\n",
    "audio/airport-barcelona-0-0-a.wav": "",
    "audio/bus-lyon-1-2-a.flac": "",
  });
  assert.equal(name, "TAU Urban Acoustic Scenes");
  assert.deepEqual(
    items.map(({ id, label, source, columns }) => [id, label, source, columns["split"]]),
    [
      ["audio/airport-barcelona-0-0-a.wav", "airport", "barcelona-0", "train"],
      ["audio/bus-lyon-1-2-a.wav", "bus", "lyon-1", "test"],
      ["audio/tram-paris-3-4-a.wav", "tram", "paris-3", ""],
    ],
  );
  assert.equal(notes!.length, 2);
});

Deno.test("TUT Acoustic Scenes: a table without a header, and several folds", async () => {
  const { items } = await opened({
    "meta.txt": "audio/b020_90_100.wav\tbeach\tb020\naudio/a1_0_10.wav\tbus\ta1\n",
    "evaluation_setup/fold1_train.txt": "audio/b020_90_100.wav\tbeach\n",
    "evaluation_setup/fold1_evaluate.txt": "audio/a1_0_10.wav\tbus\n",
    "evaluation_setup/fold2_test.txt": "audio/b020_90_100.wav\n",
    "audio/b020_90_100.wav": "",
  });
  const { label, source, columns } = items[0]!;
  assert.deepEqual([label, source], ["beach", "b020"]);
  assert.deepEqual([columns["fold1_split"], columns["fold2_split"]], ["train", "test"]);
});

Deno.test("TAU Urban Acoustic Scenes: a row with too many fields is refused; MACS wins beside it", async () => {
  await assert.rejects(opened({ "meta.csv": `${META}a\tb\tc\td\te\n` }), {
    name: "InputError",
    message: /meta\.csv" line 5 has 5 fields; expected "filename", "scene_label"/,
  });
  const yaml = "files:\n- filename: airport-barcelona-0-0-a.wav\n  annotations:\n" +
    "  - annotator_id: '1'\n    sentence: people talk\n    tags: [people]\n";
  assert.equal((await opened({ "meta.csv": META, "MACS.yaml": yaml })).name, "MACS");
});
