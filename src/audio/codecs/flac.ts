/**
 * Decodes FLAC with libFLAC.
 * @module
 */
// FLAC: libFLAC in WebAssembly, MIT and BSD-3-Clause.
import { FLACDecoder } from "npm:@wasm-audio-decoders/flac@0.2.11";
import type { FlacStream } from "../../formats/flac.ts";
import { checkLength, type Sound } from "../../formats/sound.ts";
import { unreadable } from "../../formats/reading.ts";
import { decodeParts } from "./wasm_decoder.ts";

/** With more bits, float32 does not hold the integers exactly. */
const MOST_EXACT_BITS = 24;

/**
 * Decodes a FLAC stream to the same bits as a WAV file with the same samples.
 *
 * @param name the file's name, for error messages
 * @throws {InputError} when a frame is damaged
 */
export async function decodeFlac(stream: FlacStream, name: string): Promise<Sound> {
  checkLength(stream.samples * stream.channels, name);
  const decoding = {
    open: () => new FLACDecoder(),
    decode: (decoder: FLACDecoder, parts: Uint8Array[]) => decoder.decodeFrames(parts),
    channels: stream.channels,
  };
  const parts = [stream.header, ...stream.frames];
  const { channels, counts } = await decodeParts(decoding, [parts], name);
  if (counts[0] !== stream.samples) {
    throw unreadable(name, `${counts[0]} samples a channel came out of ${stream.samples}`);
  }
  if (stream.bits <= MOST_EXACT_BITS) channels.forEach((channel) => rescale(channel, stream.bits));
  return { channels, sampleRateHz: stream.sampleRateHz, notes: stream.notes };
}

/** The package divides by the largest integer, 32,767 for 16 bits; all other readers divide by 32,768. */
function rescale(samples: Float32Array, bits: number): void {
  const scale = 2 ** (bits - 1);
  for (let i = 0; i < samples.length; i++) {
    samples[i] = Math.round(samples[i]! * (scale - 1)) / scale;
  }
}
