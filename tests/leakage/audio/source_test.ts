import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2"; // Property tests.
import { known } from "../../../src/datasets/placeholders.ts";
import { soundInColumn, soundInName } from "../../../src/leakage/audio/archives.ts";
import { sourceOf } from "../../../src/leakage/audio/source.ts";
import { readCsv } from "../../../src/formats/csv.ts";
import { sharedPath } from "../../shared.ts";
import { computingClock } from "../../computing_time.ts";

Deno.test("names of public data sets contain Freesound ids", () => {
  const names: [string, string | undefined][] = [
    ["1-100032-A.ogg", "100032"],
    ["001 - Dog bark/1-100032-A.ogg", "100032"],
    ["audio/5-9032-B-49.wav", "9032"],
    ["C:\\ESC-50\\audio\\5-9032-B-49.wav", "9032"],
    ["audio/fold5/100032-3-0-0.wav", "100032"],
    ["100263-2-0-117", "100263"],
    ["100032__frederic__dog_bark.aiff", "100032"],
    ["FSD50K.dev_audio/64760.wav", "64760"],
    ["WavCaps/FreeSound_flac/64760.flac", "64760"],
    ["dev_audio/64760.wav", undefined],
    ["/home/me/freesound-study/train/12.wav", undefined],
    ["2023-1-12-30.wav", undefined],
    ["64760.wav", undefined],
    ["6-100032-A.ogg", undefined],
    ["1-100032-a.ogg", undefined],
    ["1-100032.ogg", undefined],
    ["freesound/1234567890.wav", undefined],
    ["2023-01-12.wav", undefined],
    ["", undefined],
  ];
  for (const [name, id] of names) {
    const sound = soundInName(name);
    assert.equal(sound?.id, id, name);
    assert.equal(sound?.archive, id === undefined ? undefined : "Freesound", name);
  }
});

Deno.test("names of public data sets contain YouTube ids and the part", () => {
  const names: [string, string | undefined, [number, number]?][] = [
    ["Y7fmOlUlwoNg.wav", "7fmOlUlwoNg"],
    ["Y7fmOlUlwoNg_20.wav", "7fmOlUlwoNg", [20, 30]],
    ["7fmOlUlwoNg_20.wav", "7fmOlUlwoNg", [20, 30]],
    ["test/7fmOlUlwoNg_20", "7fmOlUlwoNg", [20, 30]],
    ["-0DdlOuIFUI_50.000_60.000.flac", "-0DdlOuIFUI", [50, 60]],
    ["-0DdlOuIFUI_50000_60000.flac", "-0DdlOuIFUI", [50, 60]],
    ["--U7joUcTCo_0_7.m4a", "--U7joUcTCo", [0, 7]],
    ["7fmOlUlwoNg_000030.mp4", "7fmOlUlwoNg", [30, 40]],
    // AudioSet's strong labels: milliseconds.
    ["7fmOlUlwoNg_30000.wav", "7fmOlUlwoNg", [30, 40]],
    ["7fmOlUlwoNg_300000.wav", "7fmOlUlwoNg", [300, 310]],
    ["7fmOlUlwoNg_1000", "7fmOlUlwoNg", [1, 11]],
    ["7fmOlUlwoNg_0.flac", "7fmOlUlwoNg", [0, 10]],
    ["7fmOlUlwoNg_570.wav", "7fmOlUlwoNg", [570, 580]],
    ["7fmOlUlwoNg_001200.mp4", "7fmOlUlwoNg", [1200, 1210]],
    ["7fmOlUlwoNg_1200_1210.wav", "7fmOlUlwoNg", [1200, 1210]],
    ["7fmOlUlwoNg_1200.000_1210.000.wav", "7fmOlUlwoNg", [1200, 1210]],
    ["7fmOlUlwoNg_1200.500.wav", "7fmOlUlwoNg", [1200.5, 1210.5]],
    ["7fmOlUlwoNg_300000_300500.wav", "7fmOlUlwoNg", [300, 300.5]],
    ["7fmOlUlwoNg.wav", undefined],
    ["Recording01_3.wav", undefined],
    ["street_park_1.wav", undefined],
    ["Dog_Bark_01_2.wav", undefined],
    ["Yesterday123.wav", undefined],
    ["7fmOlUlwoNg_x.wav", undefined],
  ];
  for (const [name, id, part] of names) {
    const sound = soundInName(name);
    assert.equal(sound?.id, id, name);
    assert.equal(sound?.archive, id === undefined ? undefined : "YouTube", name);
    assert.deepEqual(sound?.part, part, name);
  }
});

