// WAV files that contradict themselves in ways that do not matter, as programs write them; libsndfile reads each.
import assert from "node:assert/strict";
import { joined } from "./ogg_bytes.ts";
import {
  chunk,
  EXPECTED,
  extensibleBytes,
  formatBytes,
  PLAIN,
  readWavSound,
  riff,
  SAMPLES,
  wav,
} from "./wav_bytes.ts";

const SOUND = new Uint8Array(SAMPLES.buffer);
const FORMAT = chunk("fmt", formatBytes(PLAIN));

/** Asserts that a file is read whole, with these notes. */
function reads(file: Uint8Array, notes: readonly string[], expected = EXPECTED): void {
  const found = readWavSound(file, "x.wav");
  assert.deepEqual(found.channels, [expected]);
  assert.deepEqual(found.notes, notes);
}

/** A file with another length of the whole. */
function withLength(file: Uint8Array, length: number, littleEndian = true): Uint8Array {
  const copy = file.slice();
  new DataView(copy.buffer).setUint32(4, length, littleEndian);
  return copy;
}

Deno.test("a data length that is too large is noted where the whole length is right", () => {
  for (const length of [9, 24, 3_000_000_000]) {
    const file = riff([FORMAT, chunk("data", SOUND, length)]);
    const says = `its "data" chunk says ${length} bytes, but 8 are left`;
    reads(file, [`${says}, and the file's own length says that it is whole`]);
    // Without that witness, or one that says more, it was cut off.
    for (const whole of [0, file.length - 7, length + 36]) {
      const message = `Cannot read "x.wav": ${says}: it was cut off`;
      assert.throws(() => readWavSound(withLength(file, whole), "x.wav"), { message });
    }
  }
});

Deno.test("lengths that the writer did not know mean: to the end of the file", () => {
  const note = 'its "data" chunk states no length: it is read to the end of the file';
  const unknown = [0, 0x7fff_f000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff_ffff - 36];
  for (const length of unknown) {
    const file = riff([FORMAT, chunk("data", SOUND, length)]);
    reads(file, [note]);
    for (const whole of [0, 36, 0xffff_ffff, 0x7fff_f024]) {
      const notes = whole === 36 ? ["its RIFF length says 36 bytes, the file has 44"] : [];
      reads(withLength(file, whole), [note, ...notes]);
    }
  }
});

Deno.test("an empty data chunk before another chunk is empty", () => {
  const file = riff([FORMAT, chunk("data", new Uint8Array()), chunk("LIST", new Uint8Array(8))]);
  reads(file, [], new Float32Array());
});

Deno.test("several data chunks are joined, and another file behind this one is noted", () => {
  const parts = [chunk("data", SOUND.subarray(0, 2)), chunk("data", SOUND.subarray(2))];
  reads(riff([FORMAT, ...parts]), ['its sound is in 2 "data" chunks, which are joined']);
  const apart = riff([FORMAT, parts[0]!, chunk("LIST", new Uint8Array(4)), parts[1]!]);
  reads(apart, ['its sound is in 2 "data" chunks, which are joined']);
  const cut = riff([FORMAT, ...parts]).subarray(0, -2);
  assert.throws(() => readWavSound(cut, "x.wav"), /says 6 bytes, but 4 are left: it was cut off$/);
  const file = wav(PLAIN, SOUND);
  reads(joined(file, file), ["another RIFF file follows, which is not read"]);
});

Deno.test("a pad byte may be missing behind the sound, not before it: the others read no such file", () => {
  const eight = chunk("fmt", formatBytes({ ...PLAIN, bits: 8 }));
  const data = chunk("data", Uint8Array.of(128, 192, 0)).subarray(0, -1);
  const list = chunk("LIST", new Uint8Array(3));
  for (const file of [riff([eight, data]), riff([eight, data, list])]) {
    reads(file, [], Float32Array.of(0, 0.5, -1));
  }
  const unpadded = riff([list.subarray(0, -1), FORMAT, chunk("data", SOUND)]);
  assert.throws(() => readWavSound(unpadded, "x.wav"), { name: "InputError" });
});

