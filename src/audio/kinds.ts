/**
 * Detects the kind of sound file from its first bytes, whatever its name.
 * @module
 */
import { containedIn } from "../formats/contained.ts";
import { findMp3Frame } from "../formats/mp3.ts";
import { id3Length } from "../formats/mp3_tags.ts";
import { unreadable } from "../formats/reading.ts";
import { asciiOf } from "../formats/riff.ts";

/** The kinds that are distinguished before a file is read. */
export type FileKind = "WAV" | "Wave64" | "AIFF" | "AU" | "CAF" | "FLAC" | "Ogg" | "MP3";

/** A file's kind, and where it starts. */
export interface FoundKind {
  /** The kind. */
  readonly kind: FileKind;
  /** Length of an ID3 tag before it, which its format does not define; 0 without one, and for MP3. */
  readonly tagBytes: number;
}

/** The end of every message about an unknown kind. */
export const EXPECTED_KINDS =
  "expected WAV, AIFF, AU, CAF, FLAC, Ogg (Vorbis, Opus or FLAC) or MP3";

/** Kinds by their first four bytes; `?` replaces unprintable characters. */
const KINDS: Readonly<Record<string, FileKind>> = {
  "RIFF": "WAV",
  "RIFX": "WAV",
  "RF64": "WAV",
  "BW64": "WAV",
  "riff": "Wave64",
  "FORM": "AIFF",
  ".snd": "AU",
  "dns.": "AU",
  "caff": "CAF",
  "OggS": "Ogg",
  "fLaC": "FLAC",
};

/** Sounds that are not read, by their first bytes: what they are called, and the usual extension. */
const CONVERTIBLE_KINDS: readonly (readonly [start: string, kind: string, extension: string])[] = [
  ["wvpk", "WavPack", "wv"],
  ["MAC ", "Monkey's Audio", "ape"],
  ["#!AMR", "AMR", "amr"],
  ["0&\xb2u", "Windows Media", "wma"],
  ["\x1aE\xdf\xa3", "Matroska or WebM", "webm"],
  ["NIST_1A", "NIST SPHERE", "sph"],
  ["Creative Voice File", "Creative Voice (VOC)", "voc"],
  // Of VAX, Sun, MIPS and NeXT.
  ...["d\xa3\x01\0", "\0\x02\xa3d", "d\xa3\x03\0", "\0\x04\xa3d"].map((start) =>
    [start, "IRCAM", "sf"] as const
  ),
  [" paf", "Ensoniq PARIS (PAF)", "paf"],
  ["fap ", "Ensoniq PARIS (PAF)", "paf"],
  ["2BIT", "AVR", "avr"],
  ["TTA1", "True Audio (TTA)", "tta"],
  ["\x7f\xfe\x80\x01", "DTS", "dts"],
  ["MPCK", "Musepack", "mpc"],
  ["MP+", "Musepack", "mpc"],
  ["tBaK", "TAK", "tak"],
  ["ajkg", "Shorten", "shn"],
  ["DSD ", "DSD", "dsf"],
];
/** Kinds of IFF files that are sounds and not AIFF. */
const IFF_KINDS = ["8SVX", "16SV"];
/** How far an MP3 frame is searched for in a file without an ID3 tag. */
const FARTHEST_FRAME = 4096;

/** Kinds by file extension. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  wav: "WAV",
  wave: "WAV",
  w64: "Wave64",
  aif: "AIFF",
  aiff: "AIFF",
  aifc: "AIFF",
  au: "AU",
  snd: "AU",
  caf: "CAF",
  flac: "FLAC",
  ogg: "Ogg",
  oga: "Ogg",
  opus: "Ogg Opus",
  mp3: "MP3",
  m4a: "MPEG-4",
  aac: "AAC",
  webm: "WebM",
};

/**
 * Detects the kind of a file.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when it is empty, or of an unsupported kind; the message lists the supported ones
 */
