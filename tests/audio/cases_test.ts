// Small files as people have them; libsndfile or ffmpeg read each. They hold 33,075 samples at 22,050 Hz, coded once.
import assert from "node:assert/strict";
import { AudioDecoder } from "../../src/audio/decode.ts";
import { sharedPath } from "../shared.ts";

/** Samples of a channel, and the notes. */
const CASES: Readonly<Record<string, readonly [samples: number, notes: readonly RegExp[]]>> = {
  "aiff.aif": [33_075, []],
  "alaw.wav": [33_075, []],
  "data_plus16.wav": [33_075, [/"data" chunk says 66166 bytes, but 66150 are left/]],
  "id3_before_riff.wav": [33_075, [/^an ID3v2 tag comes before the WAV file$/]],
  // 60 frames of 576 samples: no tag says how many of them are padding.
  "id3_between.mp3": [34_560, [/^an ID3v2 tag between or behind its MPEG frames$/]],
  // Whole blocks of 1,017 samples.
  "imaadpcm.wav": [33_561, []],
  // At 48,000 Hz.
  "noeos.opus": [72_000, [/^no Ogg page is marked as the last$/]],
  "pcm24_align4.wav": [33_075, [/^its samples of 24 bits take 4 bytes each$/]],
  "rf64.wav": [33_075, []],
  // As many as libsndfile and ffmpeg read, without the delay that the encoder states.
  "stale_xing.mp3": [21_935, [/^it says 60 MPEG frames, but holds 40$/]],
  "trailzeros.ogg": [33_075, [/^100 bytes behind the last page are passed over$/]],
  "twodata.wav": [33_075, [/^its sound is in 2 "data" chunks, which are joined$/]],
};

/** Files of the same 16-bit samples, by the largest difference that rounding and coding leave. */
const SAME: Readonly<Record<string, number>> = {
  "aiff.aif": 2 ** -14,
  "id3_before_riff.wav": 2 ** -14,
  "pcm24_align4.wav": 2 ** -14,
  "rf64.wav": 2 ** -14,
  "twodata.wav": 2 ** -14,
  "alaw.wav": 2 ** -5,
};

Deno.test("unusual files are read whole, with a note of what is unusual", async () => {
  using decoder = new AudioDecoder();
  for (const [name, [length, notes]] of Object.entries(CASES)) {
    const path = sharedPath(`cases/${name}`);
    if (path === undefined) return;
    const found = await decoder.decode(await Deno.readFile(path), name);
    assert.equal(found.samples.length, length, name);
    assert.equal(found.notes.length, notes.length, `${name}: ${found.notes}`);
    notes.forEach((note, i) => assert.match(found.notes[i]!, note, name));
  }
});

Deno.test("files of the same samples give the same sound, whatever holds them", async () => {
  using decoder = new AudioDecoder();
  const path = sharedPath("cases");
  if (path === undefined) return;
  const read = async (name: string) =>
    (await decoder.decode(await Deno.readFile(`${path}/${name}`), name)).samples;
  const right = await read("data_plus16.wav");
  for (const [name, most] of Object.entries(SAME)) {
    const samples = await read(name);
    const worst = samples.reduce((most, x, i) => Math.max(most, Math.abs(x - right[i]!)), 0);
    assert.ok(worst <= most, `${name}: ${worst}`);
  }
});