Deno.test("a whole length that contradicts the sound is noted", () => {
  const file = wav(PLAIN, SOUND);
  reads(withLength(file, 30), ["its RIFF length says 30 bytes, the file has 44"]);
  reads(withLength(file, 5000), ["its RIFF length says 5000 bytes, the file has 44"]);
  // Chunks behind the sound may be cut off.
  reads(riff([FORMAT, chunk("data", SOUND), chunk("LIST", new Uint8Array(4), 1000)]), []);
});

Deno.test("samples in more bytes than they need are in the highest", () => {
  const wide = Uint8Array.of(0, 0, 0, 64, 0, 0, 0, 128);
  const file = wav({ ...PLAIN, bits: 24, frameBytes: 4 }, wide);
  reads(file, ["its samples of 24 bits take 4 bytes each"], Float32Array.of(0.5, -1));
});

Deno.test("wrong blocks, rates and valid bits of the format are noted", () => {
  for (const frameBytes of [0, 5, 100]) {
    const file = wav({ ...PLAIN, frameBytes }, SOUND);
    const rate = 8000 * frameBytes;
    reads(file, [
      `its "fmt " chunk says blocks of ${frameBytes} bytes, which have 2`,
      `its "fmt " chunk says ${rate} bytes a second, which are 16000`,
    ]);
  }
  const valid = riff([chunk("fmt", extensibleBytes(PLAIN, 17)), chunk("data", SOUND)]);
  reads(valid, ['its "fmt " chunk says 17 valid bits of 16']);
});

Deno.test("bytes that are no whole frame are left out with a note", () => {
  const file = riff([FORMAT, chunk("data", joined(SOUND, Uint8Array.of(1)))]);
  const note = 'its "data" chunk has 9 bytes, no multiple of 2: the last is left out';
  reads(file, [note]);
});

Deno.test("A-law, mu-law and big-endian files are read", () => {
  const law = (tag: number) => wav({ ...PLAIN, tag, bits: 8 }, Uint8Array.of(0xd5, 0, 0xff));
  const values = (tag: number) => [...readWavSound(law(tag), "x.wav").channels[0]!];
  assert.deepEqual(values(6), [8 / 32_768, -5504 / 32_768, 848 / 32_768]);
  assert.deepEqual(values(7), [716 / 32_768, -32_124 / 32_768, 0]);
  const numbers = [FORMAT, chunk("data", SOUND)].map((one) => one.slice());
  const big = new DataView(numbers[0]!.buffer);
  [[8, 2, 1], [10, 2, 1], [12, 4, 8000], [16, 4, 16_000], [20, 2, 2], [22, 2, 16]].forEach(
    ([at, bytes, value]) => bytes === 2 ? big.setUint16(at!, value!) : big.setUint32(at!, value!),
  );
  big.setUint32(4, 16);
  const data = new DataView(numbers[1]!.buffer);
  data.setUint32(4, SOUND.length);
  SAMPLES.forEach((sample, i) => data.setInt16(8 + 2 * i, sample));
  const file = riff(numbers, "RIFX");
  reads(withLength(file, file.length - 8, false), []);
});

Deno.test("64-bit files state their lengths in their first chunk", () => {
  const sizes = new DataView(new ArrayBuffer(28));
  const file = (id: string, whole: bigint, sound: bigint) => {
    sizes.setBigUint64(0, whole, true);
    sizes.setBigUint64(8, sound, true);
    const ds64 = chunk("ds64", new Uint8Array(sizes.buffer));
    const all = riff([ds64, FORMAT, chunk("data", SOUND, 0xffff_ffff)], id);
    return withLength(all, 0xffff_ffff);
  };
  for (const id of ["RF64", "BW64"]) {
    reads(file(id, 80n, 8n), []);
    reads(file(id, 80n, 4n), [], EXPECTED.subarray(0, 2));
    const note = 'its "data" chunk states no length: it is read to the end of the file';
    reads(file(id, 0n, 0n), [note]);
    const cut = /says 10 bytes, but 8 are left: it was cut off$/;
    assert.throws(() => readWavSound(file(id, 82n, 10n), "x.wav"), cut);
    // A length that no file has is bounded by what is there.
    const most = 2n ** 64n - 1n;
    reads(file(id, most, most), [note]);
  }
});
