import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { InputFiles } from "../../../src/audit/inputs/files.ts";
import { readEvaluationSides } from "../../../src/audit/inputs/sides.ts";
import { soundlessness, soundsOf } from "../../../src/audit/inputs/sounds.ts";
import { makeFolder } from "../../datasets/made_folder.ts";

const TABLE = "slice_file_name,fsID,start,end,salience,fold,classID,class\n" +
  "100-0-0-0.wav,100,0,1,1,1,0,air_conditioner\n101-1-0-0.wav,101,0,1,1,2,1,car_horn\n" +
  "102-2-0-0.wav,102,0,1,1,1,2,dog_bark\n";

Deno.test("an audit takes the folder of a data set, and where chooses its folds", async () => {
  await using folder = await makeFolder({
    "us8k/UrbanSound8K.csv": TABLE,
    "us8k/fold1/100-0-0-0.wav": "",
    "us8k/fold1/102-2-0-0.flac": "",
    "us8k/fold2/101-1-0-0.wav": "",
  });
  const side = async (where: Record<string, (string | number)[]>) => {
    const text = JSON.stringify({
      evaluation: { items: "us8k", where, classFolds: 2 },
      audio: [{ name: "a", backbone: "a.json" }],
      text: [{ name: "t", backbone: "t.json" }],
    });
    const files = new InputFiles(folder.path);
    return {
      files,
      side:
        (await readEvaluationSides(parseConfiguration(text, "audit.json"), files, () => {}))[0]!,
    };
  };
  const { side: one, files } = await side({ fold: [1] });
  assert.deepEqual(one.ids.length, 3);
  assert.equal(await soundlessness([one], files), undefined);
  const sounds = await soundsOf(one, files, "it");
  assert.deepEqual(sounds.map(({ label, source, file }) => [label, source, file]), [
    ["air_conditioner", "100", `${folder.path}/us8k/fold1/100-0-0-0.wav`],
    ["dog_bark", "102", `${folder.path}/us8k/fold1/102-2-0-0.flac`],
  ]);
  assert.match(files.hashOf("us8k"), /^[0-9a-f]{64}$/);
  await assert.rejects(side({ fold: ["7"] }), {
    name: "InputError",
    message: '"us8k" has no row whose "fold" is "7" ("where"); it has "1", "2"',
  });
});
