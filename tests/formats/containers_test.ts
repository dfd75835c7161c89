// The other containers of plain samples: AIFF, AU, CAF and Wave64.
import assert from "node:assert/strict";
import { readAiff } from "../../src/formats/aiff.ts";
import { readAu } from "../../src/formats/au.ts";
import { readCaf } from "../../src/formats/caf.ts";
import { readWave64 } from "../../src/formats/w64.ts";
import {
  aiff,
  aiffChunk,
  au,
  caf,
  cafChunk,
  commonBytes,
  descriptionBytes,
  wave64,
} from "./container_bytes.ts";
import { formatBytes, PLAIN } from "./wav_bytes.ts";

const EXPECTED = [Float32Array.of(0, 0.5, -1)];
const BIG = Uint8Array.fromHex("000040008000"), LITTLE = Uint8Array.fromHex("000000400080");
const UNSTATED = "states no length: it is read to the end of the file";
const hex = (text: string) => Uint8Array.fromHex(text);

Deno.test("each coding of AIFF and AIFF-C gives its samples", () => {
  const cases: [coding: string | undefined, bits: number, data: Uint8Array][] = [
    [undefined, 16, BIG],
    [undefined, 8, hex("004080")],
    [undefined, 12, BIG],
    [undefined, 24, hex("000000400000800000")],
    [undefined, 32, hex("000000004000000080000000")],
    ["NONE", 16, BIG],
    ["twos", 16, BIG],
    ["sowt", 16, LITTLE],
    ["in24", 24, hex("000000400000800000")],
    ["in32", 32, hex("000000004000000080000000")],
    ["raw ", 8, hex("80c000")],
    ["fl32", 32, hex("000000003f000000bf800000")],
    ["FL64", 64, hex("00000000000000003fe0000000000000bff0000000000000")],
  ];
  for (const [coding, bits, data] of cases) {
    const sound = readAiff(aiff(commonBytes(3, bits, coding), data), "x.aif");
    assert.deepEqual(sound, { channels: EXPECTED, sampleRateHz: 22_050, notes: [] });
  }
  for (const coding of ["alaw", "ULAW"]) {
    const { channels } = readAiff(aiff(commonBytes(1, 8, coding), hex("80")), "x.aif");
    assert.equal(channels[0]![0], (coding === "alaw" ? 5504 : 32_124) / 2 ** 15);
  }
  const packet = aiff(commonBytes(1, 16, "ima4"), new Uint8Array(34));
  assert.deepEqual(readAiff(packet, "x.aif").channels, [new Float32Array(64)]);
});

Deno.test("AIFF's chunks have any order, and what is unusual about them is noted", () => {
  const common = aiffChunk("COMM", commonBytes(3, 16));
  const sound = aiffChunk("SSND", Uint8Array.of(...new Uint8Array(8), ...BIG));
  const form = (...chunks: Uint8Array[]) =>
    aiffChunk("FORM", Uint8Array.of(...hex("41494646"), ...chunks.flatMap((one) => [...one])));
  assert.deepEqual(readAiff(form(sound, common), "x.aif").channels, EXPECTED);
  const fewer = readAiff(aiff(commonBytes(2, 16), BIG), "x.aif");
  assert.deepEqual(fewer.channels, EXPECTED);
  assert.deepEqual(fewer.notes, [
    'its "COMM" chunk says 2 samples a channel, its "SSND" chunk holds 3',
  ]);
  const streamed = form(common, aiffChunk("SSND", Uint8Array.of(...new Uint8Array(8), ...BIG), 0));
  assert.deepEqual(readAiff(streamed, "x.aif").notes, [`its "SSND" chunk ${UNSTATED}`]);
  const more = form(common, aiffChunk("SSND", Uint8Array.of(...new Uint8Array(8), ...BIG), 20));
  assert.deepEqual(readAiff(more, "x.aif").channels, EXPECTED);
  assert.match(readAiff(more, "x.aif").notes[0]!, /says 12 bytes, but 6 are left, and the file/);
  const none = aiffChunk("COMM", commonBytes(0, 16));
  assert.deepEqual(readAiff(form(none), "x.aif").channels, [new Float32Array()]);
});

