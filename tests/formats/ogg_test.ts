import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import { type OggStream, readOgg } from "../../src/formats/ogg.ts";
import { joined, oggPage } from "./ogg_bytes.ts";

const FIRST = 2, CONTINUED = 1, LAST = 4;
const NOWHERE = -1n;
const text = (content: string) => new TextEncoder().encode(content);
const page = (sequence: number, flags: number, segments: Uint8Array[], more = {}) =>
  oggPage({ flags, sequence, position: BigInt(sequence), serial: 7, ...more }, segments);

/** The streams of a file of one link. */
function streamsOf(file: Uint8Array): readonly OggStream[] {
  const [link, ...others] = readOgg(file, "x.ogg");
  assert.equal(others.length, 0);
  return link!.streams;
}

const BEGIN = page(0, FIRST, [text("head")]);
const LONG = new Uint8Array(255 + 100).fill(9);

Deno.test("packets are assembled across segments and pages", () => {
  const file = joined(
    BEGIN,
    page(1, 0, [text("one"), text(""), LONG.subarray(0, 255)]),
    page(2, CONTINUED | LAST, [LONG.subarray(255), text("end")]),
  );
  assert.deepEqual(streamsOf(file), [{
    complete: true,
    marked: true,
    notes: [],
    packets: [
      { bytes: text("head"), position: 0 },
      { bytes: text("one"), position: undefined },
      { bytes: text(""), position: 1 },
      { bytes: LONG, position: undefined },
      { bytes: text("end"), position: 2 },
    ],
  }]);
});

Deno.test("interleaved streams are separated; one without its last page is not marked", () => {
  const file = joined(
    BEGIN,
    page(0, FIRST, [text("other")], { serial: 8 }),
    page(1, LAST, [text("a")]),
    page(1, 0, [text("b")], { serial: 8, position: NOWHERE }),
  );
  assert.deepEqual(streamsOf(file), [
    {
      complete: true,
      marked: true,
      notes: [],
      packets: [{ bytes: text("head"), position: 0 }, { bytes: text("a"), position: 1 }],
    },
    {
      complete: true,
      marked: false,
      notes: [],
      packets: [{ bytes: text("other"), position: 0 }, { bytes: text("b"), position: undefined }],
    },
  ]);
});

Deno.test("each fault of a file has its message", () => {
  const end = page(1, LAST, [text("end")]);
  const damaged = end.slice();
  damaged[damaged.length - 1]! ^= 1;
  const version = BEGIN.slice();
  version[4] = 1;
  const cases: [Uint8Array, string][] = [
    [text("RIFF"), "byte 0 is not the start of an Ogg page"],
    [
      joined(BEGIN, text("junk")),
      `byte ${BEGIN.length} is not the start of an Ogg page, and no page is the last`,
    ],
    [
      joined(BEGIN, text("junk"), page(2, LAST, [text("end")])),
      `a page before byte ${BEGIN.length + 4} is damaged: its number is missing`,
    ],
    [BEGIN.subarray(0, 2), "it ends inside the Ogg page at byte 0: it was cut off"],
    [BEGIN.subarray(0, -1), "it ends inside the Ogg page at byte 0: it was cut off"],
    [version, "Ogg version 1; expected 0"],
    [
      joined(BEGIN, damaged),
      `the Ogg page at byte ${BEGIN.length} is damaged: its checksum is wrong`,
    ],
    [end, "a page is missing before byte 0"],
    [
      joined(BEGIN, page(1, 0, [text("a")]), page(1, LAST, [text("end")])),
      `the page at byte ${BEGIN.length + 29} has the number 1; expected 2`,
    ],
    [
      joined(BEGIN, text("junk"), BEGIN),
      `byte ${BEGIN.length} is not the start of an Ogg page, and no page before the next sound, ` +
      `at byte ${BEGIN.length + 4}, is the last`,
    ],
    [
      joined(BEGIN, page(1, 0, [text("a")], { serial: 8 })),
      `a page is missing before byte ${BEGIN.length}`,
    ],
    [
      joined(...Array.from({ length: 4097 }, () => BEGIN)),
      "it holds over 4096 streams",
    ],
    [
      joined(
        ...Array.from(
          { length: 4097 },
          (_, serial) => page(0, FIRST, [text("head")], { serial }),
        ),
      ),
      "it holds over 4096 streams",
    ],
    [
      joined(BEGIN, end, page(2, 0, [text("more")])),
      `the page at byte ${BEGIN.length + end.length} follows the last of its stream`,
    ],
    [
      joined(BEGIN, page(1, CONTINUED | LAST, [text("end")])),
      `the page at byte ${BEGIN.length} does not continue where the one before it ends`,
    ],
  ];
  for (const [bytes, reason] of cases) {
    const message = `Cannot read "x.ogg": ${reason}`;
    assert.throws(() => readOgg(bytes, "x.ogg"), { name: "InputError", message });
  }
  assert.deepEqual(readOgg(new Uint8Array(), "x.ogg"), []);
});

