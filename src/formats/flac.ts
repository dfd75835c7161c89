/**
 * Reads FLAC (RFC 9639): the stream's description and the positions of its frames, in a file of its own or in Ogg.
 * @module
 */
import { flacFrameBlockSize, type FlacFrames, splitFlacFrames } from "./flac_frames.ts";
import type { OggPacket } from "./ogg.ts";
import { unreadable } from "./reading.ts";
import { HIGHEST_SAMPLE_RATE_HZ } from "./sound.ts";

/** A FLAC stream, not yet decoded. */
export interface FlacStream {
  /** Channels, 1 to 8. */
  readonly channels: number;
  /** Samples of a channel per second, 1 to 768,000. */
  readonly sampleRateHz: number;
  /** Bits of a sample, 4 to 32. */
  readonly bits: number;
  /** Samples of a channel. */
  readonly samples: number;
  /** The start of a file with only this stream's metadata: what a decoder needs before the frames. */
  readonly header: Uint8Array;
  /** The frames, whole, in order. */
  readonly frames: readonly Uint8Array[];
  /** What was unusual about the file. */
  readonly notes: readonly string[];
}

/** The content of the STREAMINFO block; the number of samples is 0 if its writer did not know it. */
type StreamInfo = Omit<FlacStream, "frames" | "notes">;

/** "fLaC". */
const MAGIC = [0x66, 0x4c, 0x61, 0x43];
const STREAM_INFO_BYTES = 34;
/** The bytes before the STREAMINFO block in an Ogg stream: 0x7f, "FLAC", version, packet count, "fLaC". */
const OGG_PREFIX_BYTES = 13;

/**
 * Reads a FLAC file and checks the checksums of its frames.
 *
 * @param bytes the whole file, which starts with `fLaC`
 * @param name the file's name, for error messages
 * @throws {InputError} when a block or frame is damaged or cut off, or there are fewer samples than the file states
 */
export function readFlac(bytes: Uint8Array, name: string): FlacStream {
  let info: StreamInfo | undefined;
  for (let at = 4;;) {
    const content = blockContent(bytes.subarray(at), name);
    info ??= readStreamInfo(bytes[at]!, content, name);
    const isLast = bytes[at]! >= 0x80;
    at += 4 + content.length;
    if (isLast) {
      return streamOf(info, splitFlacFrames(bytes.subarray(at), info.samples, name), name);
    }
  }
}

/**
 * Reads the packets of a FLAC stream in Ogg (RFC 9639, section 10.1).
 *
 * @throws {InputError} when a block or frame is damaged, or there are fewer samples than the stream states
 */
export function readOggFlac(packets: readonly OggPacket[], name: string): FlacStream {
  const first = packets[0]!.bytes.subarray(OGG_PREFIX_BYTES);
  const info = readStreamInfo(first[0] ?? 0, blockContent(first, name), name);
  // A frame starts with the byte 0xff, which is no type of block.
  const frames = packets.map(({ bytes }) => bytes).filter(({ [0]: start }) => start === 0xff);
  const samples = frames.reduce((sum, frame) => sum + (flacFrameBlockSize(frame) ?? 0), 0);
  return streamOf(info, { frames, samples, rest: 0 }, name);
}

/** Returns the content of the metadata block at this position, after its type and length. */
function blockContent(bytes: Uint8Array, name: string): Uint8Array {
  const length = (bytes[1] ?? 0) << 16 | (bytes[2] ?? 0) << 8 | (bytes[3] ?? 0);
  if (bytes.length < 4 + length) throw unreadable(name, "it ends inside its FLAC metadata");
  return bytes.subarray(4, 4 + length);
}

function readStreamInfo(type: number, block: Uint8Array, name: string): StreamInfo {
  if ((type & 0x7f) !== 0 || block.length !== STREAM_INFO_BYTES) {
    throw unreadable(name, "its FLAC metadata does not start with STREAMINFO");
  }
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const sampleRateHz = view.getUint32(10) >>> 12;
  if (sampleRateHz < 1 || sampleRateHz > HIGHEST_SAMPLE_RATE_HZ) {
    const expected = `expected 1 to ${HIGHEST_SAMPLE_RATE_HZ}`;
    throw unreadable(name, `its FLAC metadata says ${sampleRateHz} samples a second; ${expected}`);
  }
  const channels = (view.getUint8(12) >> 1 & 7) + 1;
  const bits = (view.getUint16(12) >> 4 & 0x1f) + 1;
  const samples = (view.getUint8(13) & 0xf) * 2 ** 32 + view.getUint32(14);
  const header = new Uint8Array(MAGIC.length + 4 + STREAM_INFO_BYTES);
  // The block's type with the flag of the last block, and its length.
  header.set([...MAGIC, 0x80, 0, 0, STREAM_INFO_BYTES]);
  header.set(block, MAGIC.length + 4);
  return { channels, sampleRateHz, bits, samples, header };
}

function streamOf(
  info: StreamInfo,
  { frames, samples, rest }: FlacFrames,
  name: string,
): FlacStream {
  const notes: string[] = [];
  if (rest > 0) notes.push(`${rest} bytes behind the last FLAC frame are passed over`);
  if (info.samples !== 0 && info.samples !== samples) {
    const reason = `it says ${info.samples} samples a channel, but holds ${samples}`;
    if (info.samples > samples) throw unreadable(name, `${reason}: it was cut off`);
    notes.push(reason);
  }
  return { ...info, samples, frames, notes };
}
