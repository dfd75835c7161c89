/**
 * Decodes the sound of an Ogg file: Vorbis, Opus or FLAC, also several sounds, one behind the other.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { readOggFlac } from "../formats/flac.ts";
import { type OggLink, type OggStream, readOgg } from "../formats/ogg.ts";
import { unreadable } from "../formats/reading.ts";
import { checkLength, type Sound } from "../formats/sound.ts";
import { flacCodec, opusCodec, vorbisCodec } from "./codecs/load.ts";
import { EXPECTED_KINDS } from "./kinds.ts";

/** The codecs of Ogg streams, by the start of the first packet. */
const OGG_CODECS = [
  { kind: "Ogg Vorbis", start: "\x01vorbis" },
  { kind: "Ogg Opus", start: "OpusHead" },
  { kind: "Ogg FLAC", start: "\x7fFLAC" },
] as const;

/** A codec's name. */
type OggKind = typeof OGG_CODECS[number]["kind"];

/** The sound of a link. */
interface LinkSound extends Sound {
  /** Its codec. */
  readonly kind: OggKind;
}

/**
 * Decodes an Ogg file. The sounds of a chain, such as a recorded broadcast or files that were written one behind the
 * other, are joined.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @returns the sound, and its codec
 * @throws {InputError} when a sound is damaged or cut off, or one is of another codec, sample rate or number of channels
 * than the first
 */
export async function decodeOgg(
  bytes: Uint8Array,
  name: string,
): Promise<[sound: Sound, kind: string]> {
  const sounds: LinkSound[] = [];
  for (const link of readOgg(bytes, name)) {
    const sound = await decodeLink(link, name);
    const first = sounds[0] ?? sound;
    if (described(first) !== described(sound)) {
      const differs = `sound ${sounds.length + 1} behind it is ${described(sound)}`;
      const convert = "convert it: ffmpeg -i in.ogg out.flac";
      throw unreadable(name, `it starts with ${described(first)}, but ${differs}; ${convert}`);
    }
    sounds.push(sound);
    checkLength(lengthOf(sounds) * sound.channels.length, name);
  }
  return [joinSounds(sounds), sounds[0]!.kind];
}

function described({ kind, channels, sampleRateHz }: LinkSound): string {
  return `${kind} (channels: ${channels.length}, samples a second: ${sampleRateHz})`;
}

/** Samples of a channel in all of these sounds. */
function lengthOf(sounds: readonly Sound[]): number {
  return sounds.reduce((sum, { channels }) => sum + channels[0]!.length, 0);
}

function joinSounds(sounds: readonly Sound[]): Sound {
  const first = sounds[0]!;
  if (sounds.length === 1) return first;
  const length = lengthOf(sounds);
  const channels = first.channels.map((_, channel) => {
    const joined = new Float32Array(length);
    let at = 0;
    for (const sound of sounds) {
      joined.set(sound.channels[channel]!, at);
      at += sound.channels[channel]!.length;
    }
    return joined;
  });
  const notes = new Set(sounds.flatMap((sound) => sound.notes));
  const note = `${sounds.length} sounds, one behind the other, are joined`;
  return { ...first, channels, notes: [note, ...notes] };
}

/** Decodes the only stream of sound of a link; other streams, such as pictures, are skipped. */
async function decodeLink({ streams, notes: ofLink }: OggLink, name: string): Promise<LinkSound> {
  const starts = streams.map(({ packets }) =>
    String.fromCharCode(...packets[0]!.bytes.subarray(0, 8))
  );
  const codecs = starts.map((start) => OGG_CODECS.find((codec) => start.startsWith(codec.start)));
  const [index, another] = codecs.flatMap((codec, i) => codec === undefined ? [] : [i]);
  if (index === undefined) {
    if (starts.some((start) => start.startsWith("Speex"))) {
      const convert = "convert it: ffmpeg -i in.spx out.flac";
      throw unreadable(name, `it is Ogg Speex, which is not read; ${convert}`);
    }
    const found = quotable(starts.join(", "));
    throw unreadable(
      name,
      `no stream in it is sound (they start with "${found}"); ${EXPECTED_KINDS}`,
    );
  }
  if (another !== undefined) {
    throw unreadable(name, "it holds several sounds at once; expected one");
  }
  const { kind } = codecs[index]!;
  const { packets, complete, marked, notes } = streams[index]!;
  if (!complete) throw unreadable(name, "its last Ogg packet does not end: it was cut off");
  const sound = await decodePackets(kind, packets, name);
  const unmarked = marked ? [] : ["no Ogg page is marked as the last"];
  return { ...sound, kind, notes: [...notes, ...ofLink, ...unmarked, ...sound.notes] };
}

async function decodePackets(
  kind: OggKind,
  packets: OggStream["packets"],
  name: string,
): Promise<Sound> {
  if (kind === "Ogg Vorbis") {
    const { decodeVorbis } = await vorbisCodec();
    return await decodeVorbis(packets, name);
  }
  if (kind === "Ogg Opus") {
    const { decodeOpus } = await opusCodec();
    return await decodeOpus(packets, name);
  }
  const { decodeFlac } = await flacCodec();
  return await decodeFlac(readOggFlac(packets, name), name);
}
