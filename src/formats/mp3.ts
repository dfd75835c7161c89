/**
 * Reads MP3: the frames of MPEG audio layer III (ISO/IEC 11172-3, 13818-3) between the tags that programs add.
 * @module
 */
import { frameHeader, type Mp3FrameHeader } from "./mp3_frame.ts";
import { unreadable } from "./reading.ts";
import { asciiOf } from "./riff.ts";

/** An MP3 stream, not yet decoded. */
export interface Mp3Stream {
  /** 1 or 2. */
  readonly channels: number;
  /** Samples of a channel per second. */
  readonly sampleRateHz: number;
  /** Samples of a channel in all frames, including the padding that the encoder added at both ends. */
  readonly samples: number;
  /** The frames, complete and in order; the first one may describe the others and contain no sound. */
  readonly frames: readonly Uint8Array[];
}

const ID3V1_BYTES = 128;
/** How far the first frame may be from the tags: the bytes before it are skipped. */
const FARTHEST_START = 65_536;

/**
 * Finds the frames of an MP3 file.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when there are none, other data lies between them, or the file was cut off
 */
export function readMp3(bytes: Uint8Array, name: string): Mp3Stream {
  const tagged = id3Length(bytes);
  if (tagged > 0 && tagged >= bytes.length) {
    throw unreadable(name, "it holds an ID3 tag and no sound");
  }
  const audio = withoutId3v1(bytes);
  const start = findMp3Frame(audio, tagged, tagged + FARTHEST_START);
  if (start === undefined) throw unreadable(name, "it holds no frames of MPEG layer III");
  const first = frameHeader(audio, start)!;
  const frames: Uint8Array[] = [];
  let at = start;
  for (let header; (header = frameHeader(audio, at)) !== undefined; at += header.length) {
    if (!isAlike(header, first)) {
      throw unreadable(name, `the sample rate or the channels change at byte ${at}`);
    }
    if (at + header.length > audio.length) {
      throw unreadable(name, `it ends inside the MPEG frame at byte ${at}: it was cut off`);
    }
    frames.push(audio.subarray(at, at + header.length));
  }
  if (findMp3Frame(audio, at, audio.length) !== undefined) {
    throw unreadable(name, `byte ${at} is not the start of an MPEG frame, but more frames follow`);
  }
  checkCount(frames, first, name);
  const { channels, sampleRateHz, samples } = first;
  return { channels, sampleRateHz, samples: frames.length * samples, frames };
}

/**
 * Finds the first frame: one that is followed by another of its kind, or by the end.
 *
 * @param from where to start
 * @param to where to stop
 */
export function findMp3Frame(bytes: Uint8Array, from: number, to: number): number | undefined {
  for (let at = from; at < Math.min(to, bytes.length); at++) {
    const header = frameHeader(bytes, at);
    if (header === undefined) continue;
    const next = frameHeader(bytes, at + header.length);
    const isLast = at + header.length === bytes.length;
    if (isLast || next !== undefined && isAlike(header, next)) return at;
  }
  return undefined;
}

/** Returns the length of the ID3v2 tag at the start; 0 without one. */
export function id3Length(bytes: Uint8Array): number {
  if (bytes.length < 10 || asciiOf(bytes.subarray(0, 3)) !== "ID3") return 0;
  // Four times seven bits; a flag announces a footer of ten bytes.
  const content = bytes.subarray(6, 10).reduce((length, byte) => length << 7 | byte & 0x7f, 0);
  return 10 + content + ((bytes[5]! & 0x10) !== 0 ? 10 : 0);
}

function withoutId3v1(bytes: Uint8Array): Uint8Array {
  const hasTag = asciiOf(bytes.subarray(-ID3V1_BYTES).subarray(0, 3)) === "TAG";
  return hasTag ? bytes.subarray(0, -ID3V1_BYTES) : bytes;
}

function isAlike(a: Mp3FrameHeader, b: Mp3FrameHeader): boolean {
  return a.sampleRateHz === b.sampleRateHz && a.channels === b.channels;
}

/** The first frame can state how many follow (the tag of Xing's and LAME's encoders). */
function checkCount(frames: readonly Uint8Array[], header: Mp3FrameHeader, name: string): void {
  const tag = frames[0]!.subarray(header.tagStart);
  const id = asciiOf(tag.subarray(0, 4));
  if (id !== "Xing" && id !== "Info" || tag.length < 12) return;
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength);
  const says = view.getUint32(8), holds = frames.length - 1;
  if ((view.getUint32(4) & 1) !== 0 && says > holds) {
    throw unreadable(name, `it says ${says} MPEG frames, but holds ${holds}: it was cut off`);
  }
}
