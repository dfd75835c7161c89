import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { decodeFlac } from "../../src/audio/codecs/flac.ts";
import { InputError } from "../../src/basics/errors.ts";
import { readFlac } from "../../src/formats/flac.ts";
import { readSound } from "../fixtures/audio.ts";

/** Offset of the content of the first metadata block. */
const STREAM_INFO = 8;

Deno.test("a file's frames are split, with their numbers of samples", async () => {
  const cases = { "tone.flac": [2, 44_100, 16, 8820], "odd_rate.flac": [1, 352_801, 16, 7056] };
  for (const [name, expected] of Object.entries(cases)) {
    const bytes = await readSound(name);
    const { channels, sampleRateHz, bits, samples, frames } = readFlac(bytes, name);
    assert.deepEqual([channels, sampleRateHz, bits, samples], expected);
    assert.equal(frames.length, Math.ceil(samples / 4096));
    // They are contiguous up to the file's end.
    const end = frames.reduce((at, frame) => {
      assert.equal(frame.byteOffset, at);
      return at + frame.length;
    }, frames[0]!.byteOffset);
    assert.equal(end, bytes.length);
  }
});

Deno.test("the header for the decoder is the metadata with only its first block", async () => {
  const bytes = await readSound("tone.flac");
  const { header } = readFlac(bytes, "tone.flac");
  assert.equal(header[4], 0x80);
  bytes[4] = 0x80;
  assert.deepEqual(header, bytes.subarray(0, STREAM_INFO + 34));
});

Deno.test("each fault of the metadata has its message", async () => {
  const file = await readSound("tone.flac");
  const cases: [change: (bytes: Uint8Array) => void, keep: number, reason: string][] = [
    [() => {}, 4, "it ends inside its FLAC metadata"],
    [() => {}, 20, "it ends inside its FLAC metadata"],
    [(bytes) => bytes[4] = 4, Infinity, "its FLAC metadata does not start with STREAMINFO"],
    [(bytes) => bytes[7] = 33, Infinity, "its FLAC metadata does not start with STREAMINFO"],
    [(bytes) => bytes[5] = 255, Infinity, "it ends inside its FLAC metadata"],
    [
      (bytes) => bytes.fill(0, STREAM_INFO + 10, STREAM_INFO + 13),
      Infinity,
      "its FLAC metadata says 0 samples a second; expected 1 to 768000",
    ],
  ];
  for (const [change, keep, reason] of cases) {
    const bytes = file.slice(0, Math.min(keep, file.length));
    change(bytes);
    const message = `Cannot read "x.flac": ${reason}`;
    assert.throws(() => readFlac(bytes, "x.flac"), { name: "InputError", message });
  }
});

Deno.test("a number of samples that is too small is noted, and bytes behind the last frame", async () => {
  const file = await readSound("tone.flac");
  const right = readFlac(file, "x.flac");
  const hex = (frames: readonly Uint8Array[]) => frames.map((frame) => frame.toHex());
  const stale = file.slice();
  stale[STREAM_INFO + 17] = 0;
  const found = readFlac(stale, "x.flac");
  assert.deepEqual(hex(found.frames), hex(right.frames));
  assert.deepEqual(found.notes, ["it says 8704 samples a channel, but holds 8820"]);
  const tag = new TextEncoder().encode("ID3\x04\0\0\0\0\0\x05.....");
  const tagged = readFlac(Uint8Array.of(...file, ...tag), "x.flac");
  assert.deepEqual(hex(tagged.frames), hex(right.frames));
  assert.deepEqual(tagged.notes, ["15 bytes behind the last FLAC frame are passed over"]);
});

Deno.test("any change of the frames' bytes is found, and any cut", async () => {
  const file = await readSound("odd_rate.flac");
  const [first] = readFlac(file, "x.flac").frames;
  const places = fc.integer({ min: first!.byteOffset, max: file.length - 1 });
  // A damaged last frame can look like a shorter one with other bytes behind it, which then does not decode.
  const decode = async (bytes: Uint8Array) => await decodeFlac(readFlac(bytes, "x.flac"), "x.flac");
  await fc.assert(
    fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const bytes = file.slice();
      bytes[at]! ^= change;
      await assert.rejects(decode(bytes), InputError);
      await assert.rejects(decode(file.subarray(0, at)), InputError);
    }),
    { seed: 7, numRuns: 300 },
  );
});
