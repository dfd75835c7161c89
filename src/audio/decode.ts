/**
 * Ogg Vorbis to samples, through libvorbis compiled to WebAssembly (`@wasm-audio-decoders/ogg-vorbis`).
 * @module
 */
import { OggVorbisDecoder } from "npm:@wasm-audio-decoders/ogg-vorbis@0.1.20";
import { InputError, messageOf } from "../basics/errors.ts";

/** Decoded sound, one channel. */
export interface MonoAudio {
  /** The samples, mostly in [-1, 1]: lossy coding can overshoot a little. */
  readonly samples: Float32Array;
  /** Samples per second. */
  readonly sampleRateHz: number;
}

/**
 * A decoder that is used for many files, since making one takes longer than decoding a note.
 * One file at a time; `using` or {@link VorbisDecoder.close} frees its memory.
 */
export class VorbisDecoder implements Disposable {
  readonly #decoder = new OggVorbisDecoder();

  /**
   * Decodes a file; several channels become their mean. A file that was cut off gives the sound that is left.
   *
   * @param bytes the whole file
   * @param name the file's name, for error messages
   * @throws {InputError} when it is damaged, holds no sound, or holds values that are no numbers
   */
  async decode(bytes: Uint8Array, name: string): Promise<MonoAudio> {
    const wrong = (reason: string) => new InputError(`Cannot decode "${name}": ${reason}`);
    await this.#decoder.ready;
    // A damaged file can also make the package throw, whatever comes to its mind.
    const decoded = await this.#decoder.decodeFile(bytes).catch((thrown: unknown) => {
      throw wrong(messageOf(thrown));
    }).finally(() => this.#decoder.reset());
    const { channelData, samplesDecoded, sampleRate, errors } = decoded;
    if (errors.length > 0) throw wrong(messageOf(errors[0]!.message));
    if (samplesDecoded === 0) throw wrong("no sound in it; expected Ogg Vorbis");
    const samples = meanOf(channelData);
    if (!samples.every(Number.isFinite)) throw wrong("it holds values that are no numbers");
    return { samples, sampleRateHz: sampleRate };
  }

  /** Frees the decoder's memory; it cannot be used any more. */
  close(): void {
    this.#decoder.free();
  }

  /** As {@link VorbisDecoder.close}. */
  [Symbol.dispose](): void {
    this.close();
  }
}

function meanOf(channels: readonly Float32Array[]): Float32Array {
  const [first, ...others] = channels;
  const mean = first!.slice();
  if (others.length === 0) return mean;
  for (let i = 0; i < mean.length; i++) {
    for (const channel of others) mean[i]! += channel[i]!;
    mean[i]! /= channels.length;
  }
  return mean;
}
