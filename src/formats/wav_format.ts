/**
 * Parses the "fmt " chunk of a WAV file: the coding of its samples.
 * @module
 */
import { ADPCM_HEADER_BYTES, type AdpcmFormat } from "./adpcm.ts";
import { GSM_BLOCK_BYTES } from "./gsm.ts";
import { checkRange, type PcmCoding, type PcmFormat, SAMPLE_BYTES } from "./pcm.ts";
import { unreadable } from "./reading.ts";

/** Frames of MPEG audio, of which the chunk says nothing that they do not. */
export interface MpegFormat {
  readonly coding: "mpeg";
}

/** Blocks of GSM full-rate speech. */
export interface GsmFormat {
  readonly coding: "gsm";
}

/** The coding of the samples of a WAV file. */
export interface WavFormat {
  /** How the samples lie in the data. */
  readonly layout: PcmFormat | AdpcmFormat | GsmFormat | MpegFormat;
  /** Samples of a channel per second, 1 to 768,000. */
  readonly sampleRateHz: number;
  /** What in the chunk contradicts the rest and does not matter. */
  readonly notes: readonly string[];
}

const INTEGER = 1, MICROSOFT_ADPCM = 2, FLOAT = 3, A_LAW = 6, MU_LAW = 7, IMA_ADPCM = 0x11;
const GSM = 0x31, MPEG = 0x50, MP3 = 0x55, EXTENSIBLE = 0xfffe;
/** The bytes after the format tag, which takes four, in a sub-format that only wraps that tag. */
const TAG_GUID = "00001000800000aa00389b71", BIG_TAG_GUID = "00000010800000aa00389b71";
/** Codings in practical use that are not read, by format tag. */
const CODINGS: Readonly<Record<number, string>> = {
  0x20: "Yamaha ADPCM",
  0x40: "G.721 ADPCM",
  0x45: "G.726 ADPCM",
  0x64: "G.726 ADPCM",
  0xff: "AAC",
  0x160: "Windows Media Audio",
  0x161: "Windows Media Audio",
  0x162: "Windows Media Audio",
  0x163: "Windows Media Audio",
  0x1600: "AAC",
  0x2000: "AC-3",
};
/** Pairs of coefficients that every file of Microsoft's ADPCM has. */
const MICROSOFT_COEFFICIENTS: readonly (readonly [number, number])[] = [
  [256, 0],
  [512, -256],
  [0, 0],
  [192, 64],
  [240, 0],
  [460, -208],
  [392, -232],
];

/** The fields that all codings have. */
interface Fields {
  readonly view: DataView;
  readonly tag: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly blockBytes: number;
  readonly bits: number;
  readonly littleEndian: boolean;
  readonly wrong: (reason: string) => Error;
}

/**
 * Parses the chunk's content.
 *
 * @param littleEndian whether the lowest byte of a number comes first, as in all but RIFX files
 * @throws {InputError} when a number in it is out of range, contradicts another, or its coding is not supported
 */
export function readWavFormat(chunk: Uint8Array, name: string, littleEndian = true): WavFormat {
  const wrong = (reason: string) => unreadable(name, `its "fmt " chunk ${reason}`);
  if (chunk.length < 16) throw wrong(`has ${chunk.length} bytes; expected at least 16`);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const channels = view.getUint16(2, littleEndian);
  const sampleRateHz = view.getUint32(4, littleEndian);
  const fields: Fields = {
    view,
    tag: tagOf(view, littleEndian, wrong),
    channels,
    sampleRateHz,
    blockBytes: view.getUint16(12, littleEndian),
    bits: view.getUint16(14, littleEndian),
    littleEndian,
    wrong,
  };
  checkRange(channels, sampleRateHz, wrong);
  if (fields.tag === IMA_ADPCM || fields.tag === MICROSOFT_ADPCM) {
    return { layout: adpcmOf(fields), sampleRateHz, notes: [] };
  }
  if (fields.tag === GSM) {
    if (channels !== 1) throw wrong(`says GSM 6.10 of ${channels} channels; expected 1`);
    if (fields.blockBytes !== GSM_BLOCK_BYTES) {
      const expected = `expected ${GSM_BLOCK_BYTES}`;
      throw wrong(`says GSM 6.10 blocks of ${fields.blockBytes} bytes; ${expected}`);
    }
    return { layout: { coding: "gsm" }, sampleRateHz, notes: [] };
  }
  if (fields.tag === MPEG || fields.tag === MP3) {
    return { layout: { coding: "mpeg" }, sampleRateHz, notes: [] };
  }
  return { ...pcmOf(fields), sampleRateHz };
}

