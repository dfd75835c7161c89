/**
 * Computes the checksums of damaged files again, so that a reader comes to what lies behind them.
 * @module
 */
import { joined, oggChecksum } from "./ogg_bytes.ts";

/** Returns an Ogg file in which the checksum of every page that is whole is right. */
export function mendedOgg(bytes: Uint8Array): Uint8Array {
  const mended = bytes.slice();
  const view = new DataView(mended.buffer);
  for (let at = 0; at + 27 <= mended.length; at++) {
    if (view.getUint32(at) !== 0x4f676753) continue;
    const segments = mended.subarray(at + 27, at + 27 + mended[at + 26]!);
    const length = 27 + segments.length + segments.reduce((sum, one) => sum + one, 0);
    if (at + length > mended.length) continue;
    view.setUint32(at + 22, 0);
    view.setUint32(at + 22, oggChecksum(mended.subarray(at, at + length)), true);
    at += length - 1;
  }
  return mended;
}

/** Returns a FLAC frame in which the checksums of its header and of all of it are right. */
export function mendedFlacFrame(frame: Uint8Array): Uint8Array {
  const mended = frame.slice();
  if (mended.length < 10) return mended;
  // The frame's number takes as many bytes as a character of UTF-8.
  const ones = Math.clz32(~(mended[4]! << 24));
  const sizeCode = mended[2]! >> 4, rateCode = mended[2]! & 0xf;
  const size = sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0;
  const rate = rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0;
  const end = Math.min(mended.length - 3, 4 + Math.max(1, ones) + size + rate);
  mended[end] = checksum(mended.subarray(0, end), 8, 0x07);
  new DataView(mended.buffer).setUint16(
    mended.length - 2,
    checksum(mended.subarray(0, -2), 16, 0x8005),
  );
  return mended;
}

/** Returns a FLAC file whose frames, after the metadata, are these with right checksums. */
export function mendedFlac(metadata: Uint8Array, frames: readonly Uint8Array[]): Uint8Array {
  return joined(metadata, ...frames.map(mendedFlacFrame));
}

/** A cyclic redundancy check, highest bit first, bit by bit. */
function checksum(bytes: Uint8Array, width: 8 | 16, polynomial: number): number {
  const top = 1 << (width - 1);
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) sum = (sum << 1) ^ ((sum & top) !== 0 ? polynomial : 0);
    sum &= 2 * top - 1;
  }
  return sum;
}
