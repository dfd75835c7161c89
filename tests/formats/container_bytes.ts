/**
 * Builds small AIFF, AU, CAF and Wave64 files at 22,050 Hz.
 * @module
 */

const ascii = (text: string) => [...new TextEncoder().encode(text)];
/** Big-endian bytes of a number. */
const big = (value: number, bytes: number) =>
  Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) % 256);
const little = (value: number, bytes: number) => big(value, bytes).reverse();

/** Builds a chunk of an IFF file. */
export function aiffChunk(id: string, content: Uint8Array, length = content.length): Uint8Array {
  return Uint8Array.of(...ascii(id), ...big(length, 4), ...content);
}

/** The content of a COMM chunk; with a coding, of AIFF-C. */
export function commonBytes(
  frames: number,
  bits: number,
  coding?: string,
  channels = 1,
  sampleRateHz = 22_050,
): Uint8Array {
  // 22,050 lies between 2 ** 14 and 2 ** 15; 0 has no digits.
  const digits = sampleRateHz === 0 ? 0 : sampleRateHz * 2 ** 17;
  const rate = [...big(16_383 + 14, 2), ...big(digits, 4), 0, 0, 0, 0];
  const name = coding === undefined ? [] : [...ascii(coding), 0, 0];
  return Uint8Array.of(...big(channels, 2), ...big(frames, 4), ...big(bits, 2), ...rate, ...name);
}

/** Builds an AIFF file, or an AIFF-C file where the COMM chunk has a coding. */
export function aiff(common: Uint8Array, data: Uint8Array): Uint8Array {
  const kind = common.length > 18 ? "AIFC" : "AIFF";
  const sound = aiffChunk("SSND", Uint8Array.of(...new Uint8Array(8), ...data));
  const content = [...ascii(kind), ...aiffChunk("COMM", common), ...sound];
  return aiffChunk("FORM", Uint8Array.from(content));
}

/** Builds an AU file. */
export function au(
  coding: number,
  data: Uint8Array,
  { id = ".snd", length = data.length, channels = 1 } = {},
): Uint8Array {
  const number = id === ".snd" ? big : little;
  const fields = [24, length, coding, 22_050, channels].flatMap((value) => number(value, 4));
  return Uint8Array.of(...ascii(id), ...fields, ...data);
}

/** Builds a chunk of a CAF file. */
export function cafChunk(id: string, content: Uint8Array, length = content.length): Uint8Array {
  const size = length < 0 ? Array(8).fill(0xff) : big(length, 8);
  return Uint8Array.of(...ascii(id), ...size, ...content);
}

/** The content of a "desc" chunk of one channel. */
export function descriptionBytes(
  coding: string,
  flags: number,
  sampleBytes: number,
  channels = 1,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(32));
  view.setFloat64(0, 22_050);
  const bytes = new Uint8Array(view.buffer);
  bytes.set(ascii(coding), 8);
  [flags, sampleBytes * channels, 1, channels, 8 * sampleBytes].forEach((field, i) =>
    view.setUint32(12 + 4 * i, field)
  );
  return bytes;
}

/** Builds a CAF file of these chunks. */
export function caf(...chunks: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.of(...ascii("caff"), 0, 1, 0, 0, ...chunks.flatMap((chunk) => [...chunk]));
}

/** Builds a Wave64 file of this "fmt " chunk and this sound. */
export function wave64(
  format: Uint8Array,
  data: Uint8Array,
  { length = 24 + data.length, whole = undefined as number | undefined } = {},
): Uint8Array {
  const rest = [...Uint8Array.fromHex("f3acd3118cd100c04f8edb8a")];
  const part = (id: string, content: Uint8Array, size: number) => [
    ...ascii(id),
    ...rest,
    ...little(size, 8),
    ...content,
  ];
  const chunks = [
    ...ascii("wave"),
    ...rest,
    ...part("fmt ", format, 24 + format.length),
    ...part("data", data, length),
  ];
  const file = [...Uint8Array.fromHex("726966662e91cf11a5d628db04c10000")];
  return Uint8Array.of(...file, ...little(whole ?? 24 + chunks.length, 8), ...chunks);
}
