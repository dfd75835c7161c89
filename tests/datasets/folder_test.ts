import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { DatasetFolder } from "../../src/datasets/folder.ts";
import { readSoundFile } from "../../src/audio/sound_file.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { makeFolder } from "./made_folder.ts";

const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");

Deno.test("audio files are listed sorted; hidden and other files are skipped", async () => {
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

Deno.test("sounds of every kind that is read are found by their names", async () => {
  const endings = ["aifc", "au", "caf", "mp1", "mp2", "oga", "snd", "w64"];
  const names = endings.map((ending) => `a.${ending}`);
  await using folder = await makeFolder(Object.fromEntries(names.map((name) => [name, ""])));
  assert.deepEqual(await new DatasetFolder(folder.path, false).audioFiles(), names);
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

Deno.test("a folder without a data set is refused, and the error names its table or lists what was looked for", async () => {
  await using empty = await makeFolder({ "notes.txt": "" });
  await assert.rejects(openDataset(empty.path, { modality: "audio" }), {
    name: "InputError",
    message:
      /holds no known data set; looked for AudioFolder \(metadata\.csv.*ESC-50 \(meta\/esc50\.csv/,
  });
  await using folder = await makeFolder({ "train.csv": "a,b\n1,2\n", "notes.txt": "" });
  await assert.rejects(openDataset(folder.path, { modality: "audio" }), {
    name: "InputError",
    message: /has the table "train\.csv", which no layout knows; it has "a", "b"; name the table/,
  });
});

/**
 * Creates files whose names are not UTF-8, which Deno itself cannot do; names are written for the shell's `printf`.
 */
async function makeUnnamable(folder: string, ...names: string[]): Promise<void> {
  const script = names.map((name) => {
    const at = name.lastIndexOf("/");
    return `mkdir -p "$(printf '${name.slice(0, at)}')" && echo x > "$(printf '${name}')"`;
  });
  const { success } = await new Deno.Command("sh", { args: ["-c", script.join("\n")], cwd: folder })
    .output();
  assert.ok(success);
}

Deno.test({
  name: "names that are not UTF-8, and broken links, are items that cannot be read, each once",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using folder = await makeFolder({
      "dog/1.wav": "",
      "rain/2.wav": "",
      "rain/gone.wav": { linkTo: "nowhere.wav" },
      "rain/loop.wav": { linkTo: "loop.wav" },
    });
    await makeUnnamable(folder.path, "dog/x\\377.wav", "dog/x\\376.wav", "c\\377t/3.wav");
    const { items } = await openDataset(folder.path, { modality: "audio" });
    assert.deepEqual(items.map(({ id, label }) => [id, label]), [
      ["c\ufffdt/*", "c\ufffdt"],
      ["dog/1.wav", "dog"],
      ["dog/x\ufffd (2).wav", "dog"],
      ["dog/x\ufffd.wav", "dog"],
      ["rain/2.wav", "rain"],
      ["rain/gone.wav", "rain"],
      ["rain/loop.wav", "rain"],
    ]);
    for (const { file, id } of items) {
      if (/\d\.wav$/.test(id)) continue;
      await assert.rejects(readSoundFile(file!), { name: "InputError" }, id);
    }
    await assert.rejects(readSoundFile(items[0]!.file!), {
      message: `"${items[0]!.file}" does not exist; rename it if its name is not UTF-8`,
    });
  },
});

Deno.test({
  name: "one name that is not UTF-8 does not keep ESC-10 from being recognized",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using folder = await makeFolder({ "001 - Dog bark/1-30226-A.ogg": "" });
    await makeUnnamable(folder.path, "001 - Dog bark/1-\\377-A.ogg", "002 - R\\377in/1-1-A.ogg");
    const { name, items } = await openDataset(folder.path, { modality: "audio" });
    assert.equal(name, "ESC-10");
    assert.deepEqual(items.map(({ id, label, source }) => [id, label, source]), [
      ["001 - Dog bark/1-30226-A.ogg", "Dog bark", "30226"],
      ["001 - Dog bark/1-\ufffd-A.ogg", "Dog bark", undefined],
      ["002 - R\ufffdin/*", "R\ufffdin", undefined],
    ]);
  },
});
