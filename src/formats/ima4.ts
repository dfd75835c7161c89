/**
 * Decodes ima4, the form of IMA's ADPCM in Apple's containers: packets of 34 bytes for each channel in turn, with 64
 * samples each.
 * @module
 */
import { IMA_STEPS, imaNext } from "./adpcm.ts";
import { unreadable } from "./reading.ts";
import { checkLength, type Sound } from "./sound.ts";

const PACKET_BYTES = 34, PACKET_SAMPLES = 64;
/** A packet states the value before it without its last seven bits. */
const ROUNDING = 0x7f;

/**
 * Decodes whole packets; a rest is left out.
 *
 * @param count number of channels
 * @param name the file's name, for error messages
 * @throws {InputError} when a packet's header is not possible, or there are more samples than a sound may have
 */
export function decodeIma4(data: Uint8Array, count: number, name: string): Sound["channels"] {
  const packets = Math.floor(data.length / (PACKET_BYTES * count));
  checkLength(packets * PACKET_SAMPLES * count, name);
  return Array.from({ length: count }, (_, channel) => {
    const samples = new Float32Array(packets * PACKET_SAMPLES);
    const state = { value: 0, place: 0 };
    for (let packet = 0; packet < packets; packet++) {
      const start = PACKET_BYTES * (packet * count + channel);
      const header = data[start]! << 8 | data[start + 1]!;
      const value = (header & ~ROUNDING) << 16 >> 16;
      const isContinued = packet > 0 && Math.abs(state.value - value) <= ROUNDING;
      // The exact value is known from the packet before.
      if (!isContinued) state.value = value;
      state.place = header & ROUNDING;
      if (state.place >= IMA_STEPS.length) {
        throw unreadable(name, `ADPCM packet ${packet} is damaged: its header is not possible`);
      }
      for (let i = 0; i < PACKET_SAMPLES; i++) {
        const byte = data[start + 2 + (i >> 1)]!;
        imaNext(state, i % 2 === 0 ? byte & 0xf : byte >> 4);
        samples[packet * PACKET_SAMPLES + i] = state.value / 2 ** 15;
      }
    }
    return samples;
  });
}
