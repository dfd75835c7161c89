/**
 * Reads sound files by their kinds.
 * @module
 */
import { readAiff } from "../formats/aiff.ts";
import { readAu } from "../formats/au.ts";
import { readCaf } from "../formats/caf.ts";
import { readFlac } from "../formats/flac.ts";
import { readMp3 } from "../formats/mp3.ts";
import type { Sound } from "../formats/sound.ts";
import { readWave64 } from "../formats/w64.ts";
import { readWav } from "../formats/wav.ts";
import { flacCodec, mp3Codec } from "./codecs/load.ts";
import { extensionNote, type FileKind, fileKind } from "./kinds.ts";
import { decodeOgg } from "./ogg_sound.ts";

/** Reads a file of any kind, and notes what is unusual around it. */
export async function decodeSound(bytes: Uint8Array, name: string): Promise<Sound> {
  const { kind, tagBytes } = fileKind(bytes, name);
  const content = bytes.subarray(tagBytes);
  const [sound, found] = kind === "Ogg"
    ? await decodeOgg(content, name)
    : [await decodeKind(kind, content, name), kind];
  const notes = [
    // Many programs write it, so it is not worth a note.
    tagBytes > 0 && kind !== "FLAC" ? `an ID3v2 tag comes before the ${kind} file` : undefined,
    extensionNote(found, name),
    ...sound.notes,
  ].filter((note) => note !== undefined);
  return { ...sound, notes };
}

/** Reads a file that holds one stream. */
async function decodeKind(
  kind: Exclude<FileKind, "Ogg">,
  bytes: Uint8Array,
  name: string,
): Promise<Sound> {
  if (kind === "FLAC") {
    const { decodeFlac } = await flacCodec();
    return await decodeFlac(readFlac(bytes, name), name);
  }
  if (kind === "MP3") return await decodeMpeg(bytes, name);
  const sound = READERS[kind](bytes, name);
  if ("channels" in sound) return sound;
  const inside = await decodeMpeg(sound.mpeg, name);
  return { ...inside, notes: [...sound.notes, ...inside.notes] };
}

async function decodeMpeg(bytes: Uint8Array, name: string): Promise<Sound> {
  const { decodeMp3 } = await mp3Codec();
  return await decodeMp3(readMp3(bytes, name), name);
}

/** The readers of kinds without a codec. */
const READERS = {
  WAV: readWav,
  Wave64: readWave64,
  AIFF: readAiff,
  AU: readAu,
  CAF: readCaf,
} as const;
