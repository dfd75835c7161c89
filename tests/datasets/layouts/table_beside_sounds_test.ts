import assert from "node:assert/strict";
import { openDataset } from "../../../src/datasets/open.ts";
import { isSplitOrFold } from "../../../src/datasets/split_names.ts";
import { type Made, makeFolder } from "../made_folder.ts";

const audio = { modality: "audio" } as const;

/** Opens a folder of files without content. */
async function opened(files: readonly string[], tables: Record<string, Made> = {}) {
  const sounds = Object.fromEntries(files.map((name) => [name, ""]));
  await using folder = await makeFolder({ ...sounds, ...tables });
  const { items, notes = [] } = await openDataset(folder.path, audio);
  return {
    rows: items.map(({ id, label, columns: { split, fold } }) => [id, label, split, fold]),
    notes,
  };
}

Deno.test("a table that no layout knows is refused by name, and folders are not classes", async () => {
  const sounds = ["a/1.wav", "b/2.wav"];
  const cases: [Record<string, string>, RegExp][] = [
    [
      { "train.csv": "slice,kind\n1.wav,dog\n" },
      /has the table "train\.csv" beside its sounds, which no layout knows.*it has "slice", "kind"; name the table in place of the folder \(".*\/train\.csv"\), with --file-column/,
    ],
    [{ "meta/all.tsv": "name\tclass\n" }, /the table "meta\/all\.tsv".*it has "name", "class";/],
    [{ "x.csv": "a;b\n" }, /it has "a", "b";/],
    [{ "x.jsonl": '{"wav": "1.wav", "tags": ["dog"]}\n' }, /it has "wav", "tags";/],
    [{ "x.json": '[{"wav": "1.wav", "tag": "dog"}]' }, /it has "wav", "tag";/],
    [{ "x.json": '{"data": [{"wav": "1.wav", "tag": 1}]}' }, /it has "wav", "tag";/],
    [{ "labels.xlsx": "PK" }, /the table "labels\.xlsx" beside.*classes; name the table/],
    [{ "b/deep/x.csv": "p,q\n", "y.csv": "r,s\n" }, /the table "y\.csv" and 1 more .*"r", "s"/],
    [{ "x.csv": "" }, /the table "x\.csv" beside/],
  ];
  for (const [tables, message] of cases) {
    await assert.rejects(opened(sounds, tables), { name: "InputError", message });
  }
});

Deno.test("a text that says what the sounds are is refused; other texts are not", async () => {
  const sounds = ["x/a.wav", "y/b.wav"];
  const tables: [string, string][] = [
    ["annot.txt", "a.wav\tdog\nb.wav\tcat\n"],
    ["meta/annot.txt", "# made by hand\nx/a.wav, dog\r\ny/b.wav, cat\r\nlost.wav, cat\n"],
    ["labels.lst", "dog a.wav\ncat b.wav\n"],
    ["x/scp.txt", '"a" dog barks\n"b" cat\n'],
    ["all.tab", "name|kind\na.wav|dog\nb.wav|cat\n"],
  ];
  for (const [name, text] of tables) {
    const message =
      /has the text ".*" beside its sounds, whose lines say what they are \(".*a.*"\)/;
    await assert.rejects(opened(sounds, { [name]: text }), { name: "InputError", message }, name);
  }
  const others = {
    "README.txt": "Two sounds:\na.wav of a dog\nand another one\nof a cat\nRead the license.\n",
    "testing_list.txt": "x/a.wav\ny/b.wav\n",
    "classes.txt": "0 x\n1 y\n",
    "empty.txt": "",
    "x/a.txt": "a.wav dog\n",
  };
  const { rows } = await opened([...sounds, "x/0.wav"], others);
  assert.deepEqual(rows.map(([, label]) => label), ["x", "x", "y"]);
});

Deno.test("files of single sounds, descriptions and hidden files are no tables", async () => {
  const { rows } = await opened(["a/1.wav", "b/2.wav"], {
    "a/1.json": "{}",
    "b/2.csv": "onset,offset\n",
    "dataset_infos.json": "{}",
    "README.md": "",
    "LICENSE.txt": "",
    ".cache/x.csv": "a,b\n",
  });
  assert.deepEqual(rows.map(([, label]) => label), ["a", "b"]);
});

