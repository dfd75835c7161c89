import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import { riffChunks } from "../../src/formats/riff.ts";
import { readSoundFont } from "../../src/formats/sf2.ts";
import { assertSafe } from "./damage.ts";

const ascii = (text: string, length = text.length) =>
  new TextEncoder().encode(text.padEnd(length, "\0"));
const u16 = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);
const u32 = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer);
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

function chunk(id: string, ...parts: Uint8Array[]): Uint8Array {
  const content = join(...parts);
  return join(ascii(id), u32(content.length), content, new Uint8Array(content.length % 2));
}

function sample(name: string, start: number, end: number, key: number, type: number): Uint8Array {
  const tail = join(Uint8Array.of(key, 5), u16(0, type));
  return join(ascii(name, 20), u32(start, end, start, end, 8000), tail);
}

const range = (low: number, high: number) => low + 256 * high;
const TERMINAL = ascii("EOS", 46);

/** Two instruments: the first with defaults and two zones, the second with one plain zone. */
function soundFont(change: Record<string, Uint8Array> = {}): Uint8Array {
  const table: Record<string, Uint8Array> = {
    inst: join(
      ...["Flute", "Odd\x01name", "EOI"].map((name, i) =>
        join(ascii(name, 20), u16([0, 3, 4][i]!))
      ),
    ),
    ibag: u16(0, 0, 1, 0, 4, 0, 5, 0, 6, 0),
    igen: u16(44, range(10, 90), 43, range(0, 60), 58, 55, 53, 0, 53, 1, 53, 1, 0, 0),
    shdr: join(sample("Flute C4", 0, 6, 60, 1), sample("Flute E4", 6, 10, 64, 0x11), TERMINAL),
    ...change,
  };
  // igen: a default; three of the first zone; one of the second; one of the second instrument's.
  table["ibag"] = change["ibag"] ?? u16(0, 0, 1, 0, 4, 0, 5, 0, 6, 0);
  const pdta = Object.entries(table).map(([id, content]) => chunk(id, content));
  const smpl = chunk("smpl", Uint8Array.from({ length: 20 }, (_, i) => i));
  const info = chunk("LIST", ascii("INFO"), chunk("INAM", ascii("made\0")));
  const sdta = chunk("LIST", ascii("sdta"), smpl);
  return chunk("RIFF", ascii("sfbk"), info, sdta, chunk("LIST", ascii("pdta"), ...pdta));
}

Deno.test("samples, zones, defaults and root keys are read", () => {
  const { samples, instruments } = readSoundFont(soundFont(), "x.sf2");
  assert.deepEqual(
    samples.map(({ name, compressed, bytes }) => [name, compressed, bytes.length, bytes[0]]),
    [["Flute C4", false, 12, 0], ["Flute E4", true, 4, 6]],
  );
  assert.deepEqual(samples[0], {
    name: "Flute C4",
    bytes: samples[0]!.bytes,
    compressed: false,
    sampleRateHz: 8000,
    originalKey: 60,
    correctionCents: 5,
    channel: "mono",
  });
  assert.deepEqual(instruments, [
    {
      name: "Flute",
      zones: [
        { sample: 0, keyRange: [0, 60], velocityRange: [10, 90], rootKey: 55 },
        { sample: 1, keyRange: [0, 127], velocityRange: [10, 90], rootKey: 64 },
      ],
    },
    {
      name: "Odd?name",
      zones: [{ sample: 1, keyRange: [0, 127], velocityRange: [0, 127], rootKey: 64 }],
    },
  ]);
});

Deno.test("each fault of a sound font has its message", () => {
  const whole = soundFont();
  const shdr = (record: Uint8Array) => soundFont({ shdr: join(record, TERMINAL) });
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(), /no RIFF chunk of kind "sfbk"/],
    [chunk("RIFF", ascii("WAVE")), /no RIFF chunk of kind "sfbk"/],
    [whole.subarray(0, whole.length - 7), /chunk "RIFF" says \d+ bytes, but \d+ are left/],
    [chunk("RIFF", ascii("sfbk")), /no LIST chunk of kind "sdta"/],
    [chunk("RIFF", ascii("sfbk"), chunk("LIST", ascii("sdta"))), /no "smpl" chunk/],
    [soundFont({ igen: u16(1, 2, 3) }), /chunk "igen" is 6 bytes long; expected a multiple of 4/],
    [soundFont({ inst: new Uint8Array() }), /chunk "inst" is 0 bytes long/],
    [
      soundFont({ ibag: u16(0, 0, 4, 0, 1, 0, 5, 0, 6, 0) }),
      /record 1 of chunk "ibag" spans 4 to 1/,
    ],
    [soundFont({ ibag: u16(0, 0, 1, 0, 4, 0, 5, 0, 9, 0) }), /record 3 .* spans 5 to 9 of 6/],
    [soundFont({ ibag: u16(0, 0, 1, 0) }), /record 0 of chunk "inst" spans 0 to 3 of 1/],
    [soundFont({ igen: u16(53, 7, 0, 0, 0, 0, 0, 0, 53, 0, 53, 0, 0, 0) }), /plays sample 7 of 2/],
    [shdr(sample("A", 0, 11, 60, 1)), /x.sf2": sample 0 "A" .* bytes 0 to 22 of the 20/],
    [shdr(sample("A", 5, 4, 60, 0x11)), /spans bytes 5 to 4/],
    [shdr(sample("A", 0, 4, 60, 0x8001)), /lies in a ROM/],
    [shdr(sample("A", 0, 4, 60, 1).fill(0xff, 36, 40)), /has 4294967295 samples a second/],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => readSoundFont(bytes, "x.sf2"), { name: "InputError", message });
  }
});

Deno.test("a sound font with any bytes changed, cut or repeated is read or refused, never worse", async () => {
  const read = (bytes: Uint8Array) => {
    const { samples, instruments } = readSoundFont(bytes, "x.sf2");
    for (const sample of samples) assert.ok(sample.bytes.length <= bytes.length);
    for (const { zones } of instruments) {
      for (const zone of zones) assert.ok(samples[zone.sample] !== undefined);
    }
  };
  await assertSafe(read, [soundFont()], { seed: 1, numRuns: 3000 });
});

Deno.test("any bytes are chunks or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        riffChunks(bytes, "x");
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
      }
    }),
    { seed: 1, numRuns: 500 },
  );
});