Deno.test("each fault of AIFF has its message", () => {
  const whole = aiff(commonBytes(3, 16), BIG);
  const cases: [Uint8Array, RegExp][] = [
    [whole.subarray(0, -1), /its "SSND" chunk says 6 bytes, but 5 are left: it was cut off$/],
    [whole.subarray(0, 30), /chunk "COMM" says 18 bytes, but 10 are left$/],
    [whole.subarray(0, 42), /it ends inside its "SSND" chunk$|has no "SSND" chunk$/],
    [whole.subarray(0, 12), /it has no "COMM" chunk$/],
    [aiff(commonBytes(3, 16).subarray(0, 17), BIG), /has 17 bytes; expected at least 18$/],
    [aiff(commonBytes(3, 33), BIG), /says integers of 33 bits; expected 1 to 32$/],
    [aiff(commonBytes(3, 16, "MAC3"), BIG), /says that the sound is coded as "MAC3"$/],
    [aiff(commonBytes(3, 16, undefined, 0), BIG), /says 0 channels; expected 1 to 1024$/],
    [aiff(commonBytes(3, 16, undefined, 1, 0), BIG), /says 0 samples a second; expected 1 to/],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => readAiff(bytes, "x.aif"), { name: "InputError", message });
  }
});

Deno.test("each coding of AU gives its samples, the highest byte first or the lowest", () => {
  const cases: [coding: number, data: string, id?: string][] = [
    [2, "004080"],
    [3, "000040008000"],
    [3, "000000400080", "dns."],
    [4, "000000400000800000"],
    [5, "000000004000000080000000"],
    [6, "000000003f000000bf800000"],
    [7, "00000000000000003fe0000000000000bff0000000000000"],
  ];
  for (const [coding, data, id = ".snd"] of cases) {
    const sound = readAu(au(coding, hex(data), { id }), "x.au");
    assert.deepEqual(sound, { channels: EXPECTED, sampleRateHz: 22_050, notes: [] });
  }
  assert.equal(readAu(au(1, hex("80")), "x.au").channels[0]![0], 32_124 / 2 ** 15);
  assert.equal(readAu(au(27, hex("80")), "x.au").channels[0]![0], 5504 / 2 ** 15);
});

Deno.test("an AU file may not state its length; each fault has its message", () => {
  for (const length of [0, 0xffff_ffff]) {
    const { channels, notes } = readAu(au(3, BIG, { length }), "x.au");
    assert.deepEqual(channels, EXPECTED);
    assert.deepEqual(notes, [`its AU header ${UNSTATED}`]);
  }
  const start = au(3, BIG);
  start[7] = 99;
  const cases: [Uint8Array, RegExp][] = [
    [au(3, BIG).subarray(0, -1), /its AU header says 6 bytes, but 5 are left: it was cut off$/],
    [au(3, BIG).subarray(0, 20), /it ends inside its AU header$/],
    [start, /says that the sound starts at byte 99 of 30$/],
    [au(24, BIG), /its AU header says coding 24; expected 1 to 7, 23, or 25 to 27$/],
    [au(23, BIG, { channels: 2 }), /its AU header says ADPCM of 2 channels; expected 1$/],
    [au(3, BIG, { channels: 0 }), /its AU header says 0 channels; expected 1 to 1024$/],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => readAu(bytes, "x.au"), { name: "InputError", message });
  }
});

Deno.test("each coding of CAF gives its samples; the last chunk may not state its length", () => {
  const cases: [coding: string, flags: number, bytes: number, data: string][] = [
    ["lpcm", 0, 1, "004080"],
    ["lpcm", 0, 2, "000040008000"],
    ["lpcm", 2, 2, "000000400080"],
    ["lpcm", 0, 3, "000000400000800000"],
    ["lpcm", 2, 4, "000000000000004000000080"],
    ["lpcm", 1, 4, "000000003f000000bf800000"],
    ["lpcm", 3, 8, "0000000000000000000000000000e03f000000000000f0bf"],
  ];
  for (const [coding, flags, bytes, data] of cases) {
    const description = cafChunk("desc", descriptionBytes(coding, flags, bytes));
    const content = Uint8Array.of(0, 0, 0, 0, ...hex(data));
    const free = cafChunk("free", new Uint8Array(3));
    const sound = readCaf(caf(description, free, cafChunk("data", content)), "x.caf");
    assert.deepEqual(sound, { channels: EXPECTED, sampleRateHz: 22_050, notes: [] });
    const streamed = readCaf(caf(description, cafChunk("data", content, -1)), "x.caf");
    assert.deepEqual(streamed.channels, EXPECTED);
    assert.deepEqual(streamed.notes, [`its "data" chunk ${UNSTATED}`]);
  }
  for (const [coding, value] of [["ulaw", 32_124], ["alaw", 5504]] as const) {
    const description = cafChunk("desc", descriptionBytes(coding, 0, 1));
    const sound = readCaf(caf(description, cafChunk("data", hex("0000000080"))), "x.caf");
    assert.equal(sound.channels[0]![0], value / 2 ** 15);
  }
});

