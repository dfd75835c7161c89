import assert from "node:assert/strict";
import { AudioDecoder } from "../../src/audio/decode.ts";
import { goldenSounds, readSound } from "../fixtures/audio.ts";
import { joined } from "../formats/ogg_bytes.ts";
import { PLAIN, wav } from "../formats/wav_bytes.ts";
import { sharedPath } from "../shared.ts";

/** Largest difference between a lossy codec's decoders. */
const TOLERANCE = 1e-5;

for (const [name, golden] of await goldenSounds()) {
  Deno.test(`${name} has the length, the delay and the samples that other decoders give`, async () => {
    using decoder = new AudioDecoder();
    const { samples, sampleRateHz } = await decoder.decode(await readSound(name), name);
    assert.equal(sampleRateHz, golden.sampleRateHz);
    assert.equal(samples.length, golden.length);
    for (const [i, expected] of golden.samples.entries()) {
      const found = samples[golden.at + i]!;
      assert.ok(Math.abs(found - expected) < TOLERANCE, `sample ${i}: ${found}, not ${expected}`);
    }
  });
}

Deno.test("lossless codecs give the samples that were coded, lossy ones the tone without delay", async () => {
  using decoder = new AudioDecoder();
  const tone = (i: number, sampleRateHz: number) =>
    0.25 * Math.sin(2 * Math.PI * 440 * i / sampleRateHz) +
    0.125 * Math.sin(2 * Math.PI * 1000 * i / sampleRateHz);
  // Two steps of 16 bits: SoX adds a dither.
  const lossless = { "tone.flac": 6e-5, "tone.oga": 6e-5, "piped.flac": 6e-5, "deep.flac": 6e-5 };
  const lossy = { "tone.ogg": 0.01, "tone.opus": 0.02, "tone.mp3": 0.02 };
  for (const [name, most] of Object.entries({ ...lossless, ...lossy })) {
    const { samples, sampleRateHz } = await decoder.decode(await readSound(name), name);
    for (let i = 1000; i < 4000; i++) {
      assert.ok(Math.abs(samples[i]! - tone(i, sampleRateHz)) < most, `${name}, sample ${i}`);
    }
  }
  const flac = await decoder.decode(await readSound("tone.flac"), "tone.flac");
  // 16-bit integers, halved by the mean of two channels.
  assert.ok(flac.samples.every((x) => Number.isInteger(x * 2 ** 16)));
  const ogg = await decoder.decode(await readSound("tone.oga"), "tone.oga");
  assert.deepEqual(ogg, flac);
});

Deno.test("MP3 in a WAV file gives what the MP3 file gives", async () => {
  using decoder = new AudioDecoder();
  const mp3 = await readSound("tone.mp3");
  const file = wav({ ...PLAIN, tag: 0x55 }, mp3);
  assert.deepEqual(await decoder.decode(file, "x.wav"), await decoder.decode(mp3, "x.mp3"));
});

Deno.test("several channels become their mean", async () => {
  using decoder = new AudioDecoder();
  const file = wav(
    { ...PLAIN, channels: 3, tag: 3, bits: 32 },
    Float32Array.of(1, 0.5, -0.75).buffer,
  );
  assert.deepEqual(await decoder.decode(file, "x.wav"), {
    samples: Float32Array.of(0.25),
    sampleRateHz: 8000,
    notes: [],
  });
});

Deno.test("silence, a single sample and a little beyond [-1, 1] are sound", async () => {
  using decoder = new AudioDecoder();
  for (
    const samples of [new Float32Array(100), Float32Array.of(0.5), Float32Array.of(1.25, -1.25)]
  ) {
    const file = wav({ ...PLAIN, tag: 3, bits: 32 }, samples.buffer);
    assert.deepEqual((await decoder.decode(file, "x.wav")).samples, samples);
  }
});

