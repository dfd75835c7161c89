import assert from "node:assert/strict";
import { labelsIn } from "../../../src/datasets/label_lists.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { makeFolder } from "../made_folder.ts";
import { unpackedCase } from "./unpacked_case.ts";

const GUITAR = '"Electric_guitar,Guitar,Music","/m/02sgy,/m/0342h,/m/04rlf"';

Deno.test("FSD50K: both tables, several labels, splits and sources", async () => {
  await using folder = await makeFolder({
    "FSD50K.ground_truth/dev.csv":
      `fname,labels,mids,split\n64760,${GUITAR},train\n5,${GUITAR},val\n`,
    "FSD50K.ground_truth/eval.csv": `fname,labels,mids\n37199,${GUITAR}\n`,
    "FSD50K.ground_truth/vocabulary.csv": "0,Accelerating,/m/07q2z82\n",
  });
  const { name, manifest, items } = await openDataset(folder.path, { modality: "audio" });
  assert.deepEqual([name, manifest], ["FSD50K", folder.path]);
  assert.deepEqual(items.map(({ id, row, line, columns }) => [id, row, line, columns["split"]]), [
    ["64760", 1, 2, "train"],
    ["5", 2, 3, "val"],
    ["37199", 3, 2, "eval"],
  ]);
  assert.deepEqual(items.map(({ file }) => file), [
    `${folder.path}/FSD50K.dev_audio/64760.wav`,
    `${folder.path}/FSD50K.dev_audio/5.wav`,
    `${folder.path}/FSD50K.eval_audio/37199.wav`,
  ]);
  const { label, source, columns } = items[2]!;
  assert.deepEqual([label, source], ['["Electric_guitar","Guitar","Music"]', "37199"]);
  assert.equal(columns["labels"], "Electric_guitar,Guitar,Music");
  assert.equal(columns["mids"], "/m/02sgy,/m/0342h,/m/04rlf");
});

Deno.test("FSD50K: only one part", async () => {
  await using folder = await makeFolder({
    "FSD50K.ground_truth/eval.csv": `fname,labels,mids\n37199,${GUITAR}\n`,
  });
  assert.equal((await openDataset(folder.path, { modality: "audio" })).items.length, 1);
});

Deno.test("FSD50K: labels are several without an option, whatever stands beside them", async () => {
  await using folder = await unpackedCase("fsd");
  if (folder === undefined) return;
  const { name, items, notes } = await openDataset(folder.path, { modality: "audio" });
  assert.deepEqual([name, notes], ["FSD50K", undefined]);
  assert.deepEqual(items.map(({ label }) => labelsIn(label!)), [
    ["Bark", "Dog", "Animal"],
    ["Rain", "Water"],
  ]);
});

Deno.test("FSD50K: as Hugging Face has it, and unpacked into folders of the same name", async () => {
  const forms = [
    ["labels", "clips/dev", "clips/eval"],
    [
      "FSD50K.ground_truth/FSD50K.ground_truth",
      "FSD50K.dev_audio/FSD50K.dev_audio",
      "FSD50K.eval_audio/FSD50K.eval_audio",
    ],
  ];
  for (const [tables, dev, evaluation] of forms) {
    await using folder = await makeFolder({
      [`${tables}/dev.csv`]: `fname,labels,mids,split\n64760,${GUITAR},train\n`,
      [`${tables}/eval.csv`]: `fname,labels,mids\n37199,${GUITAR}\n`,
      [`${tables}/vocabulary.csv`]: "0,Accelerating,/m/07q2z82\n",
      [`${dev}/64760.wav`]: "",
      [`${evaluation}/37199.flac`]: "",
    });
    const { name, items, notes } = await openDataset(folder.path, { modality: "audio" });
    assert.equal(name, "FSD50K");
    assert.deepEqual(items.map(({ file }) => file), [
      `${folder.path}/${dev}/64760.wav`,
      `${folder.path}/${evaluation}/37199.flac`,
    ]);
    assert.match(notes!.join(), /^A sound is not where its table says: .*37199\.flac/);
  }
});

Deno.test("FSD50K: a labels/dev.csv of another data set is not its own", async () => {
  await using folder = await makeFolder({ "labels/dev.csv": "name,kind\n1,dog\n", "1.wav": "" });
  const message = /the table "labels\/dev\.csv" beside its sounds/;
  await assert.rejects(openDataset(folder.path, { modality: "audio" }), { message });
});
