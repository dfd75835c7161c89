/**
 * The baseline backbone: statistics of a log-mel spectrogram, with nothing learned.
 * @module
 */
import { logMel } from "../audio/log_mel.ts";
import { SAMPLE_RATE_HZ } from "../audio/log_mel_filters.ts";
import type { AudioBackbone, BackboneLedger } from "./backbone.ts";
import { meanAndDeviation } from "./pooling.ts";

/** What is known of `log-mel-statistics`: nothing in it was trained. */
export const LOG_MEL_STATISTICS: BackboneLedger = {
  name: "log-mel-statistics",
  modality: "audio",
  dimensions: 128,
  license: "MIT",
  trainingData: [],
  trainingLabels: "none",
  source: "computed here: mean and deviation over time of 64 log-mel bands",
};

/**
 * The backbone `log-mel-statistics`: mean, then population deviation, over frames of each of the 64 bands of
 * {@link logMel}. 2.1 ms for a clip of 3 s (one core).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const backbone = openLogMelStatistics();
 * const embedding = await backbone.embed(new Float32Array(16_000));
 * assert.equal(embedding.length, 128);
 * assert.equal(embedding[0], Math.fround(Math.log(1e-6)));
 * ```
 */
export function openLogMelStatistics(): AudioBackbone {
  return {
    name: LOG_MEL_STATISTICS.name,
    dimensions: LOG_MEL_STATISTICS.dimensions,
    sampleRateHz: SAMPLE_RATE_HZ,
    ledger: LOG_MEL_STATISTICS,
    embed: (samples) =>
      Promise.try(() => {
        const { values, bands } = logMel(samples);
        return meanAndDeviation(values, bands);
      }),
    close: () => Promise.resolve(),
  };
}
