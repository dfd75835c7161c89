import assert from "node:assert/strict";
import { openDataset } from "../../../src/datasets/open.ts";
import { sharedPath } from "../../shared.ts";
import { makeFolder } from "../made_folder.ts";
import { unpackedCase } from "./unpacked_case.ts";

Deno.test("UrbanSound8K: the real table", async () => {
  const table = sharedPath("data/urbansound8k/UrbanSound8K.csv");
  if (table === undefined) return;
  await using folder = await makeFolder({
    "metadata/UrbanSound8K.csv": await Deno.readFile(table),
  });
  const { name, items } = await openDataset(folder.path, { modality: "audio" });
  assert.equal(name, "UrbanSound8K");
  assert.equal(items.length, 8732);
  assert.equal(new Set(items.map(({ label }) => label)).size, 10);
  assert.equal(new Set(items.map(({ columns }) => columns["fold"])).size, 10);
  const { id, file, label, source, columns } = items[0]!;
  assert.deepEqual([id, label, source], ["100032-3-0-0.wav", "dog_bark", "100032"]);
  assert.equal(file, `${folder.path}/audio/fold5/100032-3-0-0.wav`);
  assert.equal(columns["salience"], "1");
  const texts = await openDataset(folder.path, { modality: "text", textColumn: "class" });
  assert.equal(texts.items[0]!.text, "dog_bark");
});

Deno.test("UrbanSound8K: a table cannot name files outside", async () => {
  const table = "slice_file_name,fsID,fold,class\nx.wav,1,1/../../..,dog\n";
  await using folder = await makeFolder({ "metadata/UrbanSound8K.csv": table });
  const message = /row 1 names a file outside its folder: "audio\/fold1\/\.\.\//;
  const opened = openDataset(folder.path, { modality: "audio" });
  await assert.rejects(opened, { name: "InputError", message });
});

Deno.test("UrbanSound8K: as Kaggle has it", async () => {
  await using folder = await unpackedCase("us8k_kaggle");
  if (folder === undefined) return;
  const { name, items, notes } = await openDataset(folder.path, { modality: "audio" });
  assert.deepEqual([name, notes], ["UrbanSound8K", undefined]);
  assert.deepEqual(items.map(({ label, file, columns }) => [label, file, columns["fold"]]), [
    ["air_conditioner", `${folder.path}/fold1/100-0-0-0.wav`, "1"],
    ["car_horn", `${folder.path}/fold2/101-1-0-0.wav`, "2"],
    ["dog_bark", `${folder.path}/fold1/102-2-0-0.wav`, "1"],
    ["siren", `${folder.path}/fold2/103-3-0-0.wav`, "2"],
  ]);
});
