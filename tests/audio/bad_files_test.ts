import assert from "node:assert/strict";
import { AudioDecoder } from "../../src/audio/decode.ts";
import { readMp3 } from "../../src/formats/mp3.ts";
import { readSound } from "../fixtures/audio.ts";
import { chunk, formatBytes, PLAIN, riff, wav } from "../formats/wav_bytes.ts";
import { joined, oggPage } from "../formats/ogg_bytes.ts";

const text = (content: string) => new TextEncoder().encode(content);
const EXPECTED = "expected WAV, AIFF, AU, CAF, FLAC, Ogg (Vorbis, Opus or FLAC) or MP3";

async function refuses(bytes: Uint8Array, name: string, reason: string | RegExp): Promise<void> {
  using decoder = new AudioDecoder();
  const message = typeof reason === "string" ? `Cannot read "${name}": ${reason}` : reason;
  await assert.rejects(decoder.decode(bytes, name), { name: "InputError", message });
}

Deno.test("a file that is not sound is refused with its kind", async () => {
  const cases: [Uint8Array, string][] = [
    [new Uint8Array(), "empty"],
    [text("file_name,label\ndog.wav,dog\n"), "text"],
    [text("<html>Straße"), "text"],
    [text("MThd"), "MIDI"],
    [Uint8Array.of(0, 1, 2, 3, 4), "of an unknown kind (its first bytes are 00010203)"],
    [new Uint8Array(5000).fill(7), "of an unknown kind (its first bytes are 07070707)"],
  ];
  for (const [bytes, kind] of cases) await refuses(bytes, "x.wav", `it is ${kind}; ${EXPECTED}`);
  const iff = 'it is an IFF file of kind "ILBM"; expected "AIFF" or "AIFC"';
  await refuses(text("FORM....ILBM"), "x.aif", iff);
});

Deno.test("a sound that is not read is refused with the command that converts it", async () => {
  const cases: [Uint8Array, string, string][] = [
    [text("....ftypM4A "), "MPEG-4 (M4A or MP4)", "m4a"],
    [Uint8Array.fromHex("1a45dfa3"), "Matroska or WebM", "webm"],
    [Uint8Array.fromHex("fff15080"), "AAC", "aac"],
    [Uint8Array.fromHex("fff95080"), "AAC", "aac"],
    [text("wvpk"), "WavPack", "wv"],
    [text("MAC \x96"), "Monkey's Audio", "ape"],
    [Uint8Array.fromHex("3026b275"), "Windows Media", "wma"],
    // The first bytes of files that sox, ffmpeg and libsndfile write.
    [text("NIST_1A\n   1024"), "NIST SPHERE", "sph"],
    [text("Creative Voice File\x1a"), "Creative Voice (VOC)", "voc"],
    [Uint8Array.fromHex("64a3010000007a46"), "IRCAM", "sf"],
    [Uint8Array.fromHex("0002a364467a0000"), "IRCAM", "sf"],
    [text("2BIT\0"), "AVR", "avr"],
    [text("FORM\0\0\x1f\x1c8SVXVHDR"), 'IFF of kind "8SVX"', "8svx"],
    [text("FORM\0\0\x1f\x1c16SVVHDR"), 'IFF of kind "16SV"', "16sv"],
    [Uint8Array.fromHex("0b7783708c402f84"), "AC-3", "ac3"],
    [text("TTA1\x01\0"), "True Audio (TTA)", "tta"],
    [text("ID3\x04\0\0\0\0\0\x01xTTA1\x01\0"), "True Audio (TTA)", "tta"],
    // It looks like the start of an MPEG frame, but none follows.
    [
      Uint8Array.of(0xff, 0xfb, 0x90, 0, 0, 0),
      "MPEG audio of a free bit rate, or damaged",
      "mp3",
    ],
  ];
  for (const [bytes, kind, extension] of cases) {
    const convert = `convert it: ffmpeg -i in.${extension} out.flac`;
    await refuses(bytes, "x.wav", `it is ${kind}, which is not read; ${convert}`);
  }
});

Deno.test("bytes that look like frames of MPEG audio in another sound do not make it an MP3", async () => {
  const mp3 = await readSound("no_tag.mp3");
  const dts = joined(Uint8Array.fromHex("7ffe8001fc3c75b0"), mp3);
  const reason = "it is DTS, which is not read; convert it: ffmpeg -i in.dts out.flac";
  await refuses(dts, "x.mp3", reason);
  // Two bytes are no sign of another.
  using decoder = new AudioDecoder();
  for (const start of ["0b77", "fff1"]) {
    const { notes } = await decoder.decode(
      joined(Uint8Array.fromHex(`${start}0000`), mp3),
      "x.mp3",
    );
    assert.deepEqual(notes, ["4 bytes are passed over before the first MPEG frame"]);
  }
});

Deno.test("PAF and Ogg Speex are refused with the command that converts them", async () => {
  for (const start of [" paf", "fap "]) {
    const reason = "it is Ensoniq PARIS (PAF), which is not read; convert it: sox in.paf out.flac";
    await refuses(text(`${start}\0\0\0\0`), "x.paf", reason);
  }
  const speex = oggPage({ flags: 6, position: 0n, serial: 1, sequence: 0 }, [
    text("Speex   1.2.1"),
  ]);
  const reason = "it is Ogg Speex, which is not read; convert it: ffmpeg -i in.spx out.flac";
  await refuses(speex, "x.spx", reason);
});

