import assert from "node:assert/strict";
import { type AdpcmFormat, decodeAdpcm } from "../../src/formats/adpcm.ts";
import { A_LAW, MU_LAW } from "../../src/formats/g711.ts";
import { decodeIma4 } from "../../src/formats/ima4.ts";
import { chunk, formatBytes, PLAIN, readWavSound, riff } from "./wav_bytes.ts";

const bytes = (hex: string) => Uint8Array.fromHex(hex);
const integers = (channels: readonly Float32Array[]) =>
  channels.map((channel) => [...channel].map((x) => x * 2 ** 15));
const COEFFICIENTS = [[256, 0], [512, -256], [0, 0], [192, 64], [240, 0]] as const;
const ima = (channels: number, blockBytes: number): AdpcmFormat => ({
  coding: "ima",
  channels,
  blockBytes,
  coefficients: [],
});
const microsoft: AdpcmFormat = {
  coding: "microsoft",
  channels: 1,
  blockBytes: 15,
  coefficients: COEFFICIENTS,
};

// All expected values are libsndfile's.
const IMA_MONO = "4dfb260042bdf22106f08477";
const IMA_MONO_SAMPLES = [
  ...[-1203, -1030, -746, -1167, -1559, -1304, -1998, -1700, -1248, -179, -34, 98, -1706, 618],
  ...[306, 4566, 13_697],
];
const IMA_STEREO = "3ff12c0052e21d000f89f2c6dacae344bb311245fd6f84df";
const MICROSOFT = "017f0154039705f3cb4d764dc70720";
const MICROSOFT_SAMPLES = [
  ...[1431, 852, -110, -40, -1206, -4222, -4874, -7650, -5974, 4852, 27_878, 32_767, 24_516],
  ...[32_767, 32_767, 32_767, 32_767, 32_767],
];

Deno.test("IMA's blocks give what libsndfile gives, in one channel and two", () => {
  const mono = decodeAdpcm(bytes(IMA_MONO), ima(1, 12), "x.wav");
  assert.deepEqual(integers(mono), [IMA_MONO_SAMPLES]);
  const stereo = decodeAdpcm(bytes(IMA_STEREO), ima(2, 24), "x.wav");
  assert.deepEqual(integers(stereo), [
    [
      ...[-3777, -4702, -4570, -4930, -5039, -4542, -5899, -3377, -6469, -9378, -12_024, -10_994],
      ...[-8809, -7389, -6615, -4034, -942],
    ],
    [
      ...[-7598, -7671, -7817, -7914, -8074, -7924, -8178, -7865, -7486, -8047, -9167, -11_570],
      ...[-7104, -1625, -2361, -12_406, -28_199],
    ],
  ]);
});

Deno.test("Microsoft's blocks give what libsndfile and ffmpeg give", () => {
  const mono = decodeAdpcm(bytes(MICROSOFT), microsoft, "x.wav");
  assert.deepEqual(integers(mono), [MICROSOFT_SAMPLES]);
  // Two channels: the same, since each half byte follows its twin.
  const twice = "0101" + "7f017f01" + "54035403" + "97059705" +
    [..."f3cb4d764dc70720"].map((half) => half + half).join("");
  const format = { ...microsoft, channels: 2, blockBytes: 30 };
  const stereo = decodeAdpcm(bytes(twice), format, "x.wav");
  assert.deepEqual(integers(stereo), [MICROSOFT_SAMPLES, MICROSOFT_SAMPLES]);
});

Deno.test("blocks follow one another, and the last may be short", () => {
  const twice = bytes(IMA_MONO + IMA_MONO);
  const all = integers(decodeAdpcm(twice, ima(1, 12), "x.wav"))[0]!;
  assert.deepEqual(all, [...IMA_MONO_SAMPLES, ...IMA_MONO_SAMPLES]);
  for (const [left, samples] of [[24, 34], [23, 26], [20, 26], [16, 18], [15, 17], [3, 0]]) {
    const found = integers(decodeAdpcm(twice.subarray(0, left), ima(1, 12), "x.wav"))[0]!;
    assert.deepEqual(found, all.slice(0, samples));
  }
  const short = decodeAdpcm(bytes(MICROSOFT).subarray(0, 9), microsoft, "x.wav");
  assert.deepEqual(integers(short), [MICROSOFT_SAMPLES.slice(0, 6)]);
});

