/**
 * Decodes Ogg Vorbis with libvorbis.
 * @module
 */
// Ogg Vorbis: libvorbis in WebAssembly, MIT and BSD-3-Clause.
import { OggVorbisDecoder } from "npm:@wasm-audio-decoders/ogg-vorbis@0.1.20";
import type { OggPacket } from "../../formats/ogg.ts";
import { unreadable } from "../../formats/reading.ts";
import { checkLength, HIGHEST_SAMPLE_RATE_HZ, type Sound } from "../../formats/sound.ts";
import { type OggSound, partPackets, soundSpan } from "./ogg_span.ts";
import { decodeParts, type WasmDecoded } from "./wasm_decoder.ts";

type OggPages = Parameters<OggVorbisDecoder["decodeOggPages"]>[0];

const MOST_CHANNELS = 8;

/**
 * Decodes the part of a Vorbis stream that its pages delimit.
 *
 * @param packets all packets of the stream, the three headers first
 * @param name the file's name, for error messages
 * @throws {InputError} when the stream is damaged
 */
export async function decodeVorbis(packets: readonly OggPacket[], name: string): Promise<Sound> {
  const [identification, , setup, ...sound] = packets;
  if (identification!.bytes.length < 16 || setup === undefined) {
    throw unreadable(name, "its Vorbis headers are incomplete");
  }
  const { channels, sampleRateHz } = readIdentification(identification!.bytes, name);
  const parted = partPackets(sound);
  checkLength(positionsAfterFirst(parted) * channels, name);
  const headers = [identification!.bytes, setup.bytes] as const;
  let isFirst = true;
  const decoding = {
    open: () => new OggVorbisDecoder(),
    decode: (decoder: OggVorbisDecoder, parts: Uint8Array[]): Promise<WasmDecoded> => {
      const pages = isFirst ? firstPages(headers, parts) : [pageOf(parts)];
      isFirst = false;
      return decoder.decodeOggPages(pages as OggPages);
    },
    channels,
  };
  const groups = [parted.first, parted.rest].map((part) => part.map(({ bytes }) => bytes));
  const decoded = await decodeParts(decoding, groups, name);
  const [firstSamples = 0, otherSamples = 0] = decoded.counts;
  const [start, end] = soundSpan(parted, firstSamples, firstSamples + otherSamples, name);
  const kept = decoded.channels.map((channel) => channel.subarray(start, end));
  return { channels: kept, sampleRateHz, notes: [] };
}

/** Number of samples per channel that the pages after the first state. */
function positionsAfterFirst({ first, rest }: OggSound): number {
  return Math.max(0, (rest.at(-1)?.position ?? 0) - (first.at(-1)?.position ?? 0));
}

/** Vorbis I specification, section 4.2.2. */
function readIdentification(packet: Uint8Array, name: string) {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const channels = view.getUint8(11), sampleRateHz = view.getUint32(12, true);
  if (channels < 1 || channels > MOST_CHANNELS) {
    throw unreadable(name, `${channels} Vorbis channels; expected 1 to ${MOST_CHANNELS}`);
  }
  if (sampleRateHz < 1 || sampleRateHz > HIGHEST_SAMPLE_RATE_HZ) {
    const expected = `expected 1 to ${HIGHEST_SAMPLE_RATE_HZ}`;
    throw unreadable(name, `${sampleRateHz} Vorbis samples a second; ${expected}`);
  }
  return { channels, sampleRateHz };
}

/** Builds a page with only the fields that the package's decoder reads; the package's own parser takes 0.6 ms. */
function pageOf(packets: readonly Uint8Array[], setup?: Uint8Array) {
  const header = { vorbisSetup: setup };
  return { data: new Uint8Array(), codecFrames: packets.map((data) => ({ header, data })) };
}

function firstPages(headers: readonly [Uint8Array, Uint8Array], packets: readonly Uint8Array[]) {
  return [{ data: headers[0], codecFrames: [] }, pageOf(packets, headers[1])];
}