Deno.test("WAV files without sound, or with values that are not finite, are refused", async () => {
  const float = { ...PLAIN, tag: 3, bits: 32 };
  const empty = "it holds no samples; expected at least one";
  await refuses(wav(PLAIN, new Uint8Array()), "x.wav", empty);
  for (const bad of [NaN, Infinity, -Infinity]) {
    const file = wav(float, Float32Array.of(0, bad).buffer);
    await refuses(file, "x.wav", `sample 1 is ${bad}; expected finite numbers`);
  }
  const avi = riff([chunk("hdrl", new Uint8Array(4))], "RIFF", "AVI ");
  await refuses(avi, "x.avi", 'it is a RIFF file of kind "AVI"; expected "WAVE"');
  const forged = riff([chunk("fmt", formatBytes(PLAIN)), chunk("data", new Uint8Array(4), 3e9)]);
  // Its length as a whole is not known either, so that nothing says that it was not cut off.
  new DataView(forged.buffer).setUint32(4, 0, true);
  await refuses(
    forged,
    "x.wav",
    'its "data" chunk says 3000000000 bytes, but 4 are left: it was cut off',
  );
});

Deno.test("files that were cut off are refused", async () => {
  const cases: [file: string, keep: number, reason: string | RegExp][] = [
    ["tone.flac", 30, "it ends inside its FLAC metadata"],
    ["tone.flac", 0.9, /FLAC frame \d is damaged or cut off$/],
    ["piped.flac", 0.9, /FLAC frame \d is damaged or cut off$/],
    ["tone.oga", 0.5, /it ends inside the Ogg page at byte \d+: it was cut off$/],
    ["tone.ogg", 0.5, /it ends inside the Ogg page at byte \d+: it was cut off$/],
    ["tone.opus", 0.5, /it ends inside the Ogg page at byte \d+: it was cut off$/],
    ["tone.mp3", 0.55, /it says 9 MPEG frames, but holds 4: it was cut off$/],
  ];
  for (const [file, keep, reason] of cases) {
    const bytes = await readSound(file);
    const end = keep > 1 ? keep : Math.floor(keep * bytes.length);
    await refuses(bytes.subarray(0, end), file, reason);
  }
});

Deno.test("files that were cut off between two frames or pages are refused where they state samples", async () => {
  const flac = await readSound("tone.flac");
  const frame = flac.findLastIndex((byte, at) => byte === 0xff && flac[at + 1] === 0xf8);
  const reason = /it says 8820 samples a channel, but holds \d+: it was cut off$/;
  await refuses(flac.subarray(0, frame), "x.flac", reason);
  const oga = await readSound("tone.oga");
  const lastPage = new TextDecoder("latin1").decode(oga).lastIndexOf("OggS");
  await refuses(oga.subarray(0, lastPage), "x.oga", reason);
});

Deno.test("damage that checksums show is found", async () => {
  for (const file of ["tone.flac", "tone.oga", "tone.ogg", "tone.opus"]) {
    const bytes = await readSound(file);
    bytes[Math.floor(bytes.length * 0.7)]! ^= 4;
    await refuses(bytes, file, /is damaged/);
  }
});

Deno.test("Ogg without sound, or with several sounds at once, is refused", async () => {
  const none = /no stream in it is sound \(they start with ".theora.*"\); expected WAV, AIFF/;
  await refuses(await readSound("picture.ogv"), "x.ogg", none);
  const ogg = await readSound("tone.ogg"), picture = await readSound("picture.ogv");
  await refuses(joined(ogg, picture), "x.ogg", none);
  const begin = (serial: number) =>
    oggPage({ flags: 2, position: 0n, serial, sequence: 0 }, [text("OpusHead")]);
  await refuses(
    joined(begin(1), begin(2)),
    "x.ogg",
    "it holds several sounds at once; expected one",
  );
  const noPackets = oggPage({ flags: 2, position: 0n, serial: 1, sequence: 0 }, []);
  await refuses(noPackets, "x.ogg", `no stream in it is sound (they start with ""); ${EXPECTED}`);
});

Deno.test("ID3 tags and nothing else are refused, and frames that are missing", async () => {
  const tag = Uint8Array.of(...text("ID3"), 4, 0, 0, 0, 0, 1, 0, ...new Uint8Array(128));
  await refuses(tag, "x.mp3", "it holds an ID3 tag and no sound");
  await refuses(tag.subarray(0, 20), "x.mp3", "it holds an ID3 tag and no sound");
  await refuses(
    joined(tag, new Uint8Array(500)),
    "x.mp3",
    "it holds no frames of MPEG audio",
  );
  const mp3 = await readSound("tone.mp3");
  const starts = readMp3(mp3, "tone.mp3").frames.map(({ byteOffset }) => byteOffset);
  mp3.fill(0, starts[4]!, starts[6]!);
  const reason = "it says 9 MPEG frames, but holds 7: some are damaged or missing";
  await refuses(mp3, "x.mp3", reason);
});

Deno.test("a sound that would not fit in memory is refused before it is decoded", async () => {
  const flac = await readSound("tone.flac");
  // The 36 bits of the length; the frames contradict it, which is found first.
  flac.set([0xff, 0xff, 0xff, 0xff], 22);
  await refuses(flac, "x.flac", /it says \d+ samples a channel, but holds 8820: it was cut off$/);
  const head = Uint8Array.of(...text("OpusHead"), 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const page = (sequence: number, flags: number, packets: Uint8Array[]) =>
    oggPage({ flags, position: 0n, serial: 1, sequence }, packets);
  // Packets of 120 ms in two bytes: 50,000 of them would be 288 million samples.
  const packets = Array.from({ length: 250 }, () => Uint8Array.of(0x1b, 2));
  const parts = Array.from({ length: 200 }, (_, i) => page(2 + i, i === 199 ? 4 : 0, packets));
  const opus = joined(page(0, 2, [head]), page(1, 0, [text("OpusTags")]), ...parts);
  await refuses(
    opus,
    "x.opus",
    /it decodes to 288000000 samples in all channels; expected at most/,
  );
});
