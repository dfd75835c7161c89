// How well BACKBONE-LABEL maps AudioSet's classes to ESC-50's, against the mapping made by hand.
import { compileBackboneLabel } from "../../../src/leakage/backbone/backbone_label.ts";
import type { EvaluationLabel } from "../../../src/leakage/backbone/backbone_label.ts";
import { comparable } from "../../../src/leakage/backbone/class_names.ts";
import type { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";
import mapping from "./audioset_to_esc50.json" with { type: "json" };

/** Precision and recall over pairs of a label and a class, and the pairs that are wrong. */
export interface BackboneLabelScore {
  readonly precision: number;
  readonly recall: number;
  /** `label <- class` that the rule finds and the mapping lacks. */
  readonly spurious: string[];
  /** `label <- class` that the mapping has and the rule misses. */
  readonly missed: string[];
}

/** ESC-50's labels, as plain names. */
export const ESC50_NAMES: readonly string[] = Object.keys(mapping.labels);

/** Scores the rule on labels of ESC-50, plain or with what a label set says of them. */
export function scoreBackboneLabel(
  labels: readonly EvaluationLabel[],
  audioSet: readonly string[],
  wordnet: WordNet,
): BackboneLabelScore {
  const find = compileBackboneLabel(labels, wordnet);
  const found = new Set(
    audioSet.flatMap((name) =>
      find({ name: "one class", trainingLabels: [name] }).map(({ label }) => pairOf(label!, name))
    ),
  );
  const gold = new Set(
    Object.entries(mapping.labels).flatMap(([label, names]) =>
      names.map((name) => pairOf(label, name))
    ),
  );
  const right = gold.intersection(found).size;
  return {
    precision: right / found.size,
    recall: right / gold.size,
    spurious: [...found.difference(gold)],
    missed: [...gold.difference(found)],
  };
}

/** One line for people. */
export function describeScore({ precision, recall, spurious, missed }: BackboneLabelScore): string {
  return `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}; ` +
    `spurious: ${spurious.join("; ") || "none"}; missed: ${missed.join("; ") || "none"}`;
}

function pairOf(label: string, className: string): string {
  return `${comparable(label)} <- ${className}`;
}
