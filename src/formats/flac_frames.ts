/**
 * Finds the frames of a FLAC stream (RFC 9639, section 9). A frame does not state its length: it ends where its
 * checksum matches and the next one starts.
 * @module
 */
import { tagAt } from "./mp3_tags.ts";
import { asciiOf } from "./riff.ts";
import { unreadable } from "./reading.ts";

/** The shortest frame: a header of 6 bytes, a constant subframe of 2, a checksum of 2. */
const SHORTEST_FRAME = 10;
/** A tag of an older kind than FLAC's own, which some programs append. */
const ID3V1_BYTES = 128;

/** The frames of a stream. */
export interface FlacFrames {
  /** The frames, whole, in order. */
  readonly frames: readonly Uint8Array[];
  /** Samples of a channel in all of them. */
  readonly samples: number;
  /** Number of bytes behind the last frame, except a tag of the older kind. */
  readonly rest: number;
}

/**
 * Splits the frames and checks their checksums.
 *
 * @param bytes the bytes after the metadata
 * @param expected samples of a channel that the metadata states, 0 if it does not; once they are there, other bytes may
 * follow
 * @param name the file's name, for error messages
 * @throws {InputError} when a frame is damaged or cut off
 */
export function splitFlacFrames(bytes: Uint8Array, expected: number, name: string): FlacFrames {
  const hasTag = asciiOf(bytes.subarray(-ID3V1_BYTES).subarray(0, 3)) === "TAG";
  const audio = hasTag ? bytes.subarray(0, -ID3V1_BYTES) : bytes;
  const frames: Uint8Array[] = [];
  let samples = 0;
  for (let at = 0; at < audio.length;) {
    const count = flacFrameBlockSize(audio.subarray(at));
    if (count === undefined && expected > 0 && samples === expected) {
      return { frames, samples, rest: audio.length - at };
    }
    const isLast = samples + (count ?? 0) === expected;
    const end = count === undefined ? undefined : frameEnd(audio, at, isLast);
    if (end === undefined) {
      throw unreadable(name, `FLAC frame ${frames.length} is damaged or cut off`);
    }
    frames.push(audio.subarray(at, end));
    samples += count!;
    at = end;
  }
  return { frames, samples, rest: 0 };
}

/**
 * Returns the samples of a channel in the frame at this position.
 *
 * @returns undefined when no frame starts there
 */
export function flacFrameBlockSize(frame: Uint8Array): number | undefined {
  const [sync = 0, strategy = 0, sizeAndRate = 0, channelsAndDepth = 0, number = 0] = frame;
  const sizeCode = sizeAndRate >> 4,
    rateCode = sizeAndRate & 0xf,
    channelCode = channelsAndDepth >> 4;
  const reserved = sizeCode === 0 || rateCode === 15 || channelCode > 10 ||
    (channelsAndDepth & 1) !== 0;
  if (sync !== 0xff || (strategy & 0xfe) !== 0xf8 || reserved) return undefined;
  // The frame's number is encoded like a UTF-8 character, in 1 to 7 bytes.
  const leadingOnes = Math.clz32(~(number << 24));
  const sizeAt = 4 + Math.max(1, leadingOnes);
  const rateAt = sizeAt + (sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0);
  const end = rateAt + (rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0);
  if (leadingOnes === 1 || leadingOnes > 7 || frame.length <= end) return undefined;
  if (checksum8(frame.subarray(0, end)) !== frame[end]) return undefined;
  if (sizeCode === 1) return 192;
  if (sizeCode < 6) return 144 << sizeCode;
  if (sizeCode === 6) return frame[sizeAt]! + 1;
  if (sizeCode === 7) return (frame[sizeAt]! << 8 | frame[sizeAt + 1]!) + 1;
  return 1 << sizeCode;
}

/**
 * Returns where the frame at `at` ends, if it is complete.
 *
 * @param mayBeLast whether bytes other than a frame may follow; the checksum matches by chance once in 65,536 bytes, so
 * a place where a tag starts goes before others
 */
function frameEnd(bytes: Uint8Array, at: number, mayBeLast: boolean): number | undefined {
  let sum = 0, first: number | undefined;
  for (let i = at; i < bytes.length; i++) {
    // The checksum over data that includes its own checksum is zero.
    if (sum === 0 && i - at >= SHORTEST_FRAME) {
      const follows = bytes[i] === 0xff && flacFrameBlockSize(bytes.subarray(i)) !== undefined;
      if (follows || mayBeLast && tagAt(bytes, i) !== undefined) return i;
      first ??= i;
    }
    sum = (sum << 8 & 0xffff) ^ CHECKSUMS_16[sum >> 8 ^ bytes[i]!]!;
  }
  if (sum === 0) return bytes.length;
  return mayBeLast ? first : undefined;
}

/** The checksums of single bytes, highest bit first. */
function checksumTable(width: 8 | 16, polynomial: number): Uint16Array {
  const top = 1 << (width - 1);
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let sum = byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) sum = (sum << 1) ^ ((sum & top) !== 0 ? polynomial : 0);
    return sum & (2 * top - 1);
  });
}

const CHECKSUMS_8 = checksumTable(8, 0x07), CHECKSUMS_16 = checksumTable(16, 0x8005);

function checksum8(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => CHECKSUMS_8[sum ^ byte]!, 0);
}
