/**
 * Normalizes text by the map that a SentencePiece model holds (`precompiled_charsmap`): a double array trie of what is
 * replaced, and the replacements.
 * @module
 */
import { unreadable } from "../../formats/reading.ts";

/** Longest piece of text, in bytes of UTF-8, that is looked up whole, as Hugging Face's library does. */
const LONGEST_WHOLE = 5;

/**
 * Reads a map and returns the function that normalizes by it.
 *
 * @param base64 the map, in Base64
 * @param path the tokenizer's name, for error messages
 * @throws {InputError} when it is not such a map
 */
export function charsmapNormalizer(base64: string, path: string): (text: string) => string {
  const map = mapOf(base64, path);
  const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
  const encoder = new TextEncoder();
  return (text) => {
    let normalized = "";
    for (const { segment } of segmenter.segment(text)) {
      const bytes = encoder.encode(segment);
      const whole = bytes.length <= LONGEST_WHOLE ? replacement(map, bytes) : undefined;
      if (whole !== undefined) normalized += whole;
      else {
        for (const one of segment) normalized += replacement(map, encoder.encode(one)) ?? one;
      }
    }
    return normalized;
  };
}

interface Charsmap {
  readonly units: Uint32Array;
  /** The replacements, each ended by a zero. */
  readonly replacements: Uint8Array;
}

function mapOf(base64: string, path: string): Charsmap {
  const bytes = decoded(base64);
  const size = bytes !== undefined && bytes.length >= 4
    ? new DataView(bytes.buffer).getUint32(0, true)
    : 0;
  if (bytes === undefined || size === 0 || size % 4 !== 0 || size > bytes.length - 4) {
    throw unreadable(path, 'its "precompiled_charsmap" is damaged; get the file again');
  }
  const view = new DataView(bytes.buffer, 4, size);
  const units = Uint32Array.from({ length: size / 4 }, (_, i) => view.getUint32(4 * i, true));
  return { units, replacements: bytes.subarray(4 + size) };
}

function decoded(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The replacement of the shortest beginning of a text that the map has. */
function replacement({ units, replacements }: Charsmap, bytes: Uint8Array): string | undefined {
  let at = offsetOf(units[0]!);
  for (const byte of bytes) {
    at ^= byte;
    const unit = units[at];
    // The highest bit marks a value.
    if (byte === 0 || unit === undefined || (unit & 0x800000ff) >>> 0 !== byte) return undefined;
    at ^= offsetOf(unit);
    if ((unit & 0x100) === 0) continue;
    const start = (units[at] ?? 0) & 0x7fffffff;
    const end = replacements.indexOf(0, start);
    return new TextDecoder().decode(replacements.subarray(start, end < 0 ? undefined : end));
  }
  return undefined;
}

function offsetOf(unit: number): number {
  return ((unit >>> 10) << ((unit & 0x200) >>> 6)) >>> 0;
}
