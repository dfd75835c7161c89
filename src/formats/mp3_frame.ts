/**
 * Parses the header of a frame of MPEG audio (ISO/IEC 11172-3, section 2.4.1.3; 13818-3, section 2.4.2.3).
 * @module
 */

/** The content of a frame's header. */
export interface Mp3FrameHeader {
  /** 1 to 3. */
  readonly layer: 1 | 2 | 3;
  /** 1 or 2. */
  readonly channels: number;
  /** Samples of a channel per second. */
  readonly sampleRateHz: number;
  /** Samples of a channel in the frame. */
  readonly samples: number;
  /** Bytes of the frame. */
  readonly length: number;
  /** Offset of an encoder's tag in the frame, if it has one. */
  readonly tagStart: number;
}

/** Kilobits per second of MPEG-1, by layer and the code in the header. */
const KILOBITS = {
  1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
};
/** Kilobits per second of the extensions to lower sample rates: of layer I, and of the others. */
const LOW_KILOBITS_1 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
const LOW_KILOBITS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES_HZ = [44_100, 48_000, 32_000];

/**
 * Parses the header of the frame at this position.
 *
 * @returns undefined when no frame starts there, or its bit rate is "free": such frames do not state their length
 */
export function frameHeader(bytes: Uint8Array, at: number): Mp3FrameHeader | undefined {
  const [sync = 0, kind = 0, rates = 0, mode = 0] = bytes.subarray(at, at + 4);
  const layer = 4 - (kind >> 1 & 3);
  if (sync !== 0xff || (kind & 0xe0) !== 0xe0 || !isLayer(layer)) return undefined;
  // 0 is version 2.5, 2 version 2, 3 version 1.
  const version = kind >> 3 & 3;
  const ofLow = layer === 1 ? LOW_KILOBITS_1 : LOW_KILOBITS;
  const kilobits = (version === 3 ? KILOBITS[layer] : ofLow)[rates >> 4];
  const fullRateHz = SAMPLE_RATES_HZ[rates >> 2 & 3];
  if (version === 1 || !kilobits || fullRateHz === undefined) return undefined;
  const sampleRateHz = fullRateHz / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const samples = layer === 1 ? 384 : layer === 2 || version === 3 ? 1152 : 576;
  const channels = mode >> 6 === 3 ? 1 : 2;
  const sideInformation = version === 3 ? (channels === 1 ? 17 : 32) : (channels === 1 ? 9 : 17);
  // A frame of layer I is a number of slots of four bytes.
  const slotBytes = layer === 1 ? 4 : 1, padding = rates >> 1 & 1;
  const slots = Math.floor(samples / 8 / slotBytes * kilobits * 1000 / sampleRateHz);
  const length = (slots + padding) * slotBytes;
  return { layer, channels, sampleRateHz, samples, length, tagStart: 4 + sideInformation };
}

/** The code of a fourth layer is reserved. */
function isLayer(layer: number): layer is Mp3FrameHeader["layer"] {
  return layer < 4;
}
