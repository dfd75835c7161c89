// Tables of public data sets that somebody's spreadsheet wrote again, in Windows-1252.
import assert from "node:assert/strict";
import { openDataset } from "../../../src/datasets/open.ts";
import { readLabels } from "../../../src/leakage/labels/read_labels.ts";
import { makeTar } from "../../formats/made_tar.ts";
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

const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const READ =
  /has 1 text\(s\) with bytes that are not UTF-8, the first ".*a\.txt"; they are read as Wi/;

Deno.test("texts in Windows-1252 in an archive and beside sounds are read, and noted", async () => {
  const archive = makeTar([
    { name: "a.wav" },
    { name: "a.txt", bytes: latin("a café") },
    { name: "b.wav" },
    { name: "b.txt", bytes: "a bar" },
  ]);
  await using folder = await makeFolder({
    "x.tar": archive,
    "tars/x.tar": archive,
    "sounds/a.wav": "",
    "sounds/a.txt": latin("a café"),
    "sounds/b.wav": "",
    "sounds/b.txt": "a bar",
  });
  for (const name of ["x.tar", "tars", "sounds"]) {
    const path = `${folder.path}/${name}`;
    const { items, notes = [] } = await openDataset(path, { modality: "text" });
    assert.deepEqual(items.map(({ text }) => text), ["a café", "a bar"]);
    assert.match(notes.join("\n"), READ);
    assert.equal(notes.length, 1);
  }
});

Deno.test("lists of labels in Windows-1252 are read, and noted", async () => {
  await using folder = await makeFolder({
    "labels.txt": latin("café\ndog\n"),
    "labels.json": latin('["café", "dog"]'),
    "items.json": latin('[{"label": "café"}, {"label": "dog"}]'),
  });
  for (const name of ["labels.txt", "labels.json", "items.json"]) {
    const notes: string[] = [];
    const { labels } = await readLabels(`${folder.path}/${name}`, {
      onNote: (one) => notes.push(one),
    });
    assert.deepEqual(labels.map(({ label }) => label), ["café", "dog"]);
    assert.match(notes.join("\n"), /not UTF-8 on 1 line\(s\), the first line 1; they are read as/);
    assert.equal(notes.length, 1, name);
  }
  // Without a place for notes of its own, what is said of a manifest is the data set's.
  const { notes } = await openDataset(`${folder.path}/items.json`, { modality: "neither" });
  assert.match(notes!.join(), /not UTF-8 on 1 line/);
});