Deno.test("a header that is not possible is damage", () => {
  const message = 'Cannot read "x.wav": ADPCM block 1 is damaged: its header is not possible';
  const place = bytes(IMA_MONO + IMA_MONO);
  place[12 + 2] = 89;
  assert.throws(() => decodeAdpcm(place, ima(1, 12), "x.wav"), { name: "InputError", message });
  const pair = bytes(MICROSOFT + MICROSOFT);
  pair[15] = 5;
  assert.throws(() => decodeAdpcm(pair, microsoft, "x.wav"), { name: "InputError", message });
});

Deno.test("a WAV file of Microsoft's ADPCM has its own coefficients, or those of every file", () => {
  const header = { ...PLAIN, tag: 2, bits: 4, frameBytes: 15 };
  const own = new Uint8Array(16 + 6 + 4 * 2);
  own.set(formatBytes(header));
  const view = new DataView(own.buffer);
  [14, 18, 2, 256, 0, 512, -256].forEach((field, i) => view.setInt16(16 + 2 * i, field, true));
  for (const format of [formatBytes(header), own]) {
    const file = riff([chunk("fmt", format), chunk("data", bytes(MICROSOFT))]);
    assert.deepEqual(integers(readWavSound(file, "x.wav").channels), [MICROSOFT_SAMPLES]);
  }
  const message = /says 2 pairs of ADPCM coefficients, but has 29 bytes$/;
  const cut = riff([chunk("fmt", own.subarray(0, 29)), chunk("data", bytes(MICROSOFT))]);
  assert.throws(() => readWavSound(cut, "x.wav"), message);
});

Deno.test("ima4 continues with the exact value of the packet before", () => {
  // The values of the first packet are ffmpeg's.
  const first = "039eb022d24d0a96dad43c1617c1a98e78129e0327371065d095864f15ada0b846c1";
  const [before] = integers(decodeIma4(bytes(first), 1, "x.caf"));
  assert.deepEqual(before!.slice(0, 6), [912, 810, 876, 936, 991, 881]);
  const last = before!.at(-1)!;
  assert.notEqual(last % 128, 0);
  // A packet that rounds this value, with the smallest step and no differences.
  const header = (last & 0xff80).toString(16).padStart(4, "0");
  const [samples] = integers(decodeIma4(bytes(first + header + "00".repeat(32)), 1, "x.caf"));
  assert.deepEqual(samples!.slice(0, 64), before);
  assert.deepEqual(samples!.slice(64), Array(64).fill(last));
  const far = ((last + 1000) & 0xff80).toString(16).padStart(4, "0");
  const [moved] = integers(decodeIma4(bytes(first + far + "00".repeat(32)), 1, "x.caf"));
  assert.equal(moved![64], (last + 1000) & ~0x7f);
  const bad = bytes("03ff" + "00".repeat(32));
  assert.throws(() => decodeIma4(bad, 1, "x.caf"), /ADPCM packet 0 is damaged/);
});

Deno.test("A-law and mu-law give libsndfile's values", () => {
  const sum = (table: Float32Array) =>
    table.reduce((total, value, i) => total + (i + 1) * value * 2 ** 15, 0);
  assert.equal(sum(A_LAW), 100_139_008);
  assert.equal(sum(MU_LAW), 98_107_392);
  assert.deepEqual([A_LAW[0], A_LAW[0x80]], [-5504 / 2 ** 15, 5504 / 2 ** 15]);
  assert.deepEqual([MU_LAW[0], MU_LAW[0xff]], [-32_124 / 2 ** 15, 0]);
});
