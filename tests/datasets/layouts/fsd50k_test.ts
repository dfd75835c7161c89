import assert from "node:assert/strict";
import { openDataset } from "../../../src/datasets/open.ts";
import { makeFolder } from "../made_folder.ts";

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
  assert.deepEqual([label, source], ["Electric_guitar,Guitar,Music", "37199"]);
  assert.equal(columns["mids"], "/m/02sgy,/m/0342h,/m/04rlf");
});

Deno.test("FSD50K: only one part", async () => {
  await using folder = await makeFolder({
    "FSD50K.ground_truth/eval.csv": `fname,labels,mids\n37199,${GUITAR}\n`,
  });
  assert.equal((await openDataset(folder.path, { modality: "audio" })).items.length, 1);
});
