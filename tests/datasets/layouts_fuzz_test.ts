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
};

for (const [name, table] of Object.entries(TABLES)) {
  Deno.test(`changed bytes of ${name} give items inside the folder or an InputError`, async () => {
    await using folder = await makeFolder({ [name]: table });
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
