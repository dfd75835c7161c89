/**
 * The codecs, each loaded for the first file that needs it: a program that decodes nothing loads none.
 * @module
 */
import { later } from "../../basics/later.ts";

/** Loads the codec of FLAC. */
export const flacCodec = later<typeof import("./flac.ts")>(new URL("./flac.ts", import.meta.url));
/** Loads the codec of MP3. */
export const mp3Codec = later<typeof import("./mp3.ts")>(new URL("./mp3.ts", import.meta.url));
/** Loads the codec of Opus. */
export const opusCodec = later<typeof import("./opus.ts")>(new URL("./opus.ts", import.meta.url));
/** Loads the codec of Vorbis. */
export const vorbisCodec = later<typeof import("./vorbis.ts")>(
  new URL("./vorbis.ts", import.meta.url),
);