Deno.test("folders of splits and folds are never classes, wherever they lie", async () => {
  const cases: [string[], unknown[][]][] = [
    [["fold1/1.wav", "fold2/2.wav"], [
      ["fold1/1.wav", undefined, undefined, "1"],
      ["fold2/2.wav", undefined, undefined, "2"],
    ]],
    [["FSD50K.dev_audio/1.wav", "FSD50K.eval_audio/2.wav"], [
      ["FSD50K.dev_audio/1.wav", undefined, "FSD50K.dev_audio", undefined],
      ["FSD50K.eval_audio/2.wav", undefined, "FSD50K.eval_audio", undefined],
    ]],
    [["train/fold_1/dog/1.wav", "test/fold_2/cat/2.wav"], [
      ["test/fold_2/cat/2.wav", "cat", "test", "2"],
      ["train/fold_1/dog/1.wav", "dog", "train", "1"],
    ]],
    [["dog/train/1.wav", "cat/test/2.wav"], [
      ["cat/test/2.wav", "cat", "test", undefined],
      ["dog/train/1.wav", "dog", "train", undefined],
    ]],
    [["bus/1.wav", "car/2.wav", "train/3.wav"], [
      ["bus/1.wav", "bus", undefined, undefined],
      ["car/2.wav", "car", undefined, undefined],
      ["train/3.wav", "train", undefined, undefined],
    ]],
  ];
  for (const [files, expected] of cases) assert.deepEqual((await opened(files)).rows, expected);
  for (const files of [["train/1.wav", "dog/2.wav"], ["a/1.wav", "b/2.wav", "fold1/3.wav"]]) {
    const message =
      /has the folder "(train|fold1)" of a split or fold beside "\w+", so its folders/;
    await assert.rejects(opened(files), { name: "InputError", message });
  }
});

Deno.test("names of splits and folds", () => {
  const names = "train Test dev eval val validation fold1 fold_10 split-2 dev_audio train_wav " +
    "balanced_train train-clean-100 FSD50K.eval_audio development";
  for (const name of names.split(" ")) assert.ok(isSplitOrFold(name), name);
  const classes =
    "dog train_horn training_bell folding test_tone fold 1 2021 speech clean rain_test_x";
  for (const name of classes.split(" ")) assert.ok(!isSplitOrFold(name), name);
});

Deno.test("sounds under other endings and in other folders are found; those that are absent are counted", async () => {
  const table = "file_name,label\na.wav,dog\nb.wav,rain\nc.wav,dog\n";
  await using folder = await makeFolder({ "metadata.csv": table, "a.flac": "", "x/b.wav": "" });
  const dataset = await openDataset(folder.path, audio);
  const files = dataset.items.map(({ file }) => file!.slice(folder.path.length + 1));
  assert.deepEqual(files, ["a.flac", "x/b.wav", "c.wav"]);
  assert.deepEqual(dataset.items.map(({ id }) => id), ["a.wav", "b.wav", "c.wav"]);
  assert.deepEqual(dataset.notes, [
    '2 sounds are not where their table says: "a.flac" is read for "a.wav", and so on.',
    '1 of 3 sounds that the table names is absent, the first "c.wav".',
  ]);
  const alone = await openDataset(`${folder.path}/metadata.csv`, audio);
  assert.deepEqual(
    alone.items.map(({ file }) => file!.slice(folder.path.length + 1)),
    ["a.flac", "b.wav", "c.wav"],
  );
  assert.match(alone.notes!.at(-1)!, /^2 of 3 sounds that the table names are absent/);
});

Deno.test("a sound of another split, or behind a link out of the folder, is not taken for one that is absent", async () => {
  await using other = await makeFolder({ "a.flac": "" });
  await using folder = await makeFolder({
    "metadata.csv": "file_name\ntrain/1.wav\na.wav\n",
    "test/1.wav": "",
    "a.flac": { linkTo: `${other.path}/a.flac` },
  });
  const { items, notes } = await openDataset(folder.path, audio);
  assert.deepEqual(items.map(({ file }) => file), [
    `${folder.path}/train/1.wav`,
    `${folder.path}/a.wav`,
  ]);
  assert.match(notes!.join(), /^2 of 2 sounds that the table names are absent/);
});

Deno.test("a name with a dot, or of another kind of file, is read where it is", async () => {
  await using folder = await makeFolder({
    "metadata.csv": "file_name\n./a.wav\nx//b.wav\nc.mp4\n",
    "a.wav": "",
    "x/b.wav": "",
    "c.mp4": "",
    "c.wav": "",
  });
  for (const path of [folder.path, `${folder.path}/metadata.csv`]) {
    const { items, notes } = await openDataset(path, audio);
    const files = items.map(({ file }) => file!.slice(folder.path.length + 1));
    assert.deepEqual([files, notes], [["a.wav", "x/b.wav", "c.mp4"], undefined]);
  }
});
