import assert from "node:assert/strict";
import { type Dataset, openDataset } from "../../../src/datasets/open.ts";
import { makeFolder } from "../made_folder.ts";

const audio = { modality: "audio" } as const;

const summaryOf = ({ items }: Dataset) =>
  items.map(({ id, label, columns }) => [id, label, columns["split"]]);

Deno.test("a manifest in each split: ids and files are relative to the data set", async () => {
  await using folder = await makeFolder({
    "train/metadata.csv": "file_name,label\n1.wav,dog\n",
    "test/metadata.csv": "file_name,label,split\n1.wav,rain,mine\n",
    "notes/metadata.csv": "file_name\nx.wav\n",
  });
  const dataset = await openDataset(folder.path, audio);
  assert.equal(dataset.name, "AudioFolder");
  assert.deepEqual(summaryOf(dataset), [["test/1.wav", "rain", "mine"], [
    "train/1.wav",
    "dog",
    "train",
  ]]);
  assert.equal(dataset.items[0]!.file, `${folder.path}/test/1.wav`);
  assert.equal(dataset.items[0]!.columns["file_name"], "test/1.wav");
});

Deno.test("manifests in two formats are refused", async () => {
  await using folder = await makeFolder({
    "metadata.csv": "file_name\n1.wav\n",
    "metadata.jsonl": '{"file_name": "1.wav"}\n',
  });
  const message = /has "metadata\.csv" and "metadata\.jsonl"; expected one of them/;
  await assert.rejects(openDataset(folder.path, audio), { name: "InputError", message });
});

Deno.test("class folders give labels, split folders give the split", async () => {
  const cases: [string[], (string | undefined)[][]][] = [
    [["dog/1.wav", "rain/1.wav"], [["dog/1.wav", "dog", undefined], [
      "rain/1.wav",
      "rain",
      undefined,
    ]]],
    [["train/dog/1.wav", "test/rain/1.wav"], [
      ["test/rain/1.wav", "rain", "test"],
      ["train/dog/1.wav", "dog", "train"],
    ]],
    [["animals/dog/1.wav", "weather/rain/1.wav"], [
      ["animals/dog/1.wav", "dog", undefined],
      ["weather/rain/1.wav", "rain", undefined],
    ]],
    [["train/1.wav", "test/1.wav"], [
      ["test/1.wav", undefined, "test"],
      ["train/1.wav", undefined, "train"],
    ]],
    [["audio/1.wav", "audio/2.wav"], [
      ["audio/1.wav", undefined, undefined],
      ["audio/2.wav", undefined, undefined],
    ]],
  ];
  for (const [names, expected] of cases) {
    await using folder = await makeFolder(Object.fromEntries(names.map((name) => [name, ""])));
    const dataset = await openDataset(folder.path, audio);
    assert.equal(dataset.name, "AudioFolder");
    assert.deepEqual(summaryOf(dataset), expected);
  }
  await using stray = await makeFolder({ "dog/1.wav": "", "cat/1.wav": "", "2.wav": "" });
  await assert.rejects(openDataset(stray.path, audio), {
    name: "InputError",
    message: /holds sounds at several depths, "2\.wav" among them, so its folders are not classes/,
  });
});