Deno.test("columns hold ids, addresses, or other sources", () => {
  const columns: [string, string, [number, number]?][] = [
    ["100032", "Freesound 100032"],
    ["0100032", "Freesound 100032"],
    ["https://freesound.org/people/x/sounds/12345/", "Freesound 12345"],
    ["freesound.org/s/12345", "Freesound 12345"],
    ["https://www.freesound.org/people/a%20b/sounds/12345/#comments", "Freesound 12345"],
    ["https://cdn.freesound.org/previews/12/12345_678-hq.mp3", "Freesound 12345"],
    ["7fmOlUlwoNg", "YouTube 7fmOlUlwoNg"],
    ["https://youtu.be/7fmOlUlwoNg", "YouTube 7fmOlUlwoNg"],
    ["https://youtu.be/7fmOlUlwoNg?t=90s", "YouTube 7fmOlUlwoNg", [90, 100]],
    ["https://www.youtube.com/watch?list=x&v=7fmOlUlwoNg&t=90", "YouTube 7fmOlUlwoNg", [90, 100]],
    ["youtube.com/embed/7fmOlUlwoNg?start=1&end=3", "YouTube 7fmOlUlwoNg", [1, 3]],
    ["https://youtu.be/7fmOlUlwoNg?t=1m30.5s", "YouTube 7fmOlUlwoNg", [90.5, 100.5]],
    ["7fmOlUlwoNg_30000", "YouTube 7fmOlUlwoNg", [30, 40]],
    ["Y7fmOlUlwoNg", "YouTube 7fmOlUlwoNg"],
    ["100032.0", "Freesound 100032"],
    ["kitchen_two_12", "source kitchen_two_12"],
    ["https://youtube.com/watch?v=7fmOlUlwoNgg", "source https://youtube.com/watch?v=7fmOlUlwoNgg"],
    ["https://freesound.org.example/s/1/", "source https://freesound.org.example/s/1/"],
    ["studio 3", "source studio 3"],
    ["1234567890", "source 1234567890"],
  ];
  for (const [column, key, part] of columns) {
    const source = sourceOf({ id: "1-137-A.ogg", source: ` ${column} ` });
    assert.equal(source?.key, key);
    assert.deepEqual(source?.part, part);
  }
  assert.equal(sourceOf({ id: "1-137-A.ogg", source: " " })?.key, "Freesound 137");
  assert.equal(sourceOf({ id: "7", file: "1-137-A.ogg" })?.key, "Freesound 137");
  assert.equal(sourceOf({ id: "1-137-A", file: "a.ogg" })?.key, "Freesound 137");
  assert.equal(sourceOf({ id: "7", file: "7.ogg" }), undefined);
});

Deno.test("a placeholder is no source: the name decides", () => {
  for (const source of ["Not found", "nan", "N/A", "None", "-1", "unknown", " <NA> ", "?"]) {
    assert.equal(sourceOf({ id: "7", source }), undefined, source);
    assert.equal(sourceOf({ id: "1-137-A.ogg", source })?.key, "Freesound 137", source);
  }
});

Deno.test("any text is a source of its own or of an archive, without errors and quickly", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[\w.\/-]*$/));
  fc.assert(fc.property(text, fc.option(text, { nil: undefined }), (id, source) => {
    const found = sourceOf({ id, ...(source !== undefined && { source }) });
    if (source !== undefined && known(source) !== undefined) assert.ok(found);
  }));
  for (const piece of ["/", "a__", "sounds/", "&v=", "1-", "freesound"]) {
    const milliseconds = computingClock();
    const long = piece.repeat(1_000_000);
    sourceOf({ id: long });
    sourceOf({ id: "", source: long });
    soundInColumn(`https://freesound.org/${piece.repeat(500)}`);
    soundInName(piece.repeat(600));
    assert.ok(milliseconds() < 2000, piece);
  }
});

Deno.test("real YouTube ids are distinguished from words in all but 1 % of names", () => {
  const path = sharedPath("data/audiocaps/val.csv");
  const other = sharedPath("data/audiocaps/test.csv");
  if (path === undefined || other === undefined) return;
  const videos = [path, other].flatMap((path) =>
    readCsv(Deno.readFileSync(path), path).rows.map(({ values }) => values["youtube_id"]!)
  );
  const distinct = [...new Set(videos)];
  assert.ok(distinct.length > 1000);
  const known = distinct.filter((video) => soundInName(`${video}_20.wav`)?.id === video);
  assert.ok(known.length >= 0.99 * distinct.length);
  assert.ok(distinct.every((video) => soundInName(`${video}_20.wav`, video)?.id === video));
});
