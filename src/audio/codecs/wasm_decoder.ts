/**
 * A common interface to the decoders of the wasm-audio-decoders family (Ethan Halsall; MIT), which are the reference
 * decoders compiled to WebAssembly.
 *
 * Each file gets its own decoder, since a decoder that a damaged file has stopped is unusable. The packages
 * keep the compiled code, so that another decoder takes 0.1 ms (the first one 10 to 20), and their own
 * `reset` does nothing else.
 * @module
 */
import { EarnestError, type InputError, messageOf } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { unreadable } from "../../formats/reading.ts";
import { checkLength } from "../../formats/sound.ts";

/** The interface that these decoders share. */
export interface WasmDecoder {
  /** Settles when the decoder is ready. */
  readonly ready: Promise<void>;
  /** Frees its memory. */
  free(): void;
}

/** The result that they all return. */
export interface WasmDecoded {
  readonly channelData: readonly Float32Array[];
  readonly samplesDecoded: number;
  readonly errors: readonly { readonly message: string }[];
}

/** How a file is decoded. */
export interface Decoding<Decoder extends WasmDecoder> {
  /** Creates a fresh decoder. */
  readonly open: () => Decoder;
  /** Decodes packets or frames that follow those of the previous call. */
  readonly decode: (decoder: Decoder, parts: Uint8Array[]) => WasmDecoded | Promise<WasmDecoded>;
  /** Number of channels of the result. */
  readonly channels: number;
}

/** The decoded sound of a file. */
export interface DecodedParts {
  /** The samples of each channel. */
  readonly channels: readonly Float32Array[];
  /** Samples per channel in each group of parts. */
  readonly counts: readonly number[];
}

/** Packets or frames per call. A forged one makes at most 2 MB of samples, and samples are counted after each call. */
const PARTS_A_CALL = 256;

/**
 * Decodes a file's packets or frames.
 *
 * @param groups the parts, in order, in groups whose samples are counted separately
 * @param name the file's name, for error messages
 * @throws {InputError} when a part is damaged, or there are more samples than a sound may have
 */
export async function decodeParts<Decoder extends WasmDecoder>(
  { open, decode, channels }: Decoding<Decoder>,
  groups: readonly (readonly Uint8Array[])[],
  name: string,
): Promise<DecodedParts> {
  const decoder = open();
  try {
    await decoder.ready;
    const pieces: (readonly Float32Array[])[] = [];
    const counts: number[] = [];
    let samples = 0;
    for (const group of groups) {
      const before = samples;
      for (let at = 0; at < group.length; at += PARTS_A_CALL) {
        const parts = group.slice(at, at + PARTS_A_CALL);
        const { channelData, samplesDecoded, errors } = await quietly(() => decode(decoder, parts));
        if (errors.length > 0) throw damaged(name, errors[0]!.message);
        pieces.push(channelData);
        samples += samplesDecoded;
        checkLength(samples * channels, name);
      }
      counts.push(samples - before);
    }
    return { channels: joinChannels(pieces, channels, samples), counts };
  } catch (thrown) {
    if (thrown instanceof EarnestError) throw thrown;
    // A damaged file can make a package throw arbitrary values, or the WebAssembly trap.
    throw damaged(name, thrown);
  } finally {
    freeAnyway(decoder);
  }
}

function damaged(name: string, said: unknown): InputError {
  return unreadable(name, `its sound is damaged (${quotable(messageOf(said))})`);
}

/** Runs a synchronous function and suppresses what the packages print, since they also return their errors. */
function quietly<Result>(decode: () => Result): Result {
  const { error } = console;
  console.error = () => {};
  try {
    return decode();
  } finally {
    console.error = error;
  }
}

function joinChannels(
  pieces: readonly (readonly Float32Array[])[],
  channels: number,
  samples: number,
): Float32Array[] {
  return Array.from({ length: channels }, (_, channel) => {
    const joined = new Float32Array(samples);
    let at = 0;
    for (const piece of pieces) {
      const part = piece[channel] ?? new Float32Array();
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  });
}

/** Memory that a decoder cannot free after a trap is freed with its WebAssembly instance. */
function freeAnyway(decoder: WasmDecoder): void {
  try {
    decoder.free();
  } catch {
    return;
  }
}
