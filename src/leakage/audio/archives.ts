/**
 * Finds ids of sounds at Freesound and YouTube in columns, addresses and the file names of public data sets.
 * @module
 */

/** A sound in a public archive. */
export interface ArchivedSound {
  /** The archive; each has its own ids. */
  readonly archive: "Freesound" | "YouTube";
  /** The id in the archive. */
  readonly id: string;
  /** The part of the sound, [start, end) in seconds, where it is known. */
  readonly part?: readonly [number, number];
}

/** Length of the clips of AudioSet, AudioCaps and VGGSound. */
const CLIP_SECONDS = 10;

/** Times this far apart are in milliseconds: no clip of these data sets lasts a quarter of an hour. */
const LEAST_MILLISECONDS = 1000;

/** The longest videos have 12 hours; later times are in milliseconds. */
const LATEST_SECONDS = 43_200;

/** Longer names are not searched: they are not names of sounds. */
const LONGEST_NAME = 4096;

/**
 * Returns the sound that a source column names by an address at Freesound or YouTube, a Freesound id (1 to 9 digits, and
 * `.0` where a table with gaps was saved as numbers), a YouTube id (11 letters, digits, `-` and `_`) or a segment of a
 * video in the forms of {@link soundInName}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const video = soundInColumn("https://www.youtube.com/watch?v=7fmOlUlwoNg&t=1m5s");
 * assert.deepEqual(video, { archive: "YouTube", id: "7fmOlUlwoNg", part: [65, 75] });
 * assert.equal(soundInColumn("https://freesound.org/people/x/sounds/12345/")?.id, "12345");
 * ```
 */
export function soundInColumn(column: string): ArchivedSound | undefined {
  if (column.length > LONGEST_NAME) return undefined;
  if (/^\d{1,9}(?:\.0)?$/.test(column)) return freesound(column);
  if (/^[\w-]{11}$/.test(column)) return part(column);
  return soundAtAddress(column) ?? segmentIn(column);
}

/** `freesound.org/people/NAME/sounds/ID/`, `freesound.org/s/ID`, and the previews of a sound. */
const FREESOUND_ADDRESS =
  /^(?:https?:\/\/)?(?:[\w-]+\.)?freesound\.org\/(?:.*\/)?(?:sounds\/|s\/|previews\/\d+\/)(\d{1,9})(?!\d)/i;

