/**
 * Reads MP3, MP2 and MP1: the frames of MPEG audio, layer III, II or I (ISO/IEC 11172-3, 13818-3), between the tags that
 * programs add.
 * @module
 */
import { Reservoir } from "./mp3_reservoir.ts";
import { frameHeader, type Mp3FrameHeader } from "./mp3_frame.ts";
import { tagAt } from "./mp3_tags.ts";
import { unreadable } from "./reading.ts";
import { asciiOf } from "./riff.ts";

/** An MP3 stream, not yet decoded. */
export interface Mp3Stream {
  /** 1 or 2; 2 if the frames have both. */
  readonly channels: number;
  /** Samples of a channel per second. */
  readonly sampleRateHz: number;
  /** Samples of a channel in all frames, including the padding that the encoder added at both ends. */
  readonly samples: number;
  /** The frames, complete and in order; the first one may describe the others and contain no sound. */
  readonly frames: readonly Uint8Array[];
  /** What was unusual about the file. */
  readonly notes: readonly string[];
}

/** How far the first frame may be from the tags: the bytes before it are skipped. */
const FARTHEST_START = 65_536;

/** What lies in a file. */
interface Content {
  readonly frames: Uint8Array[];
  /** Tags between the frames, by what they are called. */
  readonly tags: string[];
  /** Bytes between and behind the frames that are neither frames nor tags. */
  strange: number;
  /** Where the file ends inside a frame; undefined if it does not. */
  cutFrame: number | undefined;
  /** Where frames of other channels than the first one's start; undefined if none do. */
  otherChannels: number | undefined;
  /** Bytes that are passed over between two frames, and what shows whether frames were there. */
  readonly gaps: Gap[];
  /** Bytes between the sounds of frames that follow on each other, of layer III. */
  readonly chain: number[];
}

/** Bytes between two frames that are neither frames nor tags. */
interface Gap {
  /** Where the next frame starts. */
  readonly at: number;
  readonly length: number;
  /** Bytes between the sounds of the two frames, of layer III. */
  readonly between: number;
}

/**
 * Finds the frames of an MP3 file.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when there are none, the layer or the sample rate changes, or the file was cut off: it has fewer
 * frames than its first one states, and ends inside one or holds other bytes
 */
export function readMp3(bytes: Uint8Array, name: string): Mp3Stream {
  let tagged = 0;
  for (let tag; (tag = tagAt(bytes, tagged)) !== undefined;) tagged += tag.length;
  if (tagged > 0 && tagged >= bytes.length) {
    throw unreadable(name, "it holds an ID3 tag and no sound");
  }
  const start = findMp3Frame(bytes, tagged, tagged + FARTHEST_START);
  if (start === undefined) throw unreadable(name, "it holds no frames of MPEG audio");
  const first = frameHeader(bytes, start)!;
  const content = walk(bytes, start, first, name);
  const notes: string[] = [];
  if (start > tagged) notes.push(`${bytesOf(start - tagged)} before the first MPEG frame`);
  noteContent(content, notes);
  checkCount(content, first, notes, name);
  checkGaps(content, notes, name);
  const { sampleRateHz, samples } = first;
  const channels = content.otherChannels === undefined ? first.channels : 2;
  const { frames } = content;
  return { channels, sampleRateHz, samples: frames.length * samples, frames, notes };
}

/** Goes from frame to frame, over tags and other bytes, to the end. */
function walk(bytes: Uint8Array, start: number, first: Mp3FrameHeader, name: string): Content {
  const content: Content = {
    frames: [],
    tags: [],
    strange: 0,
    cutFrame: undefined,
    otherChannels: undefined,
    gaps: [],
    chain: [],
  };
  const reservoir = new Reservoir();
  let passed = 0;
  for (let at = start; at < bytes.length;) {
    const header = frameHeader(bytes, at);
    const isSame = header?.layer === first.layer && header.sampleRateHz === first.sampleRateHz;
    if (isSame) {
      if (at + header.length > bytes.length) {
        content.cutFrame = at;
        break;
      }
      if (header.channels !== first.channels) content.otherChannels ??= at;
      const frame = bytes.subarray(at, at + header.length);
      content.frames.push(frame);
      noteChain(content, at, passed, first.layer < 3 ? 0 : reservoir.add(frame, header));
      passed = 0;
      at += header.length;
      continue;
    }
    const tag = tagAt(bytes, at);
    // A length that reaches beyond the file is wrong: frames may follow.
    if (tag !== undefined && at + tag.length <= bytes.length) {
      content.tags.push(tag.name);
      at += tag.length;
      continue;
    }
    const found = nextPlace(bytes, at);
    const other = frameHeader(bytes, found);
    if (other !== undefined) refuseChange(first, other, found, name);
    content.strange += found - at;
    passed += found - at;
    at = found;
  }
  return content;
}

/** Takes down how a frame's sound follows that of the one before, and the bytes that are passed over before it. */
function noteChain({ gaps, chain }: Content, at: number, passed: number, between: number): void {
  if (passed > 0) gaps.push({ at, length: passed, between });
  else chain.push(between);
}

