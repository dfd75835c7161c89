import assert from "node:assert/strict";
import { readWav } from "../../src/formats/wav.ts";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
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

const bytesOf = (...bytes: number[]) => Uint8Array.from(bytes);

Deno.test("each coding gives its samples", () => {
  const cases: [tag: number, bits: number, data: ArrayBuffer | Uint8Array, samples: number[]][] = [
    [1, 8, bytesOf(128, 192, 0, 255), [0, 0.5, -1, 127 / 128]],
    [1, 16, SAMPLES.buffer, [...EXPECTED]],
    [1, 12, Int16Array.of(0, 16_384, -32_768, 32_752).buffer, [0, 0.5, -1, 2047 / 2048]],
    [1, 24, bytesOf(0, 0, 64, 0, 0, 128, 255, 255, 127, 1, 0, 0), [
      0.5,
      -1,
      1 - 2 ** -23,
      2 ** -23,
    ]],
    [1, 32, Int32Array.of(2 ** 30, -(2 ** 31), 1).buffer, [0.5, -1, 2 ** -31]],
    [1, 64, BigInt64Array.of(2n ** 62n, -(2n ** 63n), 1n, 3n << 38n).buffer, [
      0.5,
      -1,
      2 ** -63,
      3 * 2 ** -25,
    ]],
    [3, 32, Float32Array.of(0.25, -1.5, 1e-20).buffer, [0.25, -1.5, Math.fround(1e-20)]],
    [3, 64, Float64Array.of(0.1, -2, 1e300).buffer, [Math.fround(0.1), -2, Infinity]],
  ];
  for (const [tag, bits, data, samples] of cases) {
    const header = { ...PLAIN, tag, bits };
    const { channels, sampleRateHz } = readWavSound(wav(header, data), "x.wav");
    assert.deepEqual(channels, [Float32Array.from(samples)], `${bits} bits, tag ${tag}`);
    assert.equal(sampleRateHz, 8000);
    const extensible = riff([
      chunk("fmt", extensibleBytes(header, bits)),
      chunk("data", new Uint8Array(data)),
    ]);
    assert.deepEqual(
      readWavSound(extensible, "x.wav").channels,
      channels,
      `extensible, ${bits} bits`,
    );
  }
});

Deno.test("channels are separated, at any rate from 1 to 768,000", () => {
  for (const sampleRateHz of [1, 44_056, 768_000]) {
    const file = wav({ ...PLAIN, channels: 2, sampleRateHz }, SAMPLES.buffer);
    const sound = readWavSound(file, "x.wav");
    assert.deepEqual(sound.channels, [
      Float32Array.of(0, -1),
      Float32Array.of(0.5, 32_767 / 32_768),
    ]);
    assert.equal(sound.sampleRateHz, sampleRateHz);
  }
  const wide = readWavSound(
    wav({ ...PLAIN, channels: 1024, bits: 8 }, new Uint8Array(2048)),
    "x.wav",
  );
  assert.equal(wide.channels.length, 1024);
});

Deno.test("other chunks, also of odd length, and bytes after the sound are skipped", () => {
  const format = chunk("fmt", formatBytes(PLAIN));
  const odd = chunk("LIST", bytesOf(1, 2, 3));
  const data = chunk("data", new Uint8Array(SAMPLES.buffer));
  const file = riff([odd, format, odd, data, odd]);
  assert.deepEqual(readWavSound(file, "x.wav").channels, [EXPECTED]);
  // An odd number of bytes of sound, with its pad byte and without.
  const bytes = wav({ ...PLAIN, bits: 8 }, bytesOf(128, 192, 0));
  for (const end of [bytes.length, bytes.length - 1]) {
    const { channels } = readWavSound(bytes.subarray(0, end), "x.wav");
    assert.deepEqual(channels, [Float32Array.of(0, 0.5, -1)]);
  }
});

Deno.test("a sound whose length was unknown when it was written extends to the end of the file", () => {
  const format = chunk("fmt", formatBytes(PLAIN));
  for (const length of [0, 0xffff_ffff, 0x7fff_ffff - 36, 0x7fff_f000]) {
    const file = riff([format, chunk("data", new Uint8Array(SAMPLES.buffer), length)]);
    assert.deepEqual(readWavSound(file, "x.wav").channels, [EXPECTED]);
    // The writer was killed in the middle of a sample.
    const half = readWavSound(file.subarray(0, file.length - 1), "x.wav");
    assert.deepEqual(half.channels, [EXPECTED.subarray(0, 3)]);
  }
  assert.deepEqual(readWavSound(wav(PLAIN, bytesOf()), "x.wav").channels, [new Float32Array()]);
});