Deno.test("content decides: an extension of another kind is noted, the case is free", async () => {
  using decoder = new AudioDecoder();
  const right: [file: string, as: string[]][] = [
    ["tone.flac", ["tone", "tone.bin", "a.b/TONE.FLAC", "tone.wav.tmp", "tone.constructor"]],
    ["tone.ogg", ["tone", "tone.OGA", "tone.ogg"]],
    ["tone.opus", ["tone.ogg", "tone.oga", "tone.opus"]],
    ["tone.oga", ["tone.ogg", "tone.oga"]],
    ["tone.mp3", ["tone", "tone.Mp3"]],
  ];
  for (const [file, as] of right) {
    const bytes = await readSound(file);
    for (const name of as) assert.deepEqual((await decoder.decode(bytes, name)).notes, [], name);
  }
  const wrong: [file: string, as: string, says: string, holds: string][] = [
    ["tone.flac", "x.wav", "WAV", "FLAC"],
    ["tone.flac", "x.mp3", "MP3", "FLAC"],
    ["tone.ogg", "x.opus", "Ogg Opus", "Ogg Vorbis"],
    ["tone.oga", "x.flac", "FLAC", "Ogg FLAC"],
    ["tone.opus", "x.wave", "WAV", "Ogg Opus"],
    ["tone.mp3", "x.ogg", "Ogg", "MP3"],
  ];
  for (const [file, as, says, holds] of wrong) {
    const { samples, notes } = await decoder.decode(await readSound(file), as);
    assert.ok(samples.length > 0);
    assert.deepEqual(notes, [`its name says ${says}, but it holds ${holds}`]);
  }
  const bytes = wav(PLAIN, new Uint8Array(2));
  assert.deepEqual((await decoder.decode(bytes, "x.WAVE")).notes, []);
});

Deno.test("tags of other formats around FLAC are passed over", async () => {
  using decoder = new AudioDecoder();
  const flac = await readSound("tone.flac");
  const before = new TextEncoder().encode("ID3\x04\0\0\0\0\0\x05.....");
  const after = new TextEncoder().encode("TAG".padEnd(128));
  const tagged = await decoder.decode(joined(before, flac, after), "x.flac");
  assert.deepEqual(tagged, await decoder.decode(flac, "x.flac"));
});

Deno.test("a real clip decodes to its length, twice to the same samples", async () => {
  const folder = sharedPath("data/esc10");
  if (folder === undefined) return;
  const [row] = (await Deno.readTextFile(`${folder}/metadata.csv`)).split("\n").slice(1);
  const bytes = await Deno.readFile(`${folder}/${row!.split(",")[0]}`);
  using decoder = new AudioDecoder();
  const first = await decoder.decode(bytes, "clip.ogg");
  assert.ok(Math.abs(first.samples.length / first.sampleRateHz - 5) < 0.1);
  assert.ok(first.samples.some((x) => Math.abs(x) > 0.01));
  assert.deepEqual(await decoder.decode(bytes, "clip.ogg"), first);
});

for (
  const [name, length] of [["tone.ogg", 8820], ["tone.opus", 9600], ["tone.oga", 8820]] as const
) {
  Deno.test(`files like ${name}, one behind the other, are joined`, async () => {
    using decoder = new AudioDecoder();
    const bytes = await readSound(name);
    const one = await decoder.decode(bytes, name);
    assert.equal(one.samples.length, length);
    const all = await decoder.decode(joined(bytes, bytes, bytes), name);
    assert.deepEqual(all.samples, Float32Array.of(...one.samples, ...one.samples, ...one.samples));
    assert.deepEqual(all.notes, ["3 sounds, one behind the other, are joined"]);
    assert.equal(all.sampleRateHz, one.sampleRateHz);
  });
}

Deno.test("a chain of different sounds is refused, and so is one whose sound was cut off", async () => {
  using decoder = new AudioDecoder();
  const vorbis = await readSound("tone.ogg"), mono = await readSound("scene.ogg");
  const flac = await readSound("tone.oga");
  const found = "Ogg Vorbis (channels: 2, samples a second: 44100)";
  const cases: [Uint8Array, Uint8Array, string][] = [
    [vorbis, mono, `${found}, but sound 2 behind it is Ogg Vorbis (channels: 1,`],
    [vorbis, flac, `${found}, but sound 2 behind it is Ogg FLAC (channels: 2,`],
  ];
  for (const [first, second, reason] of cases) {
    await assert.rejects(decoder.decode(joined(first, second), "x.ogg"), (error: Error) => {
      assert.ok(error.message.startsWith(`Cannot read "x.ogg": it starts with ${reason}`));
      assert.match(error.message, /; convert it: ffmpeg -i in\.ogg out\.flac$/);
      return error.name === "InputError";
    });
  }
  const cut = joined(vorbis, vorbis.subarray(0, -9));
  await assert.rejects(decoder.decode(cut, "x.ogg"), /it was cut off$/);
});