Deno.test("each fault of CAF has its message", () => {
  const description = cafChunk("desc", descriptionBytes("lpcm", 0, 2));
  const data = cafChunk("data", Uint8Array.of(0, 0, 0, 0, ...BIG));
  const whole = caf(description, data);
  const cases: [Uint8Array, RegExp][] = [
    [whole.subarray(0, -1), /its "data" chunk says 6 bytes, but 5 are left: it was cut off$/],
    [caf(data), /its "data" chunk comes before "desc"$/],
    [caf(description), /it has no "data" chunk$/],
    [caf(description, data.subarray(0, 11)), /it ends inside a chunk's header$/],
    [caf(description, cafChunk("data", hex("0000"))), /it ends inside its "data" chunk$/],
    [caf(cafChunk("desc", new Uint8Array(31))), /has 31 bytes; expected 32$/],
    [caf(cafChunk("desc", descriptionBytes("aac ", 0, 2))), /is coded as "aac"$/],
    [caf(cafChunk("desc", descriptionBytes("lpcm", 1, 2))), /is coded as samples of 2 bytes$/],
    [caf(cafChunk("free", hex("00"), 9)), /chunk "free" says 9 bytes, but 1 are left$/],
    [caf(cafChunk("desc", descriptionBytes("lpcm", 0, 2, 0))), /says 0 channels; expected 1 to/],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => readCaf(bytes, "x.caf"), { name: "InputError", message });
  }
});

Deno.test("Wave64 whose length is not known is read to its end", () => {
  const format = formatBytes({ ...PLAIN, sampleRateHz: 22_050 });
  // As ffmpeg writes it to a pipe, and as programs leave it that were stopped.
  for (const length of [2n ** 63n - 1n, 2n ** 64n - 1n, 0n]) {
    const file = wave64(format, LITTLE);
    const view = new DataView(file.buffer);
    view.setBigUint64(16, length, true);
    view.setBigUint64(40 + 24 + format.length + 16, length, true);
    const sound = readWave64(file, "x.w64");
    assert.ok("channels" in sound);
    assert.deepEqual(sound.channels, EXPECTED);
    assert.deepEqual(sound.notes, [`its "data" chunk ${UNSTATED}`]);
  }
});

Deno.test("Wave64 is read as WAV is", () => {
  const format = formatBytes({ ...PLAIN, sampleRateHz: 22_050 });
  const sound = readWave64(wave64(format, LITTLE), "x.w64");
  assert.deepEqual(sound, { channels: EXPECTED, sampleRateHz: 22_050, notes: [] });
  const more = readWave64(wave64(format, LITTLE, { length: 99 }), "x.w64");
  assert.ok("channels" in more);
  assert.deepEqual(more.channels, EXPECTED);
  assert.match(more.notes[0]!, /says 75 bytes, but 6 are left, and the file's own length/);
  const cases: [Uint8Array, RegExp][] = [
    [wave64(format, LITTLE).subarray(0, -1), /says 6 bytes, but 5 are left: it was cut off$/],
    [wave64(format, LITTLE, { length: 20 }), /chunk "data" is shorter than its own header$/],
    [wave64(format, LITTLE).subarray(0, 70), /chunk "fmt" says 16 bytes, but 6 are left$/],
    [wave64(format, LITTLE).subarray(0, 90), /it ends inside a chunk's header$/],
    [wave64(format, LITTLE).subarray(0, 39), /it is not a Wave64 file$/],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => readWave64(bytes, "x.w64"), { name: "InputError", message });
  }
});
