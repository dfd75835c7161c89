// GSM 6.10; what libsndfile makes of a whole file is in tests/fixtures/audio/golden.json.
import assert from "node:assert/strict";
import { decodeGsm, GSM_BLOCK_BYTES, GSM_BLOCK_SAMPLES } from "../../src/formats/gsm.ts";
import { readWave64 } from "../../src/formats/w64.ts";
import { wave64 } from "./container_bytes.ts";
import { chunk, formatBytes, PLAIN, readWavSound, riff } from "./wav_bytes.ts";

const GSM_FORMAT = formatBytes({ ...PLAIN, tag: 0x31, bits: 0, frameBytes: GSM_BLOCK_BYTES });
const NOISE = Uint8Array.from({ length: 3 * GSM_BLOCK_BYTES }, (_, i) => 37 * i + (i >> 3));
const ALL = 3 * GSM_BLOCK_SAMPLES;

/** A WAV file of three blocks whose "fact" chunk states so many samples. */
function gsmFile(samples: number): Uint8Array {
  const fact = new Uint8Array(Uint32Array.of(samples).buffer);
  return riff([chunk("fmt", GSM_FORMAT), chunk("fact", fact), chunk("data", NOISE)]);
}

Deno.test("a GSM file ends where it says, within its last block", () => {
  const [samples] = decodeGsm(NOISE, "x.wav");
  assert.equal(samples!.length, ALL);
  const cases = [[ALL, ALL], [ALL - 319, ALL - 319], [ALL - 320, ALL], [0, ALL], [ALL + 1, ALL]];
  for (const [stated, length] of cases) {
    const { channels, notes } = readWavSound(gsmFile(stated!), "x.wav");
    assert.deepEqual(channels, [samples!.subarray(0, length)]);
    assert.deepEqual(notes, []);
  }
  const none = riff([
    chunk("fmt", GSM_FORMAT),
    chunk("fact", new Uint8Array(2)),
    chunk("data", NOISE),
  ]);
  assert.deepEqual(readWavSound(none, "x.wav").channels, [samples]);
});

Deno.test("a GSM file's rest that is no block is left out with a note; Wave64 has it too", () => {
  const rest = riff([chunk("fmt", GSM_FORMAT), chunk("data", NOISE.subarray(0, -1))]);
  const { channels, notes } = readWavSound(rest, "x.wav");
  assert.equal(channels[0]!.length, 2 * GSM_BLOCK_SAMPLES);
  assert.match(notes[0]!, /has 194 bytes, no multiple of 65: the last 64 are left out$/);
  const large = readWave64(wave64(GSM_FORMAT, NOISE), "x.w64");
  assert.ok("channels" in large);
  assert.deepEqual(large.channels, decodeGsm(NOISE, "x.w64"));
  // A "fact" chunk behind "fmt ", which starts at byte 40.
  const plain = wave64(GSM_FORMAT, NOISE), behind = 40 + 24 + GSM_FORMAT.length;
  const fact = Uint8Array.from([...plain.subarray(40, 64), 132, 3, 0, 0, 0, 0, 0, 0]);
  fact.set(new TextEncoder().encode("fact"));
  fact[16] = fact.length;
  const ended = readWave64(
    Uint8Array.of(...plain.subarray(0, behind), ...fact, ...plain.subarray(behind)),
    "x.w64",
  );
  assert.ok("channels" in ended);
  assert.deepEqual(ended.channels, [large.channels[0]!.subarray(0, 900)]);
});

Deno.test("a GSM lag that is not possible means the one before", () => {
  const withLag = (lag: number) => {
    const bytes = NOISE.subarray(0, GSM_BLOCK_BYTES).slice();
    // The last lag of the first frame takes bits 204 to 210, the next one bits 296 to 302.
    bytes[25] = bytes[25]! & 0xf | 77 << 4 & 0xf0;
    bytes[26] = bytes[26]! & 0xf8 | 77 >> 4;
    bytes[37] = bytes[37]! & 0x80 | lag;
    return decodeGsm(bytes, "x.wav");
  };
  for (const lag of [0, 39, 121, 127]) assert.deepEqual(withLag(lag), withLag(77));
  for (const lag of [40, 76, 120]) assert.notDeepEqual(withLag(lag), withLag(77));
});