Deno.test("each fault of a file has its message", () => {
  const sound = new Uint8Array(SAMPLES.buffer);
  const data = chunk("data", sound);
  const withFormat = (content: Uint8Array) => riff([chunk("fmt", content), data]);
  const withHeader = (changes: object) => withFormat(formatBytes({ ...PLAIN, ...changes }));
  const unknown = extensibleBytes(PLAIN, 16);
  unknown[30] = 7;
  const cases: [Uint8Array, string][] = [
    [bytesOf(), "it is not a WAV file (its first bytes are not RIFF)"],
    [
      riff([], "RF64"),
      'its first chunk is not "ds64", which a 64-bit WAV file starts with',
    ],
    [riff([data], "RIFF", "AVI "), 'it is a RIFF file of kind "AVI"; expected "WAVE"'],
    [riff([]), 'it has no "data" chunk'],
    [riff([data]), 'its "data" chunk comes before "fmt "'],
    [wav(PLAIN, sound).subarray(0, 15), "it ends inside a chunk's header"],
    [wav(PLAIN, sound).subarray(0, 30), 'chunk "fmt" says 16 bytes, but 10 are left'],
    [
      riff([chunk("LIST", sound, 2_000_000_000)]),
      'chunk "LIST" says 2000000000 bytes, but 8 are left',
    ],
    [
      wav(PLAIN, sound).subarray(0, -1),
      'its "data" chunk says 8 bytes, but 7 are left: it was cut off',
    ],
    [
      riff([chunk("fmt", formatBytes(PLAIN)), chunk("data", sound, 4_000_000_000)])
        .subarray(0, -1),
      'its "data" chunk says 4000000000 bytes, but 7 are left: it was cut off',
    ],
    [withFormat(bytesOf(1, 0)), 'its "fmt " chunk has 2 bytes; expected at least 16'],
    [withHeader({ channels: 0 }), 'its "fmt " chunk says 0 channels; expected 1 to 1024'],
    [withHeader({ channels: 1025 }), 'its "fmt " chunk says 1025 channels; expected 1 to 1024'],
    [
      withHeader({ sampleRateHz: 0 }),
      'its "fmt " chunk says 0 samples a second; expected 1 to 768000',
    ],
    [
      withHeader({ sampleRateHz: 768_001 }),
      'its "fmt " chunk says 768001 samples a second; expected 1 to 768000',
    ],
    [withHeader({ bits: 0 }), 'its "fmt " chunk says integers of 0 bits; expected 1 to 32, or 64'],
    [
      withHeader({ bits: 40 }),
      'its "fmt " chunk says integers of 40 bits; expected 1 to 32, or 64',
    ],
    [
      withHeader({ tag: 0x31, channels: 2, frameBytes: 65 }),
      'its "fmt " chunk says GSM 6.10 of 2 channels; expected 1',
    ],
    [
      withHeader({ tag: 0x31, frameBytes: 33 }),
      'its "fmt " chunk says GSM 6.10 blocks of 33 bytes; expected 65',
    ],
    [withHeader({ tag: 3 }), 'its "fmt " chunk says floats of 16 bits; expected 32 or 64'],
    [withHeader({ tag: 0x11 }), 'its "fmt " chunk says ADPCM of 16 bits; expected 4'],
    [
      withHeader({ tag: 0x11, bits: 4, frameBytes: 4 }),
      'its "fmt " chunk says ADPCM blocks of 4 bytes, which hold only their header',
    ],
    [
      withHeader({ tag: 2, bits: 4, channels: 3, frameBytes: 100 }),
      'its "fmt " chunk says Microsoft ADPCM of 3 channels; expected 1 or 2',
    ],
    [
      withFormat(extensibleBytes(PLAIN, 16).subarray(0, 38)),
      'its "fmt " chunk has 38 bytes; expected at least 40 for an extensible format',
    ],
    [
      withFormat(unknown),
      'its "fmt " chunk says the unknown sub-format 0100000000000700800000aa00389b71',
    ],
  ];
  for (const [bytes, reason] of cases) {
    const message = `Cannot read "x.wav": ${reason}`;
    assert.throws(() => readWavSound(bytes, "x.wav"), { name: "InputError", message });
  }
});

Deno.test("an unsupported coding is named", () => {
  const names: [number, string][] = [
    [0x2000, "AC-3"],
    [0x20, "Yamaha ADPCM"],
    [0x45, "G.726 ADPCM"],
    [0xff, "AAC"],
    [0x1234, "format tag 0x1234"],
  ];
  for (const [tag, coding] of names) {
    for (const format of [formatBytes({ ...PLAIN, tag }), extensibleBytes({ ...PLAIN, tag }, 16)]) {
      const message = `Cannot read "x.wav": its "fmt " chunk says that the sound is coded as ` +
        `${coding}; expected integers, floats, A-law, mu-law, ADPCM of IMA or Microsoft, GSM 6.10 or ` +
        "MPEG audio; convert it: ffmpeg -i in.wav out.flac";
      const file = riff([chunk("fmt", format)]);
      assert.throws(() => readWavSound(file, "x.wav"), { name: "InputError", message });
    }
  }
});

Deno.test("a file with any bytes changed or cut is read or refused, never worse", () => {
  const header = { ...PLAIN, channels: 2 };
  const whole = riff([
    chunk("LIST", bytesOf(1, 2, 3)),
    chunk("fmt", extensibleBytes(header, 16)),
    chunk("data", new Uint8Array(SAMPLES.buffer)),
  ]);
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  const changes = fc.array(change, { maxLength: 6 });
  fc.assert(
    fc.property(changes, fc.nat(whole.length), fc.boolean(), (changes, length, cut) => {
      const bytes = whole.slice();
      for (const [at, value] of changes) bytes[at] = value;
      try {
        const sound = readWav(cut ? bytes.subarray(0, length) : bytes, "x.wav");
        // A changed tag can say MPEG audio.
        const channels = "channels" in sound ? sound.channels : [new Float32Array()];
        const samples = channels.reduce((sum, channel) => sum + channel.length, 0);
        assert.ok(channels.length > 0 && samples <= whole.length);
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
      }
    }),
    { seed: 4, numRuns: 2000 },
  );
});

Deno.test("frames of MPEG audio are handed on, not read as samples", () => {
  for (const tag of [0x50, 0x55]) {
    const file = riff([chunk("fmt", formatBytes({ ...PLAIN, tag })), chunk("data", bytesOf(1, 2))]);
    assert.deepEqual(readWav(file, "x.wav"), { mpeg: bytesOf(1, 2), notes: [] });
  }
});
