import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { makeFolder } from "./made_folder.ts";

const TABLES: Record<string, string> = {
  "meta/esc50.csv":
    "filename,fold,target,category,esc10,src_file,take\n1-2-A-3.wav,1,3,cow,False,2,A\n",
  "metadata/UrbanSound8K.csv": "slice_file_name,fsID,fold,class\n1-3-0-0.wav,1,5,dog_bark\n",
  "FSD50K.ground_truth/dev.csv": 'fname,labels,mids,split\n6,"Guitar,Music","/m/0,/m/1",train\n',
  "clotho_captions_evaluation.csv": 'file_name,caption_1,caption_2\na b.wav,"x, y",z\n',
  "train.csv": "audiocap_id,youtube_id,start_time,caption\n1,abcdefghijk,30,a dog\n2,b,0,rain\n",
  "esc50.csv": "filename,fold,category,src_file\n1-2-A-3.wav,1,cow,2\n",
  "labels/eval.csv": 'fname,labels,mids\n6,"Guitar,Music","/m/0,/m/1"\n',
  "eval_segments.csv":
    '# YTID, start_seconds, end_seconds, positive_labels\n--4gqARaEJE, 0.000, 10.000, "/m/0,/m/1"\n',
  "vggsound.csv": '---g-f_I2yQ,1,people marching,test\n-0EDoD6ubHc,30,"rain, hail",train\n',
  "json_files/FreeSound/a.json":
    '{"data": [{"id": "1", "caption": "a dog"}, {"id": "2", "caption": ["x", "y"]}]}',
  "nsynth-test/examples.json":
    '{"organ_1-2-3": {"instrument_family_str": "organ", "instrument_str": "organ_1"}}',
  "meta.csv": "filename\tscene_label\tidentifier\naudio/bus-lyon-1-2-a.wav\tbus\tlyon-1\n",
};

/** Other files of the folder. */
const BESIDE: Record<string, string> = {
  "class_labels_indices.csv": 'index,mid,display_name\n0,/m/0,"Speech, talk"\n',
  "evaluation_setup/fold1_train.csv": "filename\tscene_label\naudio/bus-lyon-1-2-a.wav\tbus\n",
  "clips/eval/6.flac": "",
  "wav/--4gqARaEJE_0.wav": "",
};

for (const [name, table] of Object.entries(TABLES)) {
  Deno.test(`changed bytes of ${name} give items inside the folder or an InputError`, async () => {
    await using folder = await makeFolder({ ...BESIDE, [name]: table });
    const original = new TextEncoder().encode(table);
    const telling = new TextEncoder().encode('",./\\\n\r\0 a1');
    const value = fc.oneof(fc.constantFrom(...telling), fc.nat(255));
    const changes = fc.array(fc.tuple(fc.nat(original.length - 1), value), { maxLength: 4 });
    let opened = 0;
    await fc.assert(
      fc.asyncProperty(changes, fc.constantFrom("audio", "text"), async (changed, modality) => {
        const bytes = original.slice();
        for (const [at, byte] of changed) bytes[at] = byte;
        await Deno.writeFile(`${folder.path}/${name}`, bytes);
        try {
          const options = modality === "text" && !table.includes("caption")
            ? { modality, textColumn: "label" } as const
            : { modality };
          const { items } = await openDataset(folder.path, options);
          for (const { file } of items) assert.ok(file?.startsWith(`${folder.path}/`) ?? true);
          opened++;
        } catch (thrown) {
          assert.ok(thrown instanceof InputError, String(thrown));
        }
      }),
      { seed: 1, numRuns: 300 },
    );
    assert.ok(opened > 30);
  });
}
