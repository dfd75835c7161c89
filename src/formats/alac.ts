/**
 * Decodes Apple Lossless: packets of elements, each with one channel or two.
 * @module
 */
import {
  type GolombParameters,
  predict,
  type Predictor,
  readDifferences,
} from "./alac_residual.ts";
import { BitReader } from "./bit_reader.ts";
import { unreadable } from "./reading.ts";
import { checkLength, type Sound } from "./sound.ts";

/** What a file says of its packets. */
export interface AlacFormat {
  /** Samples of a channel in a packet; the last may have fewer. */
  readonly packetSamples: number;
  /** Bits of a sample: 16, 20, 24 or 32. */
  readonly bits: number;
  /** Channels, 1 to 8. */
  readonly channels: number;
  /** How the codes of differences adapt; the speed before each predictor's own factor. */
  readonly golomb: GolombParameters;
}

const MOST_CHANNELS = 8, MOST_PACKET_SAMPLES = 2 ** 16;
const DESCRIPTION_BYTES = 24;
/** Kinds of elements. */
const SINGLE = 0, PAIR = 1, LOW_FREQUENCY = 3, DATA = 4, FILL = 6, END = 7;

/** How a packet's samples are coded, for all channels of an element. */
interface ElementHeader {
  readonly samples: number;
  /** Bytes at the low end of each sample that are stored as they are. */
  readonly lowBytes: number;
  /** Whether nothing is compressed. */
  readonly isPlain: boolean;
}

/**
 * Parses the description of the packets, which files also wrap as it is in MPEG-4 files.
 *
 * @returns undefined when it is not possible
 */
export function alacFormat(bytes: Uint8Array): AlacFormat | undefined {
  const isWrapped = bytes.length >= DESCRIPTION_BYTES + 24 && bytes[4] === 0x66;
  const description = bytes.subarray(isWrapped ? 24 : 0);
  if (description.length < DESCRIPTION_BYTES) return undefined;
  const view = new DataView(description.buffer, description.byteOffset, description.byteLength);
  const packetSamples = view.getUint32(0), bits = view.getUint8(5), channels = view.getUint8(9);
  const isPossible = packetSamples >= 1 && packetSamples <= MOST_PACKET_SAMPLES &&
    [16, 20, 24, 32].includes(bits) && channels >= 1 && channels <= MOST_CHANNELS;
  const golomb = {
    speed: view.getUint8(6),
    firstMean: view.getUint8(7),
    mostBits: view.getUint8(8),
  };
  const isKnown = view.getUint8(4) === 0 && golomb.mostBits >= 1 && golomb.mostBits <= 16;
  return isPossible && isKnown ? { packetSamples, bits, channels, golomb } : undefined;
}

/**
 * Decodes packets.
 *
 * @param name the file's name, for error messages
 * @throws {InputError} when a packet is damaged, or there are more samples than a sound may have
 */
export function decodeAlac(
  packets: readonly Uint8Array[],
  format: AlacFormat,
  name: string,
): Sound["channels"] {
  const { packetSamples, channels: count, bits } = format;
  checkLength(packets.length * packetSamples * count, name);
  const channels = Array.from(
    { length: count },
    () => new Float32Array(packets.length * packetSamples),
  );
  let at = 0;
  for (const [i, packet] of packets.entries()) {
    const decoded = decodePacket(packet, format);
    const length = decoded?.[0]?.length ?? 0;
    const isWhole = decoded?.length === count && decoded.every((one) => one.length === length);
    if (!isWhole || length < packetSamples && i < packets.length - 1) {
      throw unreadable(name, `its packet ${i} of Apple Lossless is damaged`);
    }
    for (const [channel, values] of decoded.entries()) {
      const samples = channels[channel]!;
      for (let k = 0; k < length; k++) samples[at + k] = values[k]! / 2 ** (bits - 1);
    }
    at += length;
  }
  return channels.map((samples) => samples.subarray(0, at));
}

