/**
 * Follows the reservoir of layer III (ISO/IEC 11172-3, section 2.4.3.4): the sound of a frame may begin in the bytes of
 * earlier ones, as its side information says, but not before the sound of the frame before it ends. Where it does, frames
 * between the two are missing.
 * @module
 */
import type { Mp3FrameHeader } from "./mp3_frame.ts";

/** What the side information of a frame says. */
interface SideInformation {
  /** Bytes of sound that lie before the frame's own. */
  readonly before: number;
  /** Bits of the frame's sound. */
  readonly bits: number;
  /** Bytes of the frame that hold sound, its own or that of later frames. */
  readonly room: number;
}

/** Follows frames, one after the other. */
export class Reservoir {
  /** Bytes for sound in all frames so far. */
  #room = 0;
  /** Where the sound of the last frame ends, in bits of these. */
  #end = 0;

  /**
   * Adds a frame.
   *
   * @param frame its bytes
   * @returns the bytes that lie between the last frame's sound and this one's; negative where they overlap, which they
   * cannot in a whole stream
   */
  add(frame: Uint8Array, header: Mp3FrameHeader): number {
    const { before, bits, room } = sideInformation(frame, header);
    const start = this.#room - before;
    const between = start - Math.ceil(this.#end / 8);
    this.#end = 8 * start + bits;
    this.#room += room;
    return between;
  }
}

function sideInformation(
  frame: Uint8Array,
  { samples, channels, tagStart, length }: Mp3FrameHeader,
): SideInformation {
  const isFull = samples === 1152;
  const checksum = (frame[1]! & 1) === 0 ? 2 : 0;
  const start = 8 * (4 + checksum);
  const granules = isFull ? 2 : 1, granuleBits = isFull ? 59 : 63;
  // Private bits, and which scale factors the second granule shares with the first.
  const first = isFull ? 9 + (channels === 1 ? 5 : 3) + 4 * channels : 8 + channels;
  let bits = 0;
  for (let i = 0; i < granules * channels; i++) {
    bits += bitsAt(frame, start + first + i * granuleBits, 12);
  }
  const before = bitsAt(frame, start, isFull ? 9 : 8);
  return { before, bits, room: length - tagStart - checksum };
}

/** Up to 16 bits as a number. */
function bitsAt(bytes: Uint8Array, at: number, count: number): number {
  const byte = at >> 3;
  const three = (bytes[byte] ?? 0) << 16 | (bytes[byte + 1] ?? 0) << 8 | (bytes[byte + 2] ?? 0);
  return three >> 24 - (at & 7) - count & (1 << count) - 1;
}
