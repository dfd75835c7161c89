import assert from "node:assert/strict";
import { openDataset } from "../../../src/datasets/open.ts";
import { makeFolder } from "../made_folder.ts";

const file = (...data: Record<string, unknown>[]) =>
  JSON.stringify({ num_captions_per_audio: 1, data });

Deno.test("WavCaps: captions, parts and sources; ids of two parts may be equal", async () => {
  const dog = { id: "2219", caption: "A dog barks.", duration: 1.5, audio: "wav_path" };
  await using folder = await makeFolder({
    "json_files/FreeSound/fsd_final.json": file(dog, { id: "7", caption: "Rain falls." }),
    "json_files/FreeSound/fsd_final_2s.json": file(dog),
    "json_files/SoundBible/sb_final.json": file(
      { ...dog, caption: "An airplane lands." },
      { id: "7", caption: "A bell." },
    ),
    "json_files/AudioSet_SL/as_final.json": file({ id: "Yb0RFKhbpFJA.wav", caption: "Wind." }),
    "json_files/blacklist/blacklist_exclude_all_ac.json": '{"AudioSet": ["Yb0RFKhbpFJA.wav"]}',
    "Zip_files/FreeSound_flac/2219.flac": "",
    "Zip_files/FreeSound_flac/7.flac": "",
    "Zip_files/SoundBible_flac/2219.flac": "",
    "Zip_files/AudioSet_SL_flac/Yb0RFKhbpFJA.flac": "",
  });
  const { name, items, notes } = await openDataset(folder.path, { modality: "both" });
  assert.equal(name, "WavCaps");
  assert.deepEqual(
    items.map(({ id, text, source, file, columns }) => [
      id,
      text,
      source,
      file!.slice(folder.path.length + 1),
      columns["part"],
    ]),
    [
      [
        "AudioSet_SL/Yb0RFKhbpFJA.wav",
        "Wind.",
        "b0RFKhbpFJA",
        "Zip_files/AudioSet_SL_flac/Yb0RFKhbpFJA.flac",
        "AudioSet_SL",
      ],
      ["FreeSound/2219", "A dog barks.", "2219", "Zip_files/FreeSound_flac/2219.flac", "FreeSound"],
      ["FreeSound/7", "Rain falls.", "7", "Zip_files/FreeSound_flac/7.flac", "FreeSound"],
      [
        "SoundBible/2219",
        "An airplane lands.",
        "SoundBible 2219",
        "Zip_files/SoundBible_flac/2219.flac",
        "SoundBible",
      ],
      ["SoundBible/7", "A bell.", "SoundBible 7", "SoundBible/7.flac", "SoundBible"],
    ],
  );
  assert.match(notes!.join(), /^1 of 5 sounds that the table names is absent, the first "SoundB/);
});

Deno.test("WavCaps: each way a file can be bad names the key", async () => {
  await using folder = await makeFolder({ "json_files/FreeSound/a.json": "" });
  const cases: [string, RegExp][] = [
    ["[]", /a\.json": it: /],
    ['{"data": [{"id": "1"}]}', /a\.json": data\.0\.caption: /],
    ['{"data": [{"caption": "x"}]}', /a\.json": data\.0\.id: /],
    ['{"data": [', /a\.json"/],
  ];
  for (const [text, message] of cases) {
    await Deno.writeTextFile(`${folder.path}/json_files/FreeSound/a.json`, text);
    const opened = openDataset(folder.path, { modality: "text" });
    await assert.rejects(opened, { name: "InputError", message });
  }
});
