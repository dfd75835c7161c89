/**
 * Decodes MP3 with mpg123.
 * @module
 */
// MP3: mpg123 in WebAssembly, MIT and LGPL-2.1.
import { MPEGDecoder } from "npm:mpg123-decoder@1.0.3";
import type { Mp3Stream } from "../../formats/mp3.ts";
import { checkLength, type Sound } from "../../formats/sound.ts";
import { decodeParts } from "./wasm_decoder.ts";

/**
 * Decodes an MP3 stream.
 *
 * Where the encoder left its tag (LAME's, which states how many samples it added at both ends), those samples are
 * removed, as ffmpeg and libsndfile (and so librosa) do: a sound keeps its length and does not shift. Without the tag
 * all samples of the frames are kept, as they do too: typically 1,105 more samples of silence at the start.
 *
 * @param name the file's name, for error messages
 * @throws {InputError} when a frame is damaged
 */
export async function decodeMp3(stream: Mp3Stream, name: string): Promise<Sound> {
  checkLength(stream.samples * stream.channels, name);
  const decoding = {
    open: () => new MPEGDecoder(),
    decode: (decoder: MPEGDecoder, parts: Uint8Array[]) => decoder.decodeFrames(parts),
    channels: stream.channels,
  };
  const { channels } = await decodeParts(decoding, [stream.frames], name);
  return { channels, sampleRateHz: stream.sampleRateHz, notes: stream.notes };
}
