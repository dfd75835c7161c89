/**
 * The software that converts a sound file to samples, recorded with embeddings: other versions may give other bits.
 * @module
 */

/** Decoders by kind of file, and the resampler; entries without a package are part of Earnest. */
export const AUDIO_SOFTWARE = {
  decoders: {
    aiff: "earnest",
    au: "earnest",
    caf: "earnest",
    flac: "@wasm-audio-decoders/flac@0.2.11",
    mp3: "mpg123-decoder@1.0.3",
    opus: "opus-decoder@0.7.12",
    vorbis: "@wasm-audio-decoders/ogg-vorbis@0.1.20",
    wav: "earnest",
  },
  resampler: "earnest polyphase 1",
} as const;
