/**
 * Detects the kind of sound file from its first bytes, whatever its name.
 * @module
 */
import { containedIn } from "../formats/contained.ts";
import { findMp3Frame, id3Length } from "../formats/mp3.ts";
import { unreadable } from "../formats/reading.ts";
import { asciiOf } from "../formats/riff.ts";

/** The kinds that are distinguished before a file is read. */
export type FileKind = "WAV" | "FLAC" | "Ogg" | "MP3";

/** The end of every message about an unknown kind. */
export const EXPECTED_KINDS = "expected WAV, FLAC, Ogg (Vorbis, Opus or FLAC) or MP3";

/** Other kinds by their first four bytes, for messages; `?` replaces unprintable characters. */
const OTHER_KINDS: Readonly<Record<string, string>> = {
  "FORM": "AIFF or another IFF file",
  "caff": "Apple's Core Audio (CAF)",
  "wvpk": "WavPack",
  "MAC": "Monkey's Audio",
  ".snd": "Sun audio (AU)",
  "riff": "Wave64",
  "MThd": "MIDI",
  "#!AM": "AMR",
  "0&?u": "Windows Media",
  "?E??": "Matroska or WebM",
};
/** How far an MP3 frame is searched for in a file without an ID3 tag. */
const FARTHEST_FRAME = 4096;

/** Kinds by file extension. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  wav: "WAV",
  wave: "WAV",
  flac: "FLAC",
  ogg: "Ogg",
  oga: "Ogg",
  opus: "Ogg Opus",
  mp3: "MP3",
};

/**
 * Detects the kind of a file.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when it is empty, or of an unsupported kind; the message lists the supported ones
 */
export function fileKind(bytes: Uint8Array, name: string): FileKind {
  if (bytes.length === 0) throw unreadable(name, `it is empty; ${EXPECTED_KINDS}`);
  const id = asciiOf(bytes.subarray(0, 4));
  if (id === "RIFF" || id === "RIFX" || id === "RF64") return "WAV";
  if (id === "OggS") return "Ogg";
  const tagged = id3Length(bytes);
  // Some programs prepend a tag, which FLAC does not define.
  if (asciiOf(bytes.subarray(tagged, tagged + 4)) === "fLaC") return "FLAC";
  if (tagged > 0 || findMp3Frame(bytes, 0, FARTHEST_FRAME) !== undefined) return "MP3";
  throw unreadable(name, `it is ${foundKind(bytes, id)}; ${EXPECTED_KINDS}`);
}

/**
 * Refuses a file whose extension belongs to another kind. A sound in a table or an archive is read whatever its name,
 * which may be that of the file that it was made from.
 *
 * @param kind kind of the content: "WAV", "FLAC", "MP3", "Ogg Vorbis", "Ogg Opus" or "Ogg FLAC"
 * @throws {InputError} when the name has a known extension of another kind
 */
export function checkExtension(kind: string, name: string): void {
  if (containedIn(name) !== undefined) return;
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const promised = Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension]! : undefined;
  if (promised === undefined || kind === promised || kind.startsWith(`${promised} `)) return;
  throw unreadable(name, `its name says ${promised}, but it holds ${kind}; rename it`);
}

function foundKind(bytes: Uint8Array, id: string): string {
  if (asciiOf(bytes.subarray(4, 8)) === "ftyp") return "MPEG-4 (M4A or MP4)";
  if (Object.hasOwn(OTHER_KINDS, id)) return OTHER_KINDS[id]!;
  if (bytes[0] === 0xff && bytes[1]! >= 0xe0) {
    return "MPEG audio that cannot be read (AAC, layer I or II, or a free bit rate) or damaged";
  }
  if (isText(bytes.subarray(0, 256))) return "text";
  return `of an unknown kind (its first bytes are ${bytes.subarray(0, 4).toHex()})`;
}

/** Whether these bytes are UTF-8 without control characters. */
function isText(bytes: Uint8Array): boolean {
  // The last character may be cut.
  const text = new TextDecoder().decode(bytes, { stream: true });
  return !/[\p{Cc}\uFFFD]/u.test(text.replaceAll(/[\t\r\n\f]/g, " "));
}
