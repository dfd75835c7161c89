// Apple Lossless; what libsndfile makes of whole files is in tests/fixtures/audio/golden.json.
import assert from "node:assert/strict";
import { alacFormat, decodeAlac } from "../../src/formats/alac.ts";
import { BitReader } from "../../src/formats/bit_reader.ts";
import { readCaf } from "../../src/formats/caf.ts";
import { readSound } from "../fixtures/audio.ts";
import { caf, cafChunk, descriptionBytes } from "./container_bytes.ts";

const ascii = (text: string) => new TextEncoder().encode(text);

/** The content of a file's chunks, by id. */
async function chunksOf(name: string): Promise<Map<string, Uint8Array>> {
  const bytes = await readSound(name), view = new DataView(bytes.buffer), chunks = new Map();
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = Number(view.getBigInt64(at + 4));
    const id = String.fromCharCode(...bytes.subarray(at, at + 4));
    chunks.set(id, bytes.subarray(at + 12, at + 12 + length));
    at += 12 + length;
  }
  return chunks;
}

/** Builds a file of these chunks. */
function fileOf(chunks: ReadonlyMap<string, Uint8Array>, ids: readonly string[]): Uint8Array {
  return caf(...ids.map((id) => cafChunk(id, chunks.get(id)!)));
}

Deno.test("the table of packets may lie behind the sound, and may end the sound early", async () => {
  const chunks = await chunksOf("alac.caf");
  const right = readCaf(await readSound("alac.caf"), "x.caf");
  const behind = fileOf(chunks, ["desc", "kuki", "data", "pakt"]);
  assert.deepEqual(readCaf(behind, "x.caf"), right);
  const table = chunks.get("pakt")!.slice(), view = new DataView(table.buffer);
  view.setBigInt64(8, 4000n);
  view.setInt32(16, 500);
  const trimmed = fileOf(new Map([...chunks, ["pakt", table]]), ["desc", "kuki", "pakt", "data"]);
  assert.deepEqual(readCaf(trimmed, "x.caf").channels, [right.channels[0]!.subarray(500, 4500)]);
  const streamed = caf(
    ...["desc", "kuki", "pakt"].map((id) => cafChunk(id, chunks.get(id)!)),
    cafChunk("data", chunks.get("data")!, -1),
  );
  const { channels, notes } = readCaf(streamed, "x.caf");
  assert.deepEqual(channels, right.channels);
  assert.match(notes[0]!, /its "data" chunk states no length/);
  // As MPEG-4 files wrap the description.
  const wrapped = Uint8Array.of(
    ...[0, 0, 0, 12, ...ascii("frmaalac"), 0, 0, 0, 36, ...ascii("alac"), 0, 0, 0, 0],
    ...chunks.get("kuki")!,
  );
  assert.deepEqual(alacFormat(wrapped), alacFormat(chunks.get("kuki")!));
});

Deno.test("each fault of a file of Apple Lossless has its message", async () => {
  const chunks = await chunksOf("alac.caf");
  const ids = ["desc", "kuki", "pakt", "data"];
  const changed = (id: string, content: Uint8Array) =>
    fileOf(new Map([...chunks, [id, content]]), ids);
  const table = chunks.get("pakt")!, data = chunks.get("data")!, kuki = chunks.get("kuki")!;
  const damaged = data.slice();
  damaged.fill(0xff, 4, 8);
  const cases: [Uint8Array, RegExp][] = [
    [fileOf(chunks, ["desc", "kuki", "data"]), /it has no "pakt" chunk$/],
    [fileOf(chunks, ["desc", "pakt", "data"]), /it has no "kuki" chunk$/],
    [fileOf(chunks, ["desc", "kuki", "pakt"]), /it has no "data" chunk$/],
    [fileOf(chunks, ids).subarray(0, -9), /"data" chunk says \d+ bytes, but \d+ are left: it was/],
    [changed("kuki", kuki.subarray(1)), /its "kuki" chunk is damaged$/],
    [changed("pakt", table.subarray(0, 20)), /its "pakt" chunk is damaged$/],
    [changed("pakt", table.subarray(0, 25)), /it ends inside its "pakt" chunk$/],
    [
      changed("data", data.subarray(0, -90)),
      /says that packet 1 ends at \d+, but its sound has \d+ bytes: it was cut off$/,
    ],
    [changed("data", damaged), /its packet 0 of Apple Lossless is damaged$/],
    [
      changed("desc", descriptionBytes("alac", 0, 0, 2)),
      /its "kuki" chunk says 1 channels, its "desc" chunk 2$/,
    ],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => readCaf(bytes, "x.caf"), { name: "InputError", message });
  }
});

