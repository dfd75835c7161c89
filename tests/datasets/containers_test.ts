import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { readSoundFile } from "../../src/audio/sound_file.ts";
import { InputError } from "../../src/basics/errors.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { streamPairs } from "../../src/datasets/stream_pairs.ts";
import { damaged } from "../formats/damage.ts";
import { type MadeMember, makeTar } from "../formats/made_tar.ts";
import { assertSounds, idsIn, SAMPLES, sound, table } from "./made_containers.ts";
import { type Made, makeFolder } from "./made_folder.ts";

Deno.test("webdataset's archives give captions, classes and sounds", async () => {
  await using folder = await makeFolder({ "one.tar": makeTar(SAMPLES) });
  for (const path of [folder.path, `${folder.path}/one.tar`]) {
    await assertSounds(path, [0, 1]);
    const { name, items } = await openDataset(path, { modality: "neither" });
    assert.equal(name, "webdataset");
    assert.deepEqual(items.map(({ id, label }) => [id, label]), [["a/0", undefined], ["a/1", "3"]]);
    assert.equal(items[0]!.columns["json_id"], "7");
  }
});

Deno.test("archives in folders of splits, and several files, are one data set", async () => {
  const tar = (i: number) =>
    makeTar([{ name: `${i}.wav`, bytes: sound(i) }, { name: `${i}.txt`, bytes: `caption ${i}` }]);
  await using folder = await makeFolder({
    "test/00.tar": tar(2),
    "train/00.tar": tar(0),
    "train/01.tar": tar(1),
  });
  await assertSounds(folder.path, [2, 0, 1]);
  await assertSounds(`${folder.path}/train/{00..01}.tar`, [0, 1]);
  const { items } = await openDataset(folder.path, { modality: "neither" });
  assert.deepEqual(items.map(({ columns }) => columns["split"]), ["test", "train", "train"]);
  await assert.rejects(openDataset(`${folder.path}/train/{00..02}.tar`, { modality: "neither" }), {
    message: `"${folder.path}/train/02.tar" does not exist`,
  });
});

Deno.test("an archive's several captions are captions of one sound", async () => {
  const json = '{"captions": ["a dog", "a dog barks"], "label": "dog"}';
  const path = await Deno.makeTempFile({ suffix: ".tar" });
  await Deno.writeFile(path, makeTar([{ name: "0.wav" }, { name: "0.json", bytes: json }]));
  const { items } = await openDataset(path, { modality: "text" });
  assert.deepEqual(items.map(({ id, text, label }) => [id, text, label]), [
    ["0#1", "a dog", "dog"],
    ["0#2", "a dog barks", "dog"],
  ]);
  await Deno.remove(path);
});

Deno.test("sounds with captions beside them are read as LAION unpacks them", async () => {
  const files: Record<string, Made> = {};
  for (const { name, bytes } of SAMPLES.slice(0, 4)) files[`train/${name}`] = bytes!;
  await using folder = await makeFolder(files);
  await assertSounds(folder.path, [0, 1]);
  const { name, items } = await openDataset(folder.path, { modality: "neither" });
  assert.equal(name, "sounds with captions");
  assert.deepEqual(items.map(({ columns }) => columns["split"]), ["train", "train"]);
});

Deno.test("classes stay those of the folders where JSON beside the sounds says nothing of them", async () => {
  await using folder = await makeFolder({
    "dog/0.wav": "",
    "dog/0.json": '{"rate": 44100}',
    "rain/1.wav": "",
    "rain/1.json": '{"rate": 44100}',
  });
  const { items } = await openDataset(folder.path, { modality: "neither" });
  assert.deepEqual(items.map(({ label }) => label), ["dog", "rain"]);
});