Deno.test("numbers that skip pages and bytes that are no page are noted", () => {
  const end = page(1, LAST, [text("end")]);
  const [gap] = streamsOf(joined(BEGIN, page(5, LAST, [text("end")])));
  assert.deepEqual(gap!.notes, [`4 page numbers are missing before byte ${BEGIN.length}`]);
  const junk = readOgg(joined(BEGIN, text("junk"), end, new Uint8Array(9)), "x.ogg")[0]!;
  assert.equal(junk.streams[0]!.packets.length, 2);
  assert.deepEqual(junk.notes, [
    `4 bytes at byte ${BEGIN.length}, between pages, are passed over`,
    "9 bytes behind the last page are passed over",
  ]);
  const [killed] = streamsOf(joined(BEGIN, page(1, 0, [text("a")]), new Uint8Array(9)));
  assert.equal(killed!.packets.length, 2);
  assert.equal(killed!.marked, false);
});

Deno.test("a link ends where its streams have ended, or another starts late", () => {
  const end = page(1, LAST, [text("end")]), other = { serial: 8 };
  const contents = (file: Uint8Array) =>
    readOgg(file, "x.ogg").map(({ streams }) => streams.map(({ packets }) => packets.length));
  const next = page(0, FIRST, [text("head")], other);
  assert.deepEqual(contents(joined(BEGIN, end, BEGIN, end)), [[2], [2]]);
  assert.deepEqual(contents(joined(BEGIN, end, next)), [[2], [1]]);
  // Without a mark, and with other bytes behind it.
  assert.deepEqual(contents(joined(BEGIN, page(1, 0, [text("a")]), next)), [[2], [1]]);
  const between = readOgg(joined(BEGIN, end, text("junk"), next), "x.ogg");
  assert.deepEqual(between.map(({ notes }) => notes.length), [1, 0]);
  // Two streams at once, then one that ended on its first page.
  assert.deepEqual(contents(joined(BEGIN, next, end)), [[2, 1]]);
  assert.deepEqual(contents(joined(page(0, FIRST | LAST, [text("all")]), next)), [[1], [1]]);
});

Deno.test("any change of a file's bytes is found, and any cut but between pages", () => {
  const pages = [BEGIN, page(1, 0, [text("one"), LONG.subarray(0, 255)]), page(2, 5, [text("x")])];
  const whole = joined(...pages);
  const [right] = streamsOf(whole);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = whole.slice();
      bytes[at]! ^= change;
      assert.throws(() => readOgg(bytes, "x.ogg"), InputError);
    }),
    { seed: 5, numRuns: 500 },
  );
  for (let length = 1; length < whole.length; length++) {
    try {
      const { complete, marked } = streamsOf(whole.subarray(0, length))[0]!;
      assert.ok(!complete || !marked);
    } catch (error) {
      assert.ok(error instanceof InputError, String(error));
    }
  }
  assert.equal(right!.complete, true);
});