export function fileKind(bytes: Uint8Array, name: string): FoundKind {
  if (bytes.length === 0) throw unreadable(name, `it is empty; ${EXPECTED_KINDS}`);
  const tagBytes = id3Length(bytes);
  for (const at of [0, tagBytes]) {
    const id = asciiOf(bytes.subarray(at, at + 4));
    const isOtherIff = IFF_KINDS.includes(asciiOf(bytes.subarray(at + 8, at + 12)));
    if (Object.hasOwn(KINDS, id) && !(id === "FORM" && isOtherIff)) {
      return { kind: KINDS[id]!, tagBytes: at };
    }
  }
  const convertible = convertibleKind(bytes.subarray(tagBytes));
  if (convertible !== undefined) throw unreadable(name, `it is ${convertible}`);
  if (tagBytes === 0 && findMp3Frame(bytes, 0, FARTHEST_FRAME) !== undefined) {
    return { kind: "MP3", tagBytes: 0 };
  }
  const weak = weakKind(bytes.subarray(tagBytes));
  if (weak === undefined && tagBytes > 0) return { kind: "MP3", tagBytes: 0 };
  throw unreadable(name, `it is ${weak ?? foundKind(bytes)}`);
}

/**
 * Returns a note on a file whose extension belongs to another kind; undefined otherwise. The name of a sound in a table
 * or an archive may be that of the file that it was made from, and says nothing.
 *
 * @param kind kind of the content, such as "WAV", "FLAC", "MP3", "Ogg Vorbis", "Ogg Opus" or "Ogg FLAC"
 */
export function extensionNote(kind: string, name: string): string | undefined {
  if (containedIn(name) !== undefined) return undefined;
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const promised = Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension]! : undefined;
  const isKept = promised === undefined || kind === promised || kind.startsWith(`${promised} `);
  return isKept ? undefined : `its name says ${promised}, but it holds ${kind}`;
}

/** Says which sound that is not read a file is, and how to convert it; undefined where it is another. */
function convertibleKind(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 20));
  if (start.slice(4, 8) === "ftyp") return converted("MPEG-4 (M4A or MP4)", "m4a");
  const iff = start.startsWith("FORM") ? start.slice(8, 12) : "";
  if (IFF_KINDS.includes(iff)) return converted(`IFF of kind "${iff}"`, iff.toLowerCase());
  const [, kind, extension] = CONVERTIBLE_KINDS.find(([one]) => start.startsWith(one)) ?? [];
  return kind === undefined ? undefined : converted(kind, extension!);
}

/** The same of kinds that have only two first bytes, which may also lie before the first frame of an MP3. */
function weakKind([first, second = 0]: Uint8Array): string | undefined {
  if (first === 0xff && (second & 0xf6) === 0xf0) return converted("AAC", "aac");
  return first === 0x0b && second === 0x77 ? converted("AC-3", "ac3") : undefined;
}

/** Says what a file is that is no sound, or none that is known, and what is expected. */
function foundKind(bytes: Uint8Array): string {
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second >= 0xe0) {
    return converted("MPEG audio of a free bit rate, or damaged", "mp3");
  }
  const id = asciiOf(bytes.subarray(0, 4));
  const unknown = `of an unknown kind (its first bytes are ${bytes.subarray(0, 4).toHex()})`;
  const kind = id === "MThd" ? "MIDI" : isText(bytes.subarray(0, 256)) ? "text" : unknown;
  return `${kind}; ${EXPECTED_KINDS}`;
}

function converted(kind: string, extension: string): string {
  // Of these ffmpeg reads all but one.
  const program = extension === "paf" ? "sox" : "ffmpeg -i";
  return `${kind}, which is not read; convert it: ${program} in.${extension} out.flac`;
}

/** Whether these bytes are UTF-8 without control characters. */
function isText(bytes: Uint8Array): boolean {
  // The last character may be cut.
  const text = new TextDecoder().decode(bytes, { stream: true });
  return !/[\p{Cc}\uFFFD]/u.test(text.replaceAll(/[\t\r\n\f]/g, " "));
}
