/**
 * Parses the "fmt " chunk of a WAV file: the coding of its samples.
 * @module
 */
import { unreadable } from "./reading.ts";
import { HIGHEST_SAMPLE_RATE_HZ } from "./sound.ts";

/** The coding of the samples of a WAV file. */
export interface WavFormat {
  /** Coding of one sample; little-endian. */
  readonly encoding:
    | "unsigned8"
    | "signed16"
    | "signed24"
    | "signed32"
    | "float32"
    | "float64";
  /** Bytes of a sample. */
  readonly sampleBytes: number;
  /** Number of interleaved channels, 1 to 1,024. */
  readonly channels: number;
  /** Samples of a channel per second, 1 to 768,000. */
  readonly sampleRateHz: number;
}

const MOST_CHANNELS = 1024;
const INTEGER = 1, FLOAT = 3, EXTENSIBLE = 0xfffe;
/** The bytes after the format tag in a sub-format that only wraps that tag. */
const TAG_GUID = "000000001000800000aa00389b71";
/** Codings in practical use, by format tag. */
const CODINGS: Readonly<Record<number, string>> = {
  0x02: "Microsoft ADPCM",
  0x06: "A-law",
  0x07: "mu-law",
  0x11: "IMA ADPCM",
  0x31: "GSM 6.10",
  0x50: "MPEG layer 1 or 2",
  0x55: "MP3",
  0x161: "Windows Media Audio",
  0x2000: "AC-3",
};

/**
 * Parses the chunk's content.
 *
 * @throws {InputError} when a number in it is out of range, contradicts another, or its coding is not supported
 */
export function readWavFormat(chunk: Uint8Array, name: string): WavFormat {
  const wrong = (reason: string) => unreadable(name, `its "fmt " chunk ${reason}`);
  if (chunk.length < 16) throw wrong(`has ${chunk.length} bytes; expected at least 16`);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const channels = view.getUint16(2, true);
  const sampleRateHz = view.getUint32(4, true);
  const frameBytes = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  const tag = tagOf(view, bits, wrong);
  if (channels < 1 || channels > MOST_CHANNELS) {
    throw wrong(`says ${channels} channels; expected 1 to ${MOST_CHANNELS}`);
  }
  if (sampleRateHz < 1 || sampleRateHz > HIGHEST_SAMPLE_RATE_HZ) {
    const expected = `expected 1 to ${HIGHEST_SAMPLE_RATE_HZ}`;
    throw wrong(`says ${sampleRateHz} samples a second; ${expected}`);
  }
  const encoding = encodingOf(tag, bits, wrong);
  // Samples of, say, 12 bits are stored in 16, in the highest bits.
  const sampleBytes = Math.ceil(bits / 8);
  if (frameBytes !== channels * sampleBytes) {
    const expected = `expected ${channels * sampleBytes} for ${channels} channels of ${bits} bits`;
    throw wrong(`says blocks of ${frameBytes} bytes; ${expected}`);
  }
  return { encoding, sampleBytes, channels, sampleRateHz };
}

/** Returns the format tag, which the extensible form has in its sub-format. */
function tagOf(view: DataView, bits: number, wrong: (reason: string) => Error): number {
  const tag = view.getUint16(0, true);
  if (tag !== EXTENSIBLE) return tag;
  if (view.byteLength < 40) {
    throw wrong(`has ${view.byteLength} bytes; expected at least 40 for an extensible format`);
  }
  const validBits = view.getUint16(18, true);
  if (validBits > bits) throw wrong(`says ${validBits} valid bits of ${bits}`);
  const guid = new Uint8Array(view.buffer, view.byteOffset + 24, 16).toHex();
  if (!guid.endsWith(TAG_GUID)) throw wrong(`says the unknown sub-format ${guid}`);
  return view.getUint16(24, true);
}

function encodingOf(
  tag: number,
  bits: number,
  wrong: (reason: string) => Error,
): WavFormat["encoding"] {
  if (tag === FLOAT) {
    if (bits === 32 || bits === 64) return `float${bits}`;
    throw wrong(`says floats of ${bits} bits; expected 32 or 64`);
  }
  if (tag !== INTEGER) {
    const coding = CODINGS[tag] ?? `format tag 0x${tag.toString(16)}`;
    throw wrong(`says that the sound is coded as ${coding}; expected integers or floats`);
  }
  if (bits < 1 || bits > 32) throw wrong(`says integers of ${bits} bits; expected 1 to 32`);
  return (["unsigned8", "signed16", "signed24", "signed32"] as const)[Math.ceil(bits / 8) - 1]!;
}