/** Packs fields of bits, the highest first. */
function packed(...fields: readonly (readonly [value: number, bits: number])[]): Uint8Array {
  const bits = fields.map(([value, count]) => value.toString(2).padStart(count, "0")).join("");
  const whole = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0");
  return Uint8Array.from(whole.match(/.{8}/g)!, (byte) => parseInt(byte, 2));
}

const FORMAT = {
  packetSamples: 4,
  bits: 16,
  channels: 1,
  golomb: { speed: 40, firstMean: 10, mostBits: 14 },
};
/** An element of one channel whose samples are not compressed: kind, number, zeros, flags and the number of samples. */
const PLAIN: readonly (readonly [number, number])[] = [[0, 3], [0, 4], [0, 12], [9, 4], [2, 32], [
  0x4000,
  16,
], [0x8000, 16]];
const END = [7, 3] as const;

Deno.test("elements without sound are passed over, and others are refused", () => {
  const decode = (...fields: (readonly [number, number])[]) =>
    decodeAlac([packed(...fields)], FORMAT, "x.caf");
  const right = [Float32Array.of(0.5, -1)];
  assert.deepEqual(decode(...PLAIN, END), right);
  // Fillers of two and of fifteen bytes; data that start at a whole byte.
  assert.deepEqual(decode([6, 3], [2, 4], [0xffff, 16], ...PLAIN, END), right);
  const filler: [number, number][] = Array.from({ length: 15 }, () => [0xff, 8]);
  assert.deepEqual(decode([6, 3], [15, 4], [1, 8], ...filler, ...PLAIN, END), right);
  const data = [[6, 3], [0, 4], [4, 3], [0, 4], [1, 1], [1, 8], [1, 1], [0xff, 8]] as const;
  assert.deepEqual(decode(...data, ...PLAIN, END), right);
  const damaged = /its packet 0 of Apple Lossless is damaged$/;
  assert.throws(() => decode(...PLAIN), damaged);
  assert.throws(() => decode(...PLAIN, ...PLAIN, END), damaged);
  assert.throws(() => decode([2, 3], ...PLAIN, END), damaged);
  assert.throws(() => decode(END), damaged);
  assert.throws(() => decode(...PLAIN.with(2, [1, 12]), END), damaged);
  assert.throws(() => decode(...PLAIN.with(4, [5, 32]), END), damaged);
  const short = packed(...PLAIN, END);
  assert.throws(() => decodeAlac([short, short], FORMAT, "x.caf"), damaged);
  const many = Array.from({ length: 2 ** 14 }, () => short);
  const long = { ...FORMAT, packetSamples: 2 ** 16 };
  assert.throws(() => decodeAlac(many, long, "x.caf"), /it decodes to 1073741824 samples/);
});

Deno.test("bits are read from the highest on, signed and over the ends of bytes", () => {
  const reader = new BitReader(Uint8Array.of(0b1010_0110, 0xff, 0, 0, 0xf1, 0x98));
  assert.equal(reader.read(3), 0b101);
  assert.equal(reader.peek(5), 0b00110);
  assert.equal(reader.readSigned(7), 0b0011011);
  assert.equal(reader.read(32), 0xfc0003c6);
  assert.equal(reader.isBehindEnd, false);
  assert.equal(reader.fork().readSigned(6), 0b011000);
  assert.equal(reader.readSigned(7), 0b0110000);
  assert.equal(reader.isBehindEnd, true);
  assert.equal(reader.read(32), 0);
});