/** `youtube.com/watch?...v=ID`, `youtu.be/ID`, `/embed/ID`, `/shorts/ID`; a start time may follow. */
const YOUTUBE_ADDRESS =
  /^(?:https?:\/\/)?(?:(?:www|m|music)\.)?(?:youtube(?:-nocookie)?\.com\/(?:watch\/?\?(?:[^#]*&)?v=|embed\/|shorts\/|v\/)|youtu\.be\/)([\w-]{11})(?![\w-])/i;

function soundAtAddress(address: string): ArchivedSound | undefined {
  const number = FREESOUND_ADDRESS.exec(address)?.[1];
  if (number !== undefined) return freesound(number);
  const video = YOUTUBE_ADDRESS.exec(address)?.[1];
  if (video === undefined) return undefined;
  return part(video, timeIn(address, "t|start"), timeIn(address, "end"));
}

/** Returns the seconds that an address gives under a key: `t=90`, `t=1m30s`, `start=90.5`. */
function timeIn(address: string, key: string): number | undefined {
  const time = "(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+(?:\\.\\d+)?)s?)?";
  const found = new RegExp(`[?&#](?:${key})=${time}(?:[&#]|$)`).exec(address);
  if (found === null) return undefined;
  const [hours, minutes, seconds] = [1, 2, 3].map((i) => Number(found[i] ?? 0));
  return 3600 * hours! + 60 * minutes! + seconds!;
}

/** How data sets, and Freesound itself, write a Freesound id in a file's name. */
const FREESOUND_NAMES = [
  /** ESC-50 and ESC-10: fold-ID-take, and in ESC-50 the class. */
  /^[1-5]-(\d{1,9})-[A-Z](?:-\d{1,2})?$/,
  /** UrbanSound8K: ID-class-occurrence-slice; ids that could be a year are left out, since names can be dates. */
  /^(?!(?:19|20)\d\d-)(\d{1,9})-\d-\d+-\d+$/,
  /** A download from Freesound: ID__user__title. */
  /^(\d{1,9})__.+?__./,
];

/** A bare number is an id only in a folder that names its archive: FSD50K, WavCaps's share of Freesound. */
const FREESOUND_FOLDER = /(?:^|\/)[^/]*(?:freesound|fsd50k)[^/]*\/[^/]*$/i;

/**
 * How data sets of YouTube write an id: AudioSet `Y7fmOlUlwoNg`, AudioCaps `7fmOlUlwoNg_20` or `Y7fmOlUlwoNg_20`,
 * VGGSound `7fmOlUlwoNg_000020`, AudioSet's strong labels `7fmOlUlwoNg_20000` (milliseconds), other downloads
 * `7fmOlUlwoNg_20.000_30.000` or `7fmOlUlwoNg_20000_30000`.
 */
const YOUTUBE_NAME =
  /^(?:Y([\w-]{11})|Y?([\w-]{11})_(\d{1,9}(?:\.\d{1,6})?)(?:_(\d{1,9}(?:\.\d{1,6})?))?)$/;

/**
 * Returns the sound that a file's name contains, in the forms of ESC-50, ESC-10, UrbanSound8K, FSD50K, WavCaps,
 * AudioSet, AudioCaps, VGGSound and Freesound's own downloads. A number alone is an id only where the name of its
 * folder contains Freesound or FSD50K.
 *
 * Eleven characters are a YouTube id if they change between cases and digits as often as random ones do. So
 * `Recording01` and `street_park` are not ids; 0.8 % of the ids of AudioCaps are missed as well, except with `known`.
 *
 * @param path the file's path or name, with or without its ending
 * @param known a YouTube id, to find only this one
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(soundInName("fold5/100032-3-0-0.wav")?.id, "100032");
 * assert.equal(soundInName("12345.wav"), undefined);
 * assert.equal(soundInName("FSD50K.dev_audio/12345.wav")?.id, "12345");
 * assert.deepEqual(soundInName("7fmOlUlwoNg_000030.mp4")?.part, [30, 40]);
 * ```
 */
export function soundInName(path: string, known?: string): ArchivedSound | undefined {
  if (path.length > LONGEST_NAME) return undefined;
  const slashed = path.replaceAll("\\", "/");
  const name = slashed.slice(slashed.lastIndexOf("/") + 1).replace(/\.[a-z][a-z0-9]{1,4}$/i, "");
  if (known === undefined) {
    const number = FREESOUND_NAMES.map((form) => form.exec(name)?.[1]).find(Boolean);
    if (number !== undefined) return freesound(number);
    if (/^\d{1,9}$/.test(name) && FREESOUND_FOLDER.test(slashed)) return freesound(name);
  }
  return segmentIn(name, known);
}

/** Returns the video, and the part of it, that the name of a segment without its ending gives. */
function segmentIn(name: string, known?: string): ArchivedSound | undefined {
  const [, afterY, other, start, end] = YOUTUBE_NAME.exec(name) ?? [];
  const video = afterY ?? other;
  if (video === undefined || !(known === undefined ? isRandom(video) : video === known)) {
    return undefined;
  }
  if (start === undefined) return part(video);
  const unit = unitOf(start, end);
  return part(video, Number(start) / unit, end === undefined ? undefined : Number(end) / unit);
}

/**
 * Returns how many of a time's units are a second. AudioSet's strong labels write whole milliseconds. A start of 1000 or
 * more is one of these unless it is padded with zeros, as VGGSound pads seconds, or has decimals: of AudioCaps' starts in
 * seconds, none is above 570.
 */
function unitOf(start: string, end: string | undefined): number {
  const [from, to] = [Number(start), Number(end)];
  if (end !== undefined && to > from) {
    return to - from >= LEAST_MILLISECONDS || to > LATEST_SECONDS ? 1000 : 1;
  }
  return /^[1-9]\d{3,}$/.test(start) ? 1000 : 1;
}

/** Whether an id has at least two changes between lower case, upper case and digits that a capitalized word lacks. */
function isRandom(id: string): boolean {
  const changes = id.match(
    /(?<=[a-z])[A-Z0-9]|(?<=[A-Z0-9])[a-z]|(?<=[A-Z])[0-9]|(?<=[0-9])[A-Z]/g,
  );
  const capitalised = id.match(/(?<![A-Za-z0-9])[A-Z][a-z]/g);
  return (changes?.length ?? 0) - (capitalised?.length ?? 0) >= 2;
}

function freesound(digits: string): ArchivedSound {
  return { archive: "Freesound", id: String(Number(digits)) };
}

/** Returns a part of a video, in seconds; without an end it has the length of these data sets' clips. */
function part(id: string, start?: number, end?: number): ArchivedSound {
  if (start === undefined) return { archive: "YouTube", id };
  const isRange = end !== undefined && end > start;
  return { archive: "YouTube", id, part: [start, isRange ? end : start + CLIP_SECONDS] };
}