Deno.test("each fault of a sample has its message", async () => {
  const cases: [MadeMember[], RegExp][] = [
    [
      [{ name: "0.wav" }, { name: "0.flac" }],
      /has two sounds of one name, "0.wav" and "0.flac": .* ends at the first dot/,
    ],
    [[{ name: "0.wav" }, { name: "0.json", bytes: "{" }], /x.tar#0.json": .*JSON/],
    [
      [{ name: "0.wav" }, { name: "0.txt", bytes: Uint8Array.of(0xe9, 0xe9, 0) }],
      /0.txt": it is not/,
    ],
    [[{ name: "0.wav" }, { name: "0.txt", bytes: "x".repeat(2 ** 20 + 1) }], /1048577 bytes; exp/],
    [[], /x.tar" has no items$/],
  ];
  for (const [members, message] of cases) {
    await using folder = await makeFolder({ "x.tar": makeTar(members) });
    const opened = openDataset(`${folder.path}/x.tar`, { modality: "neither" });
    await assert.rejects(opened, { name: "InputError", message });
  }
});

Deno.test("a table or an archive behind a link that leads out of the folder is refused", async () => {
  await using outside = await makeFolder({ "one.tar": makeTar(SAMPLES) });
  await using folder = await makeFolder({
    "link.tar": { linkTo: `${outside.path}/one.tar` },
    "sub/metadata.csv": "file_name,text\n../link.tar#a/0.flac,x\n",
    "named/metadata.csv": "file_name,text\nlink.tar#a/0.flac,x\n",
    "named/link.tar": { linkTo: `${outside.path}/one.tar` },
  });
  for (const name of ["", "sub", "named"]) {
    await assert.rejects(openDataset(`${folder.path}/${name}`, { modality: "audio" }), {
      name: "InputError",
      message: /is a symbolic link to|has ".." in it/,
    });
  }
  // A file that is called like a sound in an archive comes before it.
  await using like = await makeFolder({
    "metadata.csv": "file_name,text\none.tar#0.flac,x\n",
    "one.tar": makeTar(SAMPLES),
    "one.tar#0.flac": { linkTo: `${outside.path}/one.tar` },
  });
  await assert.rejects(openDataset(like.path, { modality: "audio" }), /is a symbolic link to/);
  // A link that the user names is followed.
  assert.deepEqual(await idsIn(`${folder.path}/link.tar`), ["a/0", "a/1"]);
});

Deno.test("pairs are streamed from tables and archives", async () => {
  await using folder = await makeFolder({ "x.tar": makeTar(SAMPLES), "x.parquet": table(0, 2) });
  for (const name of ["x.tar", "x.parquet"]) {
    const read = { sha256: "", badLines: 0 };
    for await (const pairs of streamPairs(`${folder.path}/${name}`, { modality: "both" }, read)) {
      assert.deepEqual(pairs.map(({ text }) => text), ["caption 0", "caption 1"]);
      assert.deepEqual(await readSoundFile(pairs[1]!.file!), sound(1));
    }
    assert.match(read.sha256, /^[\da-f]{64}$/);
  }
});

Deno.test("the hash of a data set changes with what it says, and with the lengths of its sounds", async () => {
  const path = await Deno.makeTempFile({ suffix: ".tar" });
  const hashes = new Set<string>();
  for (const [text, length] of [["a", 1], ["b", 1], ["a", 2]] as const) {
    const members = [{ name: "0.wav", bytes: sound(length) }, { name: "0.txt", bytes: text }];
    await Deno.writeFile(path, makeTar(members));
    hashes.add((await openDataset(path, { modality: "neither" })).sha256);
  }
  assert.equal(hashes.size, 3);
  await Deno.remove(path);
});

Deno.test("an archive that is written again is read again", async () => {
  const path = await Deno.makeTempFile({ suffix: ".tar" });
  for (const i of [3, 4]) {
    await Deno.writeFile(path, makeTar([{ name: "0.wav", bytes: sound(i) }]));
    assert.deepEqual(await readSoundFile(`${path}#0.wav`), sound(i));
  }
  await assert.rejects(readSoundFile(`${path}#1.wav`), /it has no file "1.wav"$/);
  await Deno.remove(path);
  await assert.rejects(readSoundFile(`${path}#0.wav`), { message: `"${path}" does not exist` });
});

for (const [name, whole] of [["x.tar", makeTar(SAMPLES)], ["x.parquet", table(0, 3)]] as const) {
  Deno.test(`changed bytes of ${name} give items inside the folder or an InputError`, async () => {
    await using folder = await makeFolder({ [name]: whole });
    await fc.assert(
      fc.asyncProperty(damaged(whole), async (bytes) => {
        await Deno.writeFile(`${folder.path}/${name}`, bytes);
        try {
          const { items } = await openDataset(`${folder.path}/${name}`, { modality: "audio" });
          for (const { file } of items) {
            assert.ok(file!.startsWith(`${folder.path}/`));
            await readSoundFile(file!);
          }
        } catch (thrown) {
          assert.ok(thrown instanceof InputError, String(thrown));
        }
      }),
      { seed: 1, numRuns: 1000 },
    );
  });
}
