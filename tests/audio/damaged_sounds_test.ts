// Damaged files of every kind are read or refused in one line, quickly, and never give more samples than they can
// hold. The checksums of Ogg and FLAC are right again after the damage: otherwise nothing behind them would be reached.
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { AudioDecoder } from "../../src/audio/decode.ts";
import { readFlac } from "../../src/formats/flac.ts";
import { readSound } from "../fixtures/audio.ts";
import {
  aiff,
  au,
  caf,
  cafChunk,
  commonBytes,
  descriptionBytes,
  wave64,
} from "../formats/container_bytes.ts";
import { assertSafe, damaged } from "../formats/damage.ts";
import { mendedFlac, mendedFlacFrame, mendedOgg } from "../formats/mended.ts";
import { joined } from "../formats/ogg_bytes.ts";
import { chunk, extensibleBytes, formatBytes, PLAIN, riff, wav } from "../formats/wav_bytes.ts";

const decoder = new AudioDecoder();
const decode = (bytes: Uint8Array) => decoder.decode(bytes, "x.wav");

/** Decodes a kind whose samples take at least a fifth of a byte each. */
async function decodeBounded(bytes: Uint8Array): Promise<void> {
  const { samples } = await decode(bytes);
  assert.ok(samples.length <= 5 * bytes.length, `${samples.length} of ${bytes.length} bytes`);
}

const DATA = Uint8Array.from({ length: 120 }, (_, i) => 37 * i);
const PACKETS = Uint8Array.from({ length: 102 }, (_, i) => i % 34 < 2 ? 0 : 37 * i);
const BLOCKS = Uint8Array.from({ length: 120 }, (_, i) => i % 12 < 4 ? 5 : 37 * i);

/** Small files of the readers that are part of Earnest. */
function plainFiles(): Uint8Array[] {
  const sizes = new Uint8Array(28);
  sizes.set([200, 0, 0, 0, 0, 0, 0, 0, 120], 0);
  const adpcm = { ...PLAIN, bits: 4, frameBytes: 24 };
  const at = (coding: string) =>
    cafChunk("desc", descriptionBytes(coding, 0, coding === "lpcm" ? 3 : 1));
  const sound = cafChunk("data", joined(new Uint8Array(4), DATA));
  return [
    riff([chunk("fmt", extensibleBytes({ ...PLAIN, channels: 2 }, 16)), chunk("data", DATA)]),
    riff([chunk("fmt", formatBytes(PLAIN)), chunk("data", DATA), chunk("data", DATA)]),
    riff([chunk("ds64", sizes), chunk("fmt", formatBytes(PLAIN)), chunk("data", DATA)], "RF64"),
    wav({ ...adpcm, tag: 0x11 }, BLOCKS),
    wav({ ...adpcm, tag: 2, channels: 2 }, BLOCKS),
    wav({ ...PLAIN, tag: 6, bits: 8 }, DATA),
    wav({ ...PLAIN, bits: 64 }, DATA),
    riff([
      chunk("fmt", formatBytes({ ...PLAIN, tag: 0x31, bits: 0, frameBytes: 65 })),
      chunk("fact", Uint8Array.of(88, 2, 0, 0)),
      chunk("data", joined(DATA, DATA.subarray(0, 10))),
    ]),
    wave64(formatBytes(PLAIN), DATA),
    aiff(commonBytes(60, 16), DATA),
    aiff(commonBytes(3, 16, "ima4"), PACKETS),
    au(3, DATA),
    au(23, DATA),
    au(25, DATA),
    au(26, DATA),
    caf(at("lpcm"), sound),
    caf(at("ima4"), cafChunk("data", joined(new Uint8Array(4), PACKETS))),
    joined(new TextEncoder().encode("ID3\x03\0\0\0\0\0\x05....."), wav(PLAIN, DATA)),
  ];
}

Deno.test("every plain file is read before it is damaged", async () => {
  for (const file of plainFiles()) await decodeBounded(file);
});

Deno.test("damaged WAV, Wave64, AIFF, AU and CAF files", async () => {
  await assertSafe(decodeBounded, plainFiles(), { seed: 21, numRuns: 4000 });
});

Deno.test("damaged MP3 files with tags and other bytes between their frames", async () => {
  const file = await readSound("tone.mp3"), other = await readSound("no_tag.mp3");
  const tag = new TextEncoder().encode("ID3\x03\0\0\0\0\0\x05.....");
  const old = new TextEncoder().encode("TAG".padEnd(128));
  const layer1 = await readSound("layer1.mp1");
  const wholes = [
    joined(tag, file, old, tag),
    joined(other, tag, other, new Uint8Array(40), old),
    joined(layer1, tag, layer1, old, layer1.subarray(0, 99)),
  ];
  // The decoder is compiled before the time of each file is taken.
  for (const whole of wholes) assert.ok((await decode(whole)).notes.length > 0);
  await assertSafe(decode, wholes, { seed: 22, numRuns: 300 });
});

for (const name of ["alac.caf", "alac_24.caf"]) {
  Deno.test(`damaged packets of ${name}`, async () => {
    await assertSafe(decode, [await readSound(name)], { seed: 25, numRuns: 500 });
  });
}

for (const name of ["tone.ogg", "tone.opus", "tone.oga"]) {
  Deno.test(`damaged pages of ${name} with right checksums`, async () => {
    const whole = await readSound(name);
    const { samples } = await decode(mendedOgg(whole));
    assert.deepEqual((await decode(whole)).samples, samples);
    const wholes = [whole, joined(whole, whole)];
    assert.equal((await decode(mendedOgg(wholes[1]!))).samples.length, 2 * samples.length);
    await assertSafe((bytes) => decode(mendedOgg(bytes)), wholes, { seed: 23, numRuns: 300 });
  });
}

Deno.test("damaged FLAC frames and metadata with right checksums", async () => {
  const whole = await readSound("tone.flac");
  const { frames } = readFlac(whole, "tone.flac");
  const metadata = whole.subarray(0, frames[0]!.byteOffset);
  assert.deepEqual(mendedFlac(metadata, frames), whole);
  const frame = fc.nat(frames.length - 1).chain((i) => damaged(frames[i]!).map((one) => [i, one]));
  const file = fc.tuple(fc.oneof(fc.constant(metadata), damaged(metadata)), frame);
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(file, async ([start, [i, one]]) => {
      const changed = frames.map((frame, at) => at === i ? one as Uint8Array : frame);
      try {
        await decode(mendedFlac(start, changed));
      } catch (error) {
        refused++;
        assert.equal((error as Error).name, "InputError", String(error));
        assert.doesNotMatch((error as Error).message, /\n/);
      }
    }),
    { seed: 24, numRuns: 400 },
  );
  // Were the checksums wrong, all would be refused.
  assert.ok(refused < 390, `${refused} of 400 are refused`);
  assert.deepEqual(mendedFlacFrame(frames[0]!), frames[0]);
});