/** Refuses a frame of another layer or sample rate than the first. */
function refuseChange(
  first: Mp3FrameHeader,
  other: Mp3FrameHeader,
  at: number,
  name: string,
): void {
  const changes = [
    ["layer", first.layer, other.layer],
    ["sample rate", first.sampleRateHz, other.sampleRateHz],
  ];
  for (const [what, before, now] of changes) {
    if (before === now) continue;
    throw unreadable(name, `the ${what} changes from ${before} to ${now} at byte ${at}`);
  }
}

/** Returns where the next frame or whole tag starts, or the end; in one pass, since a file may be all bait. */
function nextPlace(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    const tag = tagAt(bytes, at);
    if (tag !== undefined && at + tag.length <= bytes.length) return at;
    if (isFrame(bytes, at)) return at;
  }
  return bytes.length;
}

/**
 * Finds the first frame: one that is followed by another of its kind, or by the end.
 *
 * @param from where to start
 * @param to where to stop
 */
export function findMp3Frame(bytes: Uint8Array, from: number, to: number): number | undefined {
  for (let at = from; at < Math.min(to, bytes.length); at++) {
    if (isFrame(bytes, at)) return at;
  }
  return undefined;
}

function isFrame(bytes: Uint8Array, at: number): boolean {
  const header = frameHeader(bytes, at);
  if (header === undefined) return false;
  const next = frameHeader(bytes, at + header.length);
  const isLast = at + header.length === bytes.length;
  return isLast || next !== undefined && isAlike(header, next);
}

function isAlike(a: Mp3FrameHeader, b: Mp3FrameHeader): boolean {
  return a.layer === b.layer && a.sampleRateHz === b.sampleRateHz && a.channels === b.channels;
}

function bytesOf(count: number): string {
  return count === 1 ? "1 byte is passed over" : `${count} bytes are passed over`;
}

function noteContent({ tags, strange, cutFrame, otherChannels }: Content, notes: string[]): void {
  const unusual = new Set(tags.filter((tag, i) => tag !== "ID3v1" || i < tags.length - 1));
  for (const tag of unusual) notes.push(`an ${tag} tag between or behind its MPEG frames`);
  if (strange > 0) notes.push(`${bytesOf(strange)} between or behind its MPEG frames`);
  if (cutFrame !== undefined) {
    notes.push(`it ends inside the MPEG frame at byte ${cutFrame}, which is left out`);
  }
  if (otherChannels !== undefined) notes.push(`its channels change at byte ${otherChannels}`);
}

/**
 * Compares the number of frames with the one that the first frame can state (the tag of Xing's and LAME's encoders). A
 * program that cuts a file between two frames, or joins two, leaves the number as it was; a download that broke off
 * ends inside a frame, and a hole holds no frames.
 */
function checkCount(
  { frames, strange, cutFrame }: Content,
  header: Mp3FrameHeader,
  notes: string[],
  name: string,
): void {
  const tag = frames[0]?.subarray(header.tagStart) ?? new Uint8Array();
  const id = asciiOf(tag.subarray(0, 4));
  if (id !== "Xing" && id !== "Info" || tag.length < 12) return;
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength);
  const says = view.getUint32(8), holds = frames.length - 1;
  if ((view.getUint32(4) & 1) === 0 || says === holds) return;
  const reason = `it says ${says} MPEG frames, but holds ${holds}`;
  if (says > holds && cutFrame !== undefined) throw unreadable(name, `${reason}: it was cut off`);
  if (says > holds && strange > 0) throw unreadable(name, `${reason}: some are damaged or missing`);
  notes.push(reason);
}

/** Share of frames whose sounds lie closer to each other than where one is said to be missing, and the fewest that tell. */
const CLOSER = 0.95, FEWEST_FRAMES = 20;

/**
 * Looks for frames that are missing where bytes are passed over: the sound of the next frame overlaps with that of the
 * one before, which no whole stream does; or it leaves more bytes between than nearly all others; or frames of one
 * length would just fill the place.
 *
 * @throws {InputError} when sounds overlap
 */
function checkGaps({ gaps, chain, frames }: Content, notes: string[], name: string): void {
  if (gaps.length === 0) return;
  const usual = chain.toSorted((a, b) => a - b)[Math.floor(CLOSER * chain.length)]!;
  const most = chain.length < FEWEST_FRAMES ? Infinity : usual;
  const lengths = frames.slice(1).map(({ length }) => length);
  const isConstant = lengths.reduce((most, one) => Math.max(most, one), 0) -
      lengths.reduce((least, one) => Math.min(least, one), Infinity) <= 1;
  const mean = lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
  for (const { at, length, between } of gaps) {
    const found = `${bytesOf(length)} before the MPEG frame at byte ${at}`;
    if (between < 0) {
      const reason = "its sound begins in frames that are not there";
      throw unreadable(name, `${found}, and ${reason}: frames are missing`);
    }
    const count = Math.round(length / mean);
    const isFilled = isConstant && count > 0 && Math.abs(length - count * mean) <= 1;
    if (isFilled || between > most) notes.push(`${found}, where frames are missing`);
  }
}
