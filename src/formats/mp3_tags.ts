/**
 * Finds the tags that programs put before, between and behind the frames of an MP3 file, and before other sounds.
 * @module
 */

/** A tag. */
export interface Tag {
  /** What it is called, such as `ID3v2`. */
  readonly name: string;
  /** Its length in bytes; it may reach beyond the file. */
  readonly length: number;
}

const ID3V1_BYTES = 128, APE_HEADER_BYTES = 32;

/** Returns the tag that starts at this position, if one does. */
export function tagAt(bytes: Uint8Array, at: number): Tag | undefined {
  const first = bytes[at];
  // "I", "A" or "T": most bytes are none of these.
  if (first !== 0x49 && first !== 0x41 && first !== 0x54) return undefined;
  const start = String.fromCharCode(...bytes.subarray(at, at + 8));
  if (start.startsWith("ID3")) {
    const length = id3Length(bytes.subarray(at));
    return length === 0 ? undefined : { name: "ID3v2", length };
  }
  if (start === "APETAGEX" && bytes.length - at >= APE_HEADER_BYTES) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, APE_HEADER_BYTES);
    const isHeader = (view.getUint32(20, true) & 0x2000_0000) !== 0;
    // The length that it states leaves out its header; a footer ends the tag.
    const content = isHeader ? view.getUint32(12, true) : 0;
    return { name: "APE", length: APE_HEADER_BYTES + content };
  }
  const isId3v1 = start.startsWith("TAG") && bytes.length - at >= ID3V1_BYTES;
  return isId3v1 ? { name: "ID3v1", length: ID3V1_BYTES } : undefined;
}

/** Returns the length of the ID3v2 tag at the start; 0 without one. */
export function id3Length(bytes: Uint8Array): number {
  const isTag = bytes.length >= 10 && bytes[0] === 0x49 && bytes[1] === 0x44 && bytes[2] === 0x33;
  if (!isTag) return 0;
  // Four times seven bits; a flag announces a footer of ten bytes.
  const content = bytes.subarray(6, 10).reduce((length, byte) => length << 7 | byte & 0x7f, 0);
  return 10 + content + ((bytes[5]! & 0x10) !== 0 ? 10 : 0);
}