/** Returns the format tag, which the extensible form has in its sub-format. */
function tagOf(
  view: DataView,
  littleEndian: boolean,
  wrong: (reason: string) => Error,
): number {
  const tag = view.getUint16(0, littleEndian);
  if (tag !== EXTENSIBLE) return tag;
  if (view.byteLength < 40) {
    throw wrong(`has ${view.byteLength} bytes; expected at least 40 for an extensible format`);
  }
  const guid = new Uint8Array(view.buffer, view.byteOffset + 24, 16).toHex();
  if (guid.slice(8) !== (littleEndian ? TAG_GUID : BIG_TAG_GUID)) {
    throw wrong(`says the unknown sub-format ${guid}`);
  }
  return view.getUint32(24, littleEndian);
}

function adpcmOf({ view, tag, channels, blockBytes, bits, littleEndian, wrong }: Fields) {
  const coding = tag === IMA_ADPCM ? "ima" : "microsoft";
  if (bits !== 4) throw wrong(`says ADPCM of ${bits} bits; expected 4`);
  if (coding === "microsoft" && channels > 2) {
    throw wrong(`says Microsoft ADPCM of ${channels} channels; expected 1 or 2`);
  }
  if (blockBytes <= ADPCM_HEADER_BYTES[coding] * channels) {
    throw wrong(`says ADPCM blocks of ${blockBytes} bytes, which hold only their header`);
  }
  const coefficients = coding === "ima" ? [] : coefficientsOf(view, littleEndian, wrong);
  return { coding, channels, blockBytes, coefficients } as const;
}

/** The pairs that the chunk lists; those of every file where it lists none. */
function coefficientsOf(
  view: DataView,
  littleEndian: boolean,
  wrong: (reason: string) => Error,
): readonly (readonly [number, number])[] {
  const count = view.byteLength < 22 ? 0 : view.getUint16(20, littleEndian);
  if (count === 0) return MICROSOFT_COEFFICIENTS;
  if (view.byteLength < 22 + 4 * count) {
    throw wrong(`says ${count} pairs of ADPCM coefficients, but has ${view.byteLength} bytes`);
  }
  return Array.from({ length: count }, (_, i) => {
    const at = 22 + 4 * i;
    return [view.getInt16(at, littleEndian), view.getInt16(at + 2, littleEndian)] as const;
  });
}

function pcmOf(fields: Fields): Pick<WavFormat, "layout" | "notes"> {
  const { view, channels, sampleRateHz, blockBytes, bits, littleEndian } = fields;
  const { coding, isPadded } = codingOf(fields);
  const layout = { coding, channels, sampleRateHz, littleEndian };
  const expected = channels * SAMPLE_BYTES[coding];
  const notes: string[] = [];
  if (isPadded) notes.push(`its samples of ${bits} bits take ${SAMPLE_BYTES[coding]} bytes each`);
  if (blockBytes !== expected) {
    notes.push(`its "fmt " chunk says blocks of ${blockBytes} bytes, which have ${expected}`);
  }
  const rate = view.getUint32(8, littleEndian), bytesASecond = sampleRateHz * expected;
  if (rate !== Math.min(bytesASecond, 2 ** 32 - 1)) {
    notes.push(`its "fmt " chunk says ${rate} bytes a second, which are ${bytesASecond}`);
  }
  const isExtensible = view.getUint16(0, littleEndian) === EXTENSIBLE;
  const validBits = isExtensible ? view.getUint16(18, littleEndian) : 0;
  if (validBits > bits) notes.push(`its "fmt " chunk says ${validBits} valid bits of ${bits}`);
  return { layout, notes };
}

/** Integers by the bytes that they take; samples of, say, 12 bits are stored in 16, in the highest bits. */
const INTEGERS = ["unsigned8", "signed16", "signed24", "signed32"] as const;

/** The coding of a sample, and whether it takes more bytes than its bits need. */
function codingOf(
  { tag, bits, channels, blockBytes, wrong }: Fields,
): { readonly coding: PcmCoding; readonly isPadded: boolean } {
  if (tag === A_LAW || tag === MU_LAW) {
    return { coding: tag === A_LAW ? "alaw" : "mulaw", isPadded: false };
  }
  if (tag === FLOAT) {
    if (bits === 32 || bits === 64) return { coding: `float${bits}`, isPadded: false };
    throw wrong(`says floats of ${bits} bits; expected 32 or 64`);
  }
  if (tag !== INTEGER) {
    const coding = CODINGS[tag] ?? `format tag 0x${tag.toString(16)}`;
    throw wrong(
      `says that the sound is coded as ${coding}; expected integers, floats, A-law, mu-law, ` +
        "ADPCM of IMA or Microsoft, GSM 6.10 or MPEG audio; convert it: ffmpeg -i in.wav out.flac",
    );
  }
  if (bits === 64) return { coding: "signed64", isPadded: false };
  if (bits < 1 || bits > 32) throw wrong(`says integers of ${bits} bits; expected 1 to 32, or 64`);
  const needed = Math.ceil(bits / 8), given = blockBytes / channels;
  const isPadded = needed > 1 && given > needed && given <= 4 && Number.isInteger(given);
  return { coding: INTEGERS[(isPadded ? given : needed) - 1]!, isPadded };
}
