// Damage that checksums do not show, since the bytes are changed before they are summed: a decoder returns sound or
// refuses, and the next file is decoded normally.
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { decodeFlac } from "../../../src/audio/codecs/flac.ts";
import { decodeMp3 } from "../../../src/audio/codecs/mp3.ts";
import { decodeOpus } from "../../../src/audio/codecs/opus.ts";
import { decodeVorbis } from "../../../src/audio/codecs/vorbis.ts";
import { InputError } from "../../../src/basics/errors.ts";
import { readFlac } from "../../../src/formats/flac.ts";
import { readMp3 } from "../../../src/formats/mp3.ts";
import { type OggStream, readOgg } from "../../../src/formats/ogg.ts";
import type { Sound } from "../../../src/formats/sound.ts";
import { readSound } from "../../fixtures/audio.ts";

/** A change of one byte of one packet or frame. */
type Change = readonly [part: number, at: number, value: number];

/** The stream of an Ogg file. */
async function onlyStream(name: string): Promise<OggStream> {
  const [stream] = readOgg(await readSound(name), name)[0]!.streams;
  return stream!;
}

/** Returns the parts with these changes. */
function changed(parts: readonly Uint8Array[], changes: readonly Change[]): Uint8Array[] {
  const copies = parts.map((part) => part.slice());
  for (const [part, at, value] of changes) {
    const copy = copies[part % copies.length]!;
    if (copy.length > 0) copy[at % copy.length] = value;
  }
  return copies;
}

async function neverWorse(decode: (changes: readonly Change[]) => Promise<Sound>): Promise<void> {
  const right = await decode([]);
  const change = fc.tuple(fc.nat(1000), fc.nat(2000), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      try {
        const { channels } = await decode(changes);
        assert.ok(channels.every(({ length }) => length === channels[0]!.length));
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
        assert.doesNotMatch(error.message, /\n/);
      }
    }),
    { seed: 6, numRuns: 150 },
  );
  assert.deepEqual(await decode([]), right);
}

Deno.test("Vorbis packets with any bytes changed", async () => {
  const { packets } = await onlyStream("tone.ogg");
  await neverWorse((changes) => {
    const bytes = changed(packets.map((packet) => packet.bytes), changes);
    return decodeVorbis(packets.map((packet, i) => ({ ...packet, bytes: bytes[i]! })), "tone.ogg");
  });
});

Deno.test("Opus packets with any bytes changed", async () => {
  const { packets } = await onlyStream("tone.opus");
  await neverWorse((changes) => {
    const bytes = changed(packets.map((packet) => packet.bytes), changes);
    return decodeOpus(packets.map((packet, i) => ({ ...packet, bytes: bytes[i]! })), "tone.opus");
  });
});

Deno.test("FLAC frames with any bytes changed", async () => {
  const stream = readFlac(await readSound("tone.flac"), "tone.flac");
  await neverWorse((changes) => {
    const [header, ...frames] = changed([stream.header, ...stream.frames], changes);
    return decodeFlac({ ...stream, header: header!, frames }, "tone.flac");
  });
});

for (const name of ["tone.mp3", "no_tag.mp3", "id3.mp3"]) {
  Deno.test(`MPEG frames of ${name} with any bytes changed`, async () => {
    const stream = readMp3(await readSound(name), name);
    await neverWorse((changes) =>
      decodeMp3({ ...stream, frames: changed(stream.frames, changes) }, name)
    );
  });
}

Deno.test("an Opus header's gain and pre-skip are applied", async () => {
  const { packets } = await onlyStream("tone.opus");
  const right = await decodeOpus(packets, "tone.opus");
  const head = packets[0]!.bytes.slice();
  const view = new DataView(head.buffer);
  const preSkip = view.getUint16(10, true);
  view.setUint16(10, preSkip + 100, true);
  // Decibels in steps of 1/256.
  view.setInt16(16, -6 * 256, true);
  const louder = await decodeOpus([{ ...packets[0]!, bytes: head }, ...packets.slice(1)], "x.opus");
  assert.equal(louder.channels[0]!.length, right.channels[0]!.length - 100);
  for (const [i, x] of louder.channels[0]!.entries()) {
    assert.ok(Math.abs(x - right.channels[0]![i + 100]! * 10 ** (-6 / 20)) < 1e-6);
  }
});

Deno.test("Opus headers that contradict themselves are refused", async () => {
  const { packets } = await onlyStream("tone.opus");
  const cases: [changes: [number, number][], reason: RegExp][] = [
    [[[8, 0x10]], /Opus version 16; expected below 16$/],
    [[[9, 0]], /0 Opus channels; expected 1 to 2$/],
    [[[9, 3]], /3 Opus channels; expected 1 to 2$/],
    [[[18, 2]], /Opus channel mapping 2; expected 0 or 1 \(loudspeakers\)$/],
    [[[18, 1]], /its Opus header maps channels to streams that it lacks$/],
  ];
  for (const [changes, message] of cases) {
    const bytes = packets[0]!.bytes.slice();
    for (const [at, value] of changes) bytes[at] = value;
    const file = [{ ...packets[0]!, bytes }, ...packets.slice(1)];
    await assert.rejects(decodeOpus(file, "x.opus"), { name: "InputError", message });
  }
  const cut = [{ ...packets[0]!, bytes: packets[0]!.bytes.subarray(0, 18) }];
  await assert.rejects(decodeOpus(cut, "x.opus"), /its Opus header is incomplete$/);
});

Deno.test("a Vorbis stream cut from the middle of a long one keeps its length", async () => {
  const { packets } = await onlyStream("tone.ogg");
  const late = 10 ** 12;
  // The first page ends with the third packet of sound, which is the sixth in all: 1,600 samples.
  const positions = new Map([[5, late + 1600], [packets.length - 1, late + 8820]]);
  const moved = packets.map(({ bytes }, i) => ({ bytes, position: positions.get(i) }));
  const right = await decodeVorbis(packets, "tone.ogg");
  assert.deepEqual(await decodeVorbis(moved, "x.ogg"), right);
});
