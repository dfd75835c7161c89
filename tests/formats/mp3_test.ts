import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import { findMp3Frame, id3Length, readMp3 } from "../../src/formats/mp3.ts";
import { frameHeader } from "../../src/formats/mp3_frame.ts";
import { readSound } from "../fixtures/audio.ts";
import { joined } from "./ogg_bytes.ts";

Deno.test("a header gives its frame's kind and length, with and without padding", () => {
  const header = (hex: string) => frameHeader(Uint8Array.fromHex(hex), 0);
  // Lengths by the standard's formula: 144 (or 72) times the bit rate by the sample rate.
  const cases: [hex: string, channels: number, rate: number, samples: number, length: number][] = [
    ["fffb9000", 2, 44_100, 1152, 417],
    ["fffb9200", 2, 44_100, 1152, 418],
    ["fffbe8c0", 1, 32_000, 1152, 1440],
    ["fff384c0", 1, 24_000, 576, 192],
    ["ffe318c0", 1, 8000, 576, 72],
  ];
  for (const [hex, channels, sampleRateHz, samples, length] of cases) {
    const { tagStart: _, ...found } = header(hex)!;
    assert.deepEqual(found, { channels, sampleRateHz, samples, length });
  }
  // No sync, the reserved version, layer II, AAC, a free and a forbidden bit rate, a reserved rate, too short.
  for (
    const hex of [
      "7ffb9000",
      "ffeb9000",
      "fffd9000",
      "fff19000",
      "fffb0000",
      "fffbf000",
      "fffb9c00",
      "fffb",
    ]
  ) {
    assert.equal(header(hex), undefined, hex);
  }
});

Deno.test("a file's frames are found between its tags", async () => {
  const cases = {
    "tone.mp3": [2, 44_100, 10],
    "no_tag.mp3": [2, 44_100, 9],
    "id3.mp3": [1, 22_050, 11],
  };
  for (const [name, expected] of Object.entries(cases)) {
    const stream = readMp3(await readSound(name), name);
    assert.deepEqual([stream.channels, stream.sampleRateHz, stream.frames.length], expected);
    assert.equal(stream.samples, stream.frames.length * (stream.channels === 2 ? 1152 : 576));
  }
});

Deno.test("bytes before the first frame and after the last are skipped", async () => {
  const file = await readSound("no_tag.mp3");
  const { frames } = readMp3(file, "x.mp3");
  const junk = new Uint8Array(3000).fill(0xff);
  for (const bytes of [joined(junk, file), joined(file, junk), joined(file, new Uint8Array(9))]) {
    const found = readMp3(bytes, "x.mp3").frames;
    assert.deepEqual(found.map((frame) => frame.toHex()), frames.map((frame) => frame.toHex()));
  }
  assert.equal(findMp3Frame(joined(junk, file), 0, 3000), undefined);
  assert.equal(findMp3Frame(frames[0]!, 0, 1), 0);
});

Deno.test("an ID3 tag's length counts seven bits a byte, and its footer", () => {
  const tag = (flags: number) => Uint8Array.of(0x49, 0x44, 0x33, 4, 0, flags, 0, 0, 2, 1);
  assert.equal(id3Length(tag(0)), 10 + 257);
  assert.equal(id3Length(tag(0x10)), 10 + 257 + 10);
  assert.equal(id3Length(tag(0).subarray(1)), 0);
  assert.equal(id3Length(new Uint8Array()), 0);
});

Deno.test("frames of another kind in the middle are refused", async () => {
  const stereo = await readSound("no_tag.mp3");
  const mono = readMp3(await readSound("id3.mp3"), "id3.mp3").frames;
  const message =
    `Cannot read "x.mp3": the sample rate or the channels change at byte ${stereo.length}`;
  const mixed = joined(stereo, ...mono);
  assert.throws(() => readMp3(mixed, "x.mp3"), { name: "InputError", message });
});

Deno.test("a file with any bytes changed or cut is read or refused, never worse", async () => {
  for (const name of ["tone.mp3", "id3.mp3"]) {
    const whole = await readSound(name);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.nat(whole.length), (changes, length) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          assert.ok(readMp3(bytes.subarray(0, length), "x.mp3").frames.length > 0);
        } catch (error) {
          assert.ok(error instanceof InputError, String(error));
        }
      }),
      { seed: 8, numRuns: 300 },
    );
  }
});
