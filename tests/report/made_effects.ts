import type { Contrast, FeatureEffects, TwinEffects } from "../../src/audit/results/results.ts";
import { accuracy, interval, type Triple } from "./made_results.ts";

const part = ([value, low, high]: Triple) => ({ value, ...interval(low, high) });

/** Makes the accuracies of audio {baseline, backbone} by text {baseline, backbone}, with their effects. */
export function madeFeatures(): FeatureEffects {
  return {
    cells: [
      { audio: true, text: true, balanced_top1: accuracy(0.19, 0.14, 0.25) },
      { audio: true, text: false, balanced_top1: accuracy(0.13, 0.09, 0.18) },
      { audio: false, text: true, balanced_top1: accuracy(0.15, 0.11, 0.2) },
      { audio: false, text: false, balanced_top1: accuracy(0.12, 0.09, 0.16) },
    ],
    audio: part([0.025, -0.01, 0.06]),
    text: part([0.045, 0.01, 0.08]),
    interaction: part([0.03, -0.02, 0.07]),
  };
}

/** Makes the accuracies of a twin and a backbone by clean and control pairs, with their effects. */
export function madeTwin(): TwinEffects {
  return {
    name: "unlabelled",
    cells: [
      { labels: true, leakage: true, balanced_top1: accuracy(0.54, 0.48, 0.6) },
      { labels: false, leakage: true, balanced_top1: accuracy(0.5, 0.44, 0.56) },
      { labels: true, leakage: false, balanced_top1: accuracy(0.19, 0.14, 0.25) },
      { labels: false, leakage: false, balanced_top1: accuracy(0.16, 0.12, 0.2) },
    ],
    onClean: part([0.02, -0.02, 0.06]),
    backboneLabels: part([0.035, 0.01, 0.06]),
    leakage: part([0.345, 0.29, 0.4]),
    interaction: part([0.01, -0.04, 0.06]),
  };
}

/** Makes the contrast of two text backbones on clean pairs. */
export function madeContrast(): Contrast {
  return {
    between: ["glove-100d", "minilm"],
    side: "text",
    with: "openwakeword",
    condition: "clean",
    ...part([0.02, -0.03, 0.07]),
    low_together: -0.04,
    high_together: 0.08,
  };
}
