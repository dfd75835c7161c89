/**
 * What turns a sound file into samples, as it is recorded beside embeddings: other versions may give other bits.
 * @module
 */

/** Decoders and resampler. */
export const AUDIO_SOFTWARE = { decoder: "", resampler: "" } as const;
