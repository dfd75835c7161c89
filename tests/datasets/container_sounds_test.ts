// Rows of a Parquet table that hold one sound, and columns of sounds that are not read.
import assert from "node:assert/strict";
import { readSoundFile } from "../../src/audio/sound_file.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { type MadeColumn, makeParquet } from "../formats/made_parquet.ts";
import { makeFolder } from "./made_folder.ts";

const sound = (seed: number) => new Uint8Array(50 + seed).fill(seed);

const idsIn = async (path: string) =>
  (await openDataset(path, { modality: "audio" })).items.map(({ id }) => id);

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
