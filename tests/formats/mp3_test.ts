import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import { findMp3Frame, readMp3 } from "../../src/formats/mp3.ts";
import { frameHeader } from "../../src/formats/mp3_frame.ts";
import { id3Length } from "../../src/formats/mp3_tags.ts";
import { readSound } from "../fixtures/audio.ts";
import { sharedPath } from "../shared.ts";
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
    // Layer II.
    ["fffd9000", 2, 44_100, 1152, 522],
    ["fff584c0", 1, 24_000, 1152, 384],
    // Layer I: 12 times the bit rate by the sample rate, in units of four bytes.
    ["ffff40c0", 1, 44_100, 384, 136],
    ["ffff42c0", 1, 44_100, 384, 140],
    ["fff7e400", 2, 24_000, 384, 512],
  ];
  for (const [hex, channels, sampleRateHz, samples, length] of cases) {
    const { tagStart: _, layer, ...found } = header(hex)!;
    assert.deepEqual(found, { channels, sampleRateHz, samples, length });
    assert.equal(layer, "7f".includes(hex[3]!) ? 1 : "5d".includes(hex[3]!) ? 2 : 3);
  }
  // No sync, the reserved version, AAC, a free and a forbidden bit rate, a reserved rate, too short.
  for (
    const hex of [
      "7ffb9000",
      "ffeb9000",
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

Deno.test("frames of another layer are refused, also at the same sample rate", async () => {
  const file = await readSound("no_tag.mp3"), other = await readSound("layer1.mp1");
  const message = `Cannot read "x.mp3": the layer changes from 3 to 1 at byte ${file.length}`;
  assert.throws(() => readMp3(joined(file, other), "x.mp3"), { name: "InputError", message });
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

Deno.test("another sample rate in the middle is refused, other channels are noted", async () => {
  const stereo = await readSound("no_tag.mp3");
  const mono = readMp3(await readSound("id3.mp3"), "id3.mp3").frames;
  const message = `Cannot read "x.mp3": the sample rate changes from 44100 to 22050 at byte ` +
    stereo.length;
  const mixed = joined(stereo, ...mono);
  assert.throws(() => readMp3(mixed, "x.mp3"), { name: "InputError", message });
  // The frames say that they are mono or stereo in two bits.
  const frames = mono.map((frame, i) =>
    i < 5 ? frame : Uint8Array.of(
      ...frame.subarray(0, 3),
      frame[3]! & 0x3f,
      ...frame.subarray(4),
    )
  );
  const { channels, notes } = readMp3(joined(...frames), "x.mp3");
  assert.equal(channels, 2);
  const start = frames.slice(0, 5).reduce((sum, { length }) => sum + length, 0);
  assert.deepEqual(notes, [`its channels change at byte ${start}`]);
});

/** A tag of the APE kind, with a header and a footer, of one item. */
function apeTag(): Uint8Array {
  const part = (flags: number) => {
    const bytes = new Uint8Array(32);
    bytes.set(new TextEncoder().encode("APETAGEX"));
    const view = new DataView(bytes.buffer);
    // The length leaves out the header.
    [2000, 8 + 32, 1, flags].forEach((field, i) => view.setUint32(8 + 4 * i, field, true));
    return bytes;
  };
  return joined(part(0xa000_0000), new Uint8Array(8).fill(0xff), part(0x8000_0000));
}

Deno.test("tags and other bytes between and behind frames are passed over, with a note", async () => {
  const file = await readSound("no_tag.mp3");
  const { frames } = readMp3(file, "x.mp3");
  const half = frames.slice(0, 4).reduce((sum, { length }) => sum + length, 0);
  const id3v2 = Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 4, 0xff, 0xfb, 0x90, 0);
  const id3v1 = new TextEncoder().encode("TAG".padEnd(128));
  const cases: [inserted: Uint8Array, note: string][] = [
    [id3v2, "an ID3v2 tag between or behind its MPEG frames"],
    [apeTag(), "an APE tag between or behind its MPEG frames"],
    [joined(id3v1, id3v1), "an ID3v1 tag between or behind its MPEG frames"],
    [new Uint8Array(50), "50 bytes are passed over between or behind its MPEG frames"],
    // A tag that says more than the file holds.
    [
      Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, 0x7f, 0, 0, 0),
      "10 bytes are passed over between or behind its MPEG frames",
    ],
  ];
  for (const [inserted, note] of cases) {
    for (const at of [half, file.length]) {
      const bytes = joined(file.subarray(0, at), inserted, file.subarray(at));
      const found = readMp3(bytes, "x.mp3");
      assert.deepEqual(found.frames.map((one) => one.toHex()), frames.map((one) => one.toHex()));
      assert.deepEqual(found.notes, [note]);
    }
  }
});

Deno.test("half a last frame is left out; with a number of frames it shows whether any is missing", async () => {
  const file = await readSound("no_tag.mp3");
  const { frames } = readMp3(file, "x.mp3");
  const last = frames.at(-1)!;
  const cut = readMp3(file.subarray(0, file.length - 100), "x.mp3");
  assert.equal(cut.frames.length, frames.length - 1);
  const note = (at: number) => `it ends inside the MPEG frame at byte ${at}, which is left out`;
  assert.deepEqual(cut.notes, [note(last.byteOffset)]);
  const tagged = await readSound("tone.mp3");
  const more = readMp3(joined(tagged, last.subarray(0, 100)), "x.mp3");
  assert.equal(more.frames.length, readMp3(tagged, "x.mp3").frames.length);
  assert.deepEqual(more.notes, [note(tagged.length)]);
  const message = 'Cannot read "x.mp3": it says 9 MPEG frames, but holds 8: it was cut off';
  assert.throws(() => readMp3(tagged.subarray(0, -100), "x.mp3"), { message });
});

Deno.test("a number of frames that a cut between two left behind is noted", async () => {
  const tagged = await readSound("tone.mp3");
  const { frames } = readMp3(tagged, "x.mp3");
  const six = readMp3(joined(...frames.slice(0, 7)), "x.mp3");
  assert.deepEqual(six.notes, ["it says 9 MPEG frames, but holds 6"]);
  const twelve = readMp3(joined(...frames, ...frames.slice(-3)), "x.mp3");
  assert.deepEqual(twelve.notes, ["it says 9 MPEG frames, but holds 12"]);
});

/** Says of a file whether frames are said to be missing: by a refusal, by a note, or not at all. */
function saysOfMissing(bytes: Uint8Array): "refused" | "noted" | "nothing" {
  try {
    const isNoted = readMp3(bytes, "x.mp3").notes.some((note) => /frames are missing$/.test(note));
    return isNoted ? "noted" : "nothing";
  } catch (error) {
    assert.match((error as Error).message, /: frames are missing$/);
    return "refused";
  }
}

Deno.test("bytes between frames show by the frames around them whether some are missing", async () => {
  const path = sharedPath("cases/id3_between.mp3");
  if (path === undefined) return;
  const file = await Deno.readFile(path);
  // A tag between its frames takes nothing away.
  assert.equal(saysOfMissing(file), "nothing");
  const { frames } = readMp3(file, "x.mp3");
  const said = { cut: [] as string[], zeros: [] as string[] };
  const junk: string[] = [];
  for (let i = 25; i < 50; i++) {
    const at = frames[i]!.byteOffset - frames[0]!.byteOffset;
    const plain = joined(...frames);
    said.cut.push(saysOfMissing(joined(plain.subarray(0, at + 90), plain.subarray(at + 590))));
    said.zeros.push(saysOfMissing(plain.slice().fill(0, at + 90, at + 890)));
    // What was put between two frames takes nothing away; a rare encoder's hole there may look like it.
    for (const length of [50, 3000]) {
      const other = new Uint8Array(length).fill(0x55);
      const mixed = joined(plain.subarray(0, at), other, plain.subarray(at));
      junk.push(saysOfMissing(mixed));
    }
  }
  // Of 25 each; where frames were cut out, the sounds of those around may fit each other.
  for (const [all, least] of [[said.cut, 18], [said.zeros, 24]] as const) {
    assert.ok(all.filter((one) => one !== "nothing").length >= least, all.join(" "));
    assert.ok(all.includes("refused"));
  }
  assert.ok(junk.filter((one) => one === "nothing").length >= 0.92 * junk.length, junk.join(" "));
  assert.ok(!junk.includes("refused"));
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
