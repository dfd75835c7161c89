import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { DatasetFolder } from "../../src/datasets/folder.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { makeFolder } from "./made_folder.ts";

const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");

Deno.test("audio files are listed sorted; hidden and other files are passed over", async () => {
  await using folder = await makeFolder({
    "b/2.WAV": "",
    "b/10.flac": "",
    "a.mp3": "",
    "é.opus": "",
    "c/d/e/f.ogg": "",
    "b/notes.txt": "",
    "b/.hidden.wav": "",
    ".git/x.wav": "",
    "b/wav": "",
  });
  const expected = ["a.mp3", "b/10.flac", "b/2.WAV", "c/d/e/f.ogg", "é.opus"];
  assert.deepEqual(await new DatasetFolder(folder.path, false).audioFiles(), expected);
});

Deno.test("symbolic links that lead in a circle, or to a folder twice, do not repeat files", async () => {
  await using folder = await makeFolder({
    "a/1.wav": "",
    "a/up": { linkTo: ".." },
    "a/self": { linkTo: "." },
    "z": { linkTo: "a" },
    "loop": { linkTo: "loop" },
  });
  assert.deepEqual(await new DatasetFolder(folder.path, false).audioFiles(), ["a/1.wav"]);
});

Deno.test("folders outside are followed only when that is allowed", async () => {
  await using other = await makeFolder({ "x/1.wav": "" });
  await using folder = await makeFolder({ "out": { linkTo: other.path }, "2.wav": "" });
  await assert.rejects(new DatasetFolder(folder.path, false).audioFiles(), {
    name: "InputError",
    message: /out" is a symbolic link to ".*--allow-outside$/,
  });
  const allowed = await new DatasetFolder(folder.path, true).audioFiles();
  assert.deepEqual(allowed, ["2.wav", "out/x/1.wav"]);
});

Deno.test("the hash is that of the one table, of the list of tables, or of the list of sounds", async () => {
  const audio = { modality: "audio" } as const;
  const table = "file_name\na.wav\n";
  await using one = await makeFolder({ "metadata.csv": table });
  assert.equal((await openDataset(one.path, audio)).sha256, sha256(table));

  await using two = await makeFolder({ "train/metadata.csv": table, "test/metadata.csv": table });
  const { sha256: hash, manifest } = await openDataset(two.path, audio);
  const list = ["test/metadata.csv", "train/metadata.csv"].map((name) =>
    `${sha256(table)}  ${name}\n`
  );
  assert.equal(hash, sha256(list.join("")));
  assert.equal(manifest, two.path);

  await using sounds = await makeFolder({ "b.wav": "12", "a.wav": "123" });
  assert.equal((await openDataset(sounds.path, audio)).sha256, sha256("3  a.wav\n2  b.wav\n"));
});

Deno.test("a folder without a data set is refused, and what was looked for is said", async () => {
  await using folder = await makeFolder({ "train.csv": "a,b\n1,2\n", "notes.txt": "" });
  await assert.rejects(openDataset(folder.path, { modality: "audio" }), {
    name: "InputError",
    message:
      /holds no data set that is known; looked for AudioFolder \(metadata\.csv.*ESC-50 \(meta\/esc50\.csv\)/,
  });
});
