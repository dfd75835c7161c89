import assert from "node:assert/strict";
import { openDataset } from "../../../src/datasets/open.ts";
import { sharedPath } from "../../shared.ts";
import { makeFolder } from "../made_folder.ts";

const audio = { modality: "audio" } as const;
const text = { modality: "text" } as const;
const HEADER = "audiocap_id,youtube_id,start_time,caption\n";

Deno.test("AudioCaps: the real val.csv and test.csv", async () => {
  const tables = sharedPath("data/audiocaps");
  if (tables === undefined) return;
  await using folder = await makeFolder({
    "test.csv": await Deno.readFile(`${tables}/test.csv`),
    "val.csv": await Deno.readFile(`${tables}/val.csv`),
    "wavs/7fmOlUlwoNg_20.flac": "",
  });
  const { name, items } = await openDataset(folder.path, audio);
  assert.equal(name, "AudioCaps");
  assert.equal(items.length, 495 + 975);
  assert.equal(items.filter(({ columns }) => columns["split"] === "val").length, 495);
  const { id, file, source } = items.find(({ source }) => source === "7fmOlUlwoNg")!;
  assert.deepEqual([id, source], ["test/7fmOlUlwoNg_20", "7fmOlUlwoNg"]);
  assert.equal(file, `${folder.path}/wavs/7fmOlUlwoNg_20.flac`);
  const texts = await openDataset(folder.path, text);
  assert.equal(texts.items.length, 7350);
  const first = texts.items.find(({ id }) => id === "test/7fmOlUlwoNg_20#1")!;
  assert.equal(first.text, "Constant rattling noise and sharp vibrations");
  assert.equal(first.columns["audiocap_id_1"], "103549");
  assert.deepEqual(first.caption, { of: "test/7fmOlUlwoNg_20", number: 1 });
});

Deno.test("AudioCaps: sounds are found by the names that download tools give them", async () => {
  const videos = ["aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc", "ddddddddddd", "-eeeeeeeee_", "f"];
  const rows = videos.map((video, i) => `${100 + i},${video},${i},a sound\n`).join("");
  await using folder = await makeFolder({
    "train.csv": HEADER + rows,
    "train/aaaaaaaaaaa_0.flac": "",
    "train/aaaaaaaaaaa.wav": "",
    "x/bbbbbbbbbbb.mp3": "",
    "z/bbbbbbbbbbb.wav": "",
    "x/Yccccccccccc.wav": "",
    "Yddddddddddd_3.wav": "",
    "104.ogg": "",
  });
  const { items } = await openDataset(folder.path, audio);
  assert.deepEqual(items.map(({ file }) => file!.slice(folder.path.length + 1)), [
    "train/aaaaaaaaaaa_0.flac",
    "x/bbbbbbbbbbb.mp3",
    "x/Yccccccccccc.wav",
    "Yddddddddddd_3.wav",
    "104.ogg",
    "train/f_5.wav",
  ]);
});

Deno.test("AudioCaps: a caption broken over two lines is joined, and line numbers stay right", async () => {
  const broken = "1,aaaaaaaaaaa,30,an engine chugging with muffled\nspeech in the background\n";
  for (const end of ["\n", "\r\n"]) {
    const table = `${HEADER}${broken}2,bbbbbbbbbbb,0,"a dog, barking"\n`.replaceAll("\n", end);
    await using folder = await makeFolder({ "train.csv": table });
    const { items } = await openDataset(folder.path, text);
    assert.deepEqual(items.map(({ line, text }) => [line, text]), [
      [2, "an engine chugging with muffled speech in the background"],
      [4, "a dog, barking"],
    ]);
  }
});

Deno.test("AudioCaps: a row that names no clip is refused", async () => {
  await using folder = await makeFolder({ "val.csv": `${HEADER}1,../x,3,a\n` });
  const message = /val\.csv" row 1: expected a youtube_id and a start_time/;
  await assert.rejects(openDataset(folder.path, audio), { name: "InputError", message });
});
