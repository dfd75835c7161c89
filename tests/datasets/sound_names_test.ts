// One rule for which column names the sound: rows that repeat it are captions of one sound.
import assert from "node:assert/strict";
import { join } from "node:path";
import { openDataset } from "../../src/datasets/open.ts";
import { streamPairs } from "../../src/datasets/stream_pairs.ts";
import type { ReadFile } from "../../src/datasets/stream_text.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { soundOf } from "../../src/leakage/pools/sounds.ts";
import { inFolder } from "../temporary_folder.ts";

type Row = Record<string, string>;

/** A row for each caption, of two sounds, and the column that names them. */
const NAMINGS: readonly [string, (sound: string) => Row][] = [
  ...["file_name", "filename", "file", "path", "audio_filepath", "audio_path", "wav", "audio"]
    .map((column): [string, (sound: string) => Row] => [
      column,
      (sound) => ({ [column]: `${sound}.wav` }),
    ]),
  [
    '"youtube_id" and "start_time"',
    (sound) => ({ audiocap_id: "", youtube_id: "rtNFhnQSQfA", start_time: sound }),
  ],
];
const CAPTIONS = [["1", "a dog"], ["2", "rain"], ["1", "barking"], ["2", "it pours"]] as const;

/** The tables of one naming, by their names. */
function tablesOf(naming: (sound: string) => Row): Record<string, string> {
  const rows = CAPTIONS.map(([sound, caption], i): Row => {
    const columns = naming(sound);
    if (Object.hasOwn(columns, "audiocap_id")) columns["audiocap_id"] = String(i);
    return { ...columns, caption };
  });
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  return {
    "a.csv": writeCsv(Object.keys(rows[0]!), rows),
    "a.jsonl": lines,
    "a.json": JSON.stringify(rows),
    "own.csv": writeCsv(
      ["id", ...Object.keys(rows[0]!)],
      rows.map((row, i) => ({ id: `row ${i}`, ...row })),
    ),
  };
}

async function streamed(path: string) {
  const read: ReadFile = { sha256: "", badLines: 0 };
  const pairs = (await Array.fromAsync(streamPairs(path, { modality: "text" }, read))).flat();
  return { pairs, notes: read.notes ?? [] };
}

for (const [column, naming] of NAMINGS) {
  Deno.test(`rows that repeat a sound named by ${column} are its captions`, () =>
    inFolder(async (folder) => {
      for (const [name, table] of Object.entries(tablesOf(naming))) {
        const path = join(folder, name);
        await Deno.writeTextFile(path, table);
        const said: string[] = [];
        const { items } = await openDataset(path, {
          modality: "text",
          onNote: (note) => void said.push(note),
        });
        const { pairs, notes } = await streamed(path);
        assert.deepEqual(pairs.map(({ id }) => id), items.map(({ id }) => id), name);
        for (const sounds of [items.map(({ id, sound }) => sound ?? id), pairs.map(soundOf)]) {
          const [dog, rain, ...others] = sounds;
          assert.deepEqual(others, [dog, rain], name);
          assert.notEqual(dog, rain);
        }
        const expected = column === "file_name" ? [] : [
          `the sounds are named by the column${column.includes('"') ? "s" : ""} ${
            column.includes('"') ? column : `"${column}"`
          }, since there is no "file_name".`,
        ];
        assert.deepEqual(said, expected.map((note) => `"${path}": ${note}`), name);
        assert.deepEqual(notes, expected, name);
      }
    }));
}

Deno.test("a named column comes before the others, and ./a.wav is a.wav", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    const rows = [["./a.wav", "1"], ["b.wav", "1"], ["a.wav", "2"]];
    const table = rows.map(([file, take], i) => `${file},${take},caption ${i}\n`).join("");
    await Deno.writeTextFile(path, `filename,take,caption\n${table}`);
    const soundsOf = async (options: { fileColumn?: string }) => {
      const { items } = await openDataset(path, { modality: "text", ...options });
      const read: ReadFile = { sha256: "", badLines: 0 };
      const given = { modality: "text", ...options } as const;
      const pairs = (await Array.fromAsync(streamPairs(path, given, read))).flat();
      assert.deepEqual(pairs.map(({ id }) => id), items.map(({ id }) => id));
      return items.map(({ id, sound }) => sound ?? id);
    };
    assert.deepEqual(await soundsOf({}), ["a.wav", "b.wav", "a.wav"]);
    assert.deepEqual(await soundsOf({ fileColumn: "take" }), ["1", "1", "2"]);
  }));

Deno.test("rows whose column audio names nothing are sounds of their own", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    await Deno.writeTextFile(
      path,
      "audio,caption\ntrue,a dog\ntrue,rain\na.wav,wind\na.wav,gusts\n",
    );
    const { items } = await openDataset(path, { modality: "text" });
    const expected = ["1", "2", "a.wav", "a.wav#row4"];
    assert.deepEqual(items.map(({ id }) => id), expected);
    assert.deepEqual((await streamed(path)).pairs.map(({ id }) => id), expected);
  }));
