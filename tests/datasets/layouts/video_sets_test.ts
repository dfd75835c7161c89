import assert from "node:assert/strict";
import { labelsIn } from "../../../src/datasets/label_lists.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { makeFolder } from "../made_folder.ts";

const audio = { modality: "audio" } as const;

const SEGMENTS = "# Segments csv created Sun Mar  5 10:54:25 2017\n" +
  "# num_ytids=3, num_segs=3, num_unique_labels=3, num_positive_labels=4\n" +
  "# YTID, start_seconds, end_seconds, positive_labels\n";
const NAMES = 'index,mid,display_name\n0,/m/09x0r,Speech\n1,/t/dd00125,"Inside, small room"\n';

Deno.test("AudioSet: names of labels, splits, sources, and sounds under the names that tools give", async () => {
  await using folder = await makeFolder({
    "eval_segments.csv": SEGMENTS +
      '--4gqARaEJE, 0.000, 10.000, "/m/09x0r,/t/dd00125"\n' +
      '-0BIyqJj9ZU, 30.500, 40.500, "/m/09x0r"\n-5xOcMJpTUk, 80.000, 90.000, "/m/0zzz"\n',
    "balanced_train_segments.csv": SEGMENTS + '-DtcTPEJ_Oo, 30.000, 40.000, "/m/09x0r"\n',
    "class_labels_indices.csv": NAMES,
    "wav/--4gqARaEJE.wav": "",
    "wav/-0BIyqJj9ZU_30500_40500.flac": "",
    "train/Y-DtcTPEJ_Oo.m4a": "",
  });
  const { name, items, notes } = await openDataset(folder.path, audio);
  assert.equal(name, "AudioSet");
  assert.deepEqual(
    items.map(({ id, label, source, line, file, columns }) => [
      id,
      labelsIn(label!),
      source,
      line,
      file!.slice(folder.path.length + 1),
      columns["split"],
    ]),
    [
      [
        "--4gqARaEJE_0",
        ["Speech", "Inside, small room"],
        "--4gqARaEJE",
        4,
        "wav/--4gqARaEJE.wav",
        "eval",
      ],
      [
        "-0BIyqJj9ZU_30.5",
        ["Speech"],
        "-0BIyqJj9ZU",
        5,
        "wav/-0BIyqJj9ZU_30500_40500.flac",
        "eval",
      ],
      ["-5xOcMJpTUk_80", ["/m/0zzz"], "-5xOcMJpTUk", 6, "eval_segments/-5xOcMJpTUk.wav", "eval"],
      ["-DtcTPEJ_Oo_30", ["Speech"], "-DtcTPEJ_Oo", 4, "train/Y-DtcTPEJ_Oo.m4a", "balanced_train"],
    ],
  );
  assert.deepEqual(notes, [
    '1 of 4 sounds that the table names is absent, the first "eval_segments/-5xOcMJpTUk.wav".',
  ]);
});

Deno.test("AudioSet: without names labels are ids, which is said; a row of another form is refused", async () => {
  const row = '--4gqARaEJE,0.0,10.0,"/m/09x0r,/m/0zzz"\n';
  await using folder = await makeFolder({ "eval_segments.csv": `YTID,start,end,labels\n${row}` });
  const neither = { modality: "neither" } as const;
  const { items, notes } = await openDataset(folder.path, neither);
  assert.deepEqual(items.map(({ label }) => labelsIn(label!)), [["/m/09x0r", "/m/0zzz"]]);
  assert.match(notes!.join(), /^Labels are ids such as \/m\/068hy, since there is no class_labels/);
  for (const bad of ["x, 0, 10, /m/1", "--4gqARaEJE, 0, ten, /m/1", '--4gqARaEJE, 0, 10, "/m/1']) {
    await Deno.writeTextFile(`${folder.path}/eval_segments.csv`, `${SEGMENTS}${bad}\n`);
    const message = /eval_segments\.csv" line 4 is ".*"; expected YTID, start_seconds/;
    await assert.rejects(openDataset(folder.path, neither), { name: "InputError", message });
  }
});

Deno.test("VGGSound: labels, splits, sources; with and without a header", async () => {
  const rows =
    '---g-f_I2yQ,1,people marching,test\n-0EDoD6ubHc,30,"playing marimba, xylophone",train\n';
  for (const header of ["", "# YouTube ID,start seconds,label,train/test split\n"]) {
    await using folder = await makeFolder({
      "vggsound.csv": header + rows,
      "test/---g-f_I2yQ_000001.wav": "",
      "train/-0EDoD6ubHc_30_40.flac": "",
    });
    const { name, items, notes } = await openDataset(folder.path, audio);
    assert.deepEqual([name, notes], ["VGGSound", undefined]);
    assert.deepEqual(
      items.map(({ id, label, source, file, columns }) => [
        id,
        label,
        source,
        file!.slice(folder.path.length + 1),
        columns["split"],
      ]),
      [
        [
          "---g-f_I2yQ_000001",
          "people marching",
          "---g-f_I2yQ",
          "test/---g-f_I2yQ_000001.wav",
          "test",
        ],
        [
          "-0EDoD6ubHc_000030",
          "playing marimba, xylophone",
          "-0EDoD6ubHc",
          "train/-0EDoD6ubHc_30_40.flac",
          "train",
        ],
      ],
    );
  }
  await using bad = await makeFolder({ "vggsound.csv": `${rows}short,1,dog,test\n` });
  const message = /vggsound\.csv" line 3 is "short,1,dog,test"; expected YouTube id/;
  await assert.rejects(openDataset(bad.path, audio), { name: "InputError", message });
});
