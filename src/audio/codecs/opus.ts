/**
 * Decodes Ogg Opus (RFC 7845) with libopus.
 * @module
 */
// Opus: libopus in WebAssembly, MIT and BSD-3-Clause.
import { OpusDecoder } from "npm:opus-decoder@0.7.12";
import type { OggPacket } from "../../formats/ogg.ts";
import { unreadable } from "../../formats/reading.ts";
import { checkLength, type Sound } from "../../formats/sound.ts";
import { partPackets, soundSpan } from "./ogg_span.ts";
import { decodeParts } from "./wasm_decoder.ts";

/** Opus always decodes to this rate, whatever the rate of the recording. */
const SAMPLE_RATE_HZ = 48_000;

/** The content of the identification header (RFC 7845, section 5.1). */
interface OpusHead {
  readonly channels: number;
  /** Samples at the start that only warm up the decoder. */
  readonly preSkip: number;
  /** Factor of the samples. */
  readonly gain: number;
  /** How several streams form the channels. */
  readonly streamCount: number;
  readonly coupledStreamCount: number;
  readonly channelMappingTable: number[];
}

/**
 * Decodes an Opus stream to 48,000 Hz, as RFC 7845 requires: without the samples that warm up the decoder, with the
 * length that the last page states and the header's gain.
 *
 * @param packets all packets of the stream, the two headers first
 * @param name the file's name, for error messages
 * @throws {InputError} when the stream is damaged, or its channels are not for loudspeakers
 */
export async function decodeOpus(packets: readonly OggPacket[], name: string): Promise<Sound> {
  const head = readHead(packets[0]!.bytes, name);
  const sound = packets.slice(2);
  const samplesIn = (part: readonly OggPacket[]) =>
    part.reduce((sum, { bytes }) => sum + packetSamples(bytes), 0);
  const samples = samplesIn(sound);
  checkLength(samples * head.channels, name);
  const parted = partPackets(sound);
  const [start, end] = soundSpan(parted, samplesIn(parted.first), samples, name);
  const decoding = {
    open: () => new OpusDecoder({ ...head, preSkip: 0 }),
    decode: (decoder: OpusDecoder, parts: Uint8Array[]) => decoder.decodeFrames(parts),
    channels: head.channels,
  };
  const { channels } = await decodeParts(decoding, [sound.map(({ bytes }) => bytes)], name);
  const kept = channels.map((channel) => channel.subarray(start + head.preSkip, end));
  if (head.gain !== 1) {
    for (const channel of kept) channel.forEach((x, i) => channel[i] = x * head.gain);
  }
  return { channels: kept, sampleRateHz: SAMPLE_RATE_HZ, notes: [] };
}

function readHead(packet: Uint8Array, name: string): OpusHead {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  if (packet.length < 19) throw unreadable(name, "its Opus header is incomplete");
  const version = view.getUint8(8), channels = view.getUint8(9), family = view.getUint8(18);
  if (version >> 4 !== 0) throw unreadable(name, `Opus version ${version}; expected below 16`);
  if (family > 1) {
    throw unreadable(name, `Opus channel mapping ${family}; expected 0 or 1 (loudspeakers)`);
  }
  const most = family === 0 ? 2 : 8;
  if (channels < 1 || channels > most) {
    throw unreadable(name, `${channels} Opus channels; expected 1 to ${most}`);
  }
  const shared = {
    channels,
    preSkip: view.getUint16(10, true),
    gain: 10 ** (view.getInt16(16, true) / (20 * 256)),
  };
  if (family === 0) {
    const channelMappingTable = channels === 2 ? [0, 1] : [0];
    return { ...shared, streamCount: 1, coupledStreamCount: channels - 1, channelMappingTable };
  }
  const channelMappingTable = [...packet.subarray(21, 21 + channels)];
  const [streamCount = 0, coupledStreamCount = 0] = packet.subarray(19, 21);
  const isPossible = channelMappingTable.length === channels && streamCount > 0 &&
    coupledStreamCount <= streamCount && streamCount + coupledStreamCount <= channels;
  if (!isPossible) throw unreadable(name, "its Opus header maps channels to streams that it lacks");
  return { ...shared, streamCount, coupledStreamCount, channelMappingTable };
}

/** Returns the samples of a channel in a packet, from its first one or two bytes (RFC 6716, section 3.1). */
function packetSamples(packet: Uint8Array): number {
  const [contents = 0, count = 0] = packet;
  const configuration = contents >> 3;
  const milliseconds = configuration < 12
    ? [10, 20, 40, 60]
    : configuration < 16
    ? [10, 20, 10, 20]
    : [2.5, 5, 10, 20];
  const frames = [1, 2, 2, count & 0x3f][contents & 3]!;
  return packet.length === 0
    ? 0
    : frames * milliseconds[configuration & 3]! * SAMPLE_RATE_HZ / 1000;
}
