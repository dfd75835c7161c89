import assert from "node:assert/strict";
import { readSoundFile } from "../../src/audio/sound_file.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { type MadeColumn, makeParquet } from "../formats/made_parquet.ts";
import { assertSounds, idsIn, sound, table } from "./made_containers.ts";
import { type Made, makeFolder } from "./made_folder.ts";

Deno.test("a table of the Hub gives captions and sounds", async () => {
  await using folder = await makeFolder({ "one.parquet": table(0, 5) });
  await assertSounds(`${folder.path}/one.parquet`, [0, 1, 2, 3, 4]);
  assert.deepEqual(
    await idsIn(`${folder.path}/one.parquet`),
    [0, 1, 2, 3, 4].map((i) => `${i}.wav`),
  );
});

Deno.test("rows of one table with the same sound are its captions, also under one id", async () => {
  const rows = [[1, "a"], [2, "b"], [1, "a"], [3, "a"]] as const;
  const columns: MadeColumn[] = [
    {
      name: "audio",
      sounds: rows.map(([seed, name]) => ({ bytes: sound(seed), path: `${name}.wav` })),
    },
    { name: "caption", texts: rows.map((_, i) => `caption ${i}`) },
  ];
  const ids = { name: "id", texts: ["one", "two", "one", "three"] };
  await using folder = await makeFolder({
    "rows.parquet": makeParquet(
      columns.with(0, {
        name: "audio",
        sounds: rows.slice(0, 3).map(([seed, name]) => ({
          bytes: sound(seed),
          path: `${name}.wav`,
        })),
      }).with(1, { name: "caption", texts: ["caption 0", "caption 1", "caption 2"] }),
    ),
    "others.parquet": makeParquet(columns, { rowGroup: 2 }),
    "ids.parquet": makeParquet([...columns, ids], { rowGroup: 2 }),
    "silent.parquet": makeParquet([columns[0]!, { name: "note", texts: ["", "", "", ""] }]),
  });
  const soundsOf = async (name: string) => {
    const { items } = await openDataset(`${folder.path}/${name}`, { modality: "both" });
    for (const [i, { file }] of items.entries()) {
      assert.deepEqual(await readSoundFile(file!), sound(rows[i]![0]));
    }
    return items.map(({ id, sound = id }) => sound);
  };
  assert.deepEqual(await soundsOf("rows.parquet"), ["a.wav", "b.wav", "a.wav"]);
  assert.deepEqual(await soundsOf("ids.parquet"), ["one", "two", "one", "three"]);
  const [one, two, again, other] = await soundsOf("others.parquet");
  assert.equal(again, one);
  assert.equal(new Set([one, two, other]).size, 3);
  assert.equal(new Set(await idsIn(`${folder.path}/silent.parquet`)).size, 4);
});

Deno.test("a column of sounds that is not read is named", async () => {
  await using folder = await makeFolder({
    "bytes.parquet": makeParquet([
      { name: "wav", sounds: [{ bytes: sound(1), path: "a.wav" }] },
      { name: "audio", sounds: [{ bytes: sound(2), path: "b.wav" }] },
      { name: "label", texts: ["dog"] },
    ]),
  });
  const notes: string[] = [];
  const onNote = (note: string) => void notes.push(note);
  const path = `${folder.path}/bytes.parquet`;
  await openDataset(path, { modality: "neither", onNote, fileColumn: "label" });
  assert.match(
    notes.join("\n"),
    /: the column "wav" \(\{bytes, path\}\) is not read/,
  );
});

Deno.test("the shards of the Hub are one data set, with their splits", async () => {
  const shards = {
    "data/train-00000-of-00002-0123456789abcdef.parquet": table(0, 2),
    "data/train-00001-of-00002-0123456789abcdef.parquet": table(2, 3),
    "data/test-00000-of-00001.parquet": table(5, 1),
  };
  await using folder = await makeFolder({ ...shards, "README.md": "a card" });
  await assertSounds(folder.path, [5, 0, 1, 2, 3, 4]);
  await assertSounds(`${folder.path}/data`, [5, 0, 1, 2, 3, 4]);
  const { name, items } = await openDataset(folder.path, { modality: "neither" });
  assert.equal(name, "Hugging Face Parquet");
  const splits = items.map(({ columns }) => columns["split"]);
  assert.deepEqual(splits, ["test", ...Array(5).fill("train")]);

  await using others = await makeFolder({
    "default/train/0000.parquet": table(0, 1),
    "default/train/0001.parquet": table(1, 1),
    "default/validation/0000.parquet": table(2, 1),
  });
  await assertSounds(others.path, [0, 1, 2]);
});

Deno.test("a data set whose shards are not all there is refused, as are several", async () => {
  const cases: [Record<string, Made>, RegExp][] = [
    [
      { "data/train-00001-of-00003.parquet": table(0, 1) },
      /holds 1 of the 3 tables "data\/train-of-00003": number 0, from 0, is missing; fetch it, or/,
    ],
    [
      { "a/train.parquet": table(0, 1), "b/train.parquet": table(0, 1) },
      /holds several configurations, in "a" and "b"; name the folder of one$/,
    ],
  ];
  for (const [files, message] of cases) {
    await using folder = await makeFolder(files);
    await assert.rejects(openDataset(folder.path, { modality: "neither" }), {
      name: "InputError",
      message,
    });
  }
});

Deno.test("ids tell the sounds of several tables apart", async () => {
  const id = { name: "id", texts: ["x", "y"] };
  await using folder = await makeFolder({
    "same/train.parquet": table(0, 2),
    "own.parquet": table(0, 2, [id]),
  });
  await Deno.writeFile(`${folder.path}/same/test.parquet`, table(0, 2));
  assert.deepEqual(
    await idsIn(`${folder.path}/same`),
    [
      ..."01",
    ].map((i) => `test.parquet#${i}.wav`).concat([..."01"].map((i) => `train.parquet#${i}.wav`)),
  );
  assert.deepEqual(await idsIn(`${folder.path}/own.parquet`), ["x", "y"]);
});

Deno.test("numbers of classes are read as their names", async () => {
  const label = { names: ["dog", "rain"], _type: "ClassLabel" };
  const features = { label, old: { feature: label } };
  const notes = { huggingface: JSON.stringify({ info: { features } }) };
  const numbers = [
    { name: "label", numbers: [1, 0, -1, 7] },
    { name: "fold", numbers: [1, 0, 1, 0] },
  ];
  await using folder = await makeFolder({ "one.parquet": table(0, 4, numbers, { notes }) });
  const { items } = await openDataset(`${folder.path}/one.parquet`, { modality: "neither" });
  assert.deepEqual(items.map(({ label }) => label), ["rain", "dog", undefined, "7"]);
  assert.deepEqual(items.map(({ columns }) => columns["fold"]), ["1", "0", "1", "0"]);
});

Deno.test("a table whose sounds lie beside it names their files", async () => {
  const sounds = [{ bytes: null, path: "a.wav" }, { bytes: null, path: "b.wav" }];
  await using folder = await makeFolder({
    "one.parquet": makeParquet([{ name: "audio", sounds }]),
    "a.wav": sound(1),
  });
  const { items } = await openDataset(`${folder.path}/one.parquet`, { modality: "audio" });
  assert.deepEqual(items.map(({ file }) => file), ["a", "b"].map((i) => `${folder.path}/${i}.wav`));
});