/** Returns the channels of a packet; undefined where it is damaged. */
function decodePacket(packet: Uint8Array, format: AlacFormat): Int32Array[] | undefined {
  const reader = new BitReader(packet), channels: Int32Array[] = [];
  for (;;) {
    const kind = reader.read(3);
    if (reader.isBehindEnd) return undefined;
    if (kind === END) return channels;
    if (kind === DATA || kind === FILL) {
      skip(reader, kind);
      continue;
    }
    const isPair = kind === PAIR;
    if (!isPair && kind !== SINGLE && kind !== LOW_FREQUENCY) return undefined;
    const header = readHeader(reader, format);
    const found = header && decodeElement(reader, header, isPair ? 2 : 1, format);
    if (found === undefined || reader.isBehindEnd) return undefined;
    channels.push(...found);
    if (channels.length > format.channels) return undefined;
  }
}

/** Passes over an element without sound. */
function skip(reader: BitReader, kind: number): void {
  if (kind === FILL) {
    const count = reader.read(4);
    const bytes = count === 15 ? count + reader.read(8) - 1 : count;
    reader.at += 8 * bytes;
    return;
  }
  reader.at += 4;
  const isAligned = reader.read(1) === 1, count = reader.read(8);
  const bytes = count === 255 ? count + reader.read(8) : count;
  if (isAligned) reader.at = Math.ceil(reader.at / 8) * 8;
  reader.at += 8 * bytes;
}

function readHeader(reader: BitReader, format: AlacFormat): ElementHeader | undefined {
  // The element's number, and twelve bits that are zero.
  reader.at += 4;
  if (reader.read(12) !== 0) return undefined;
  const isPartial = reader.read(1) === 1, lowBytes = reader.read(2), isPlain = reader.read(1) === 1;
  const samples = isPartial ? reader.read(32) : format.packetSamples;
  if (samples > format.packetSamples || lowBytes === 3) return undefined;
  return { samples, lowBytes: isPlain ? 0 : lowBytes, isPlain };
}

function decodeElement(
  reader: BitReader,
  header: ElementHeader,
  count: 1 | 2,
  format: AlacFormat,
): Int32Array[] | undefined {
  const { samples, lowBytes, isPlain } = header;
  if (isPlain) return readPlain(reader, samples, count, format.bits);
  const bits = format.bits - 8 * lowBytes + count - 1;
  if (bits > 32) return undefined;
  const mixShift = reader.read(8), mixWeight = reader.readSigned(8);
  const predictors = Array.from({ length: count }, () => readPredictor(reader));
  const low = reader.fork();
  reader.at += 8 * lowBytes * count * samples;
  const channels: Int32Array[] = [];
  for (const predictor of predictors) {
    const speed = format.golomb.speed * predictor.speedFactor >> 2;
    const values = readDifferences(reader, samples, bits, { ...format.golomb, speed });
    if (values === undefined) return undefined;
    predict(values, predictor, bits);
    channels.push(values);
  }
  if (count === 2 && mixWeight !== 0) unmix(channels[0]!, channels[1]!, mixShift, mixWeight);
  if (lowBytes > 0) appendLow(low, channels, 8 * lowBytes);
  return channels;
}

function readPlain(
  reader: BitReader,
  samples: number,
  count: number,
  bits: number,
): Int32Array[] {
  const channels = Array.from({ length: count }, () => new Int32Array(samples));
  for (let i = 0; i < samples; i++) {
    for (const channel of channels) channel[i] = reader.readSigned(bits);
  }
  return channels;
}

/** Turns a weighed mean and a difference into left and right. */
function unmix(left: Int32Array, right: Int32Array, shift: number, weight: number): void {
  for (let i = 0; i < left.length; i++) {
    const difference = right[i]!;
    left[i] = left[i]! + difference - (Math.imul(weight, difference) >> shift);
    right[i] = left[i]! - difference;
  }
}

function appendLow(reader: BitReader, channels: readonly Int32Array[], bits: number): void {
  for (let i = 0; i < channels[0]!.length; i++) {
    for (const channel of channels) channel[i] = channel[i]! << bits | reader.read(bits);
  }
}

function readPredictor(reader: BitReader): Predictor {
  const isTwice = reader.read(4) !== 0, shift = reader.read(4);
  const speedFactor = reader.read(3), order = reader.read(5);
  const coefficients = Int16Array.from({ length: order }, () => reader.read(16));
  return { isTwice, shift, speedFactor, coefficients };
}
