// Tables of public data sets that somebody's spreadsheet wrote again, in Windows-1252.
import assert from "node:assert/strict";
import { openDataset } from "../../../src/datasets/open.ts";
import { makeFolder } from "../made_folder.ts";

const TABLES: readonly (readonly [layout: string, table: string, rows: string])[] = [
  ["AudioCaps", "val.csv", "audiocap_id,youtube_id,start_time,caption\n1,aaaaaaaaaaa,0,a café\n"],
  ["Clotho", "clotho_captions_validation.csv", "file_name,caption_1\na.wav,a café\n"],
  ["VGGSound", "vggsound.csv", '---g-f_I2yQ,1,"people in a café",train\n'],
  ["ESC-50", "meta/esc50.csv", "filename,fold,target,category,src_file\na.wav,1,0,café,1\n"],
];

for (const [layout, table, rows] of TABLES) {
  Deno.test(`${layout}: a table in Windows-1252 is read, and noted`, async () => {
    await using folder = await makeFolder({
      [table]: Uint8Array.from(rows, (letter) => letter.charCodeAt(0)),
    });
    const modality = layout === "AudioCaps" || layout === "Clotho" ? "text" : "neither";
    const { name, items, notes = [] } = await openDataset(folder.path, { modality });
    assert.equal(name, layout);
    assert.match(JSON.stringify(items), /café/);
    assert.match(notes.join(), /not UTF-8 on 1 line\(s\), .*; they are read as Windows-1252/);
  });
}
