// Scores how well BACKBONE-LABEL maps AudioSet's classes to ESC-50's, against a mapping by hand, and prints it.
import { compileBackboneLabel } from "../../../src/leakage/backbone/backbone_label.ts";
import type { EvaluationLabel } from "../../../src/leakage/backbone/backbone_label.ts";
import { comparable } from "../../../src/leakage/backbone/class_names.ts";
import { readLabels } from "../../../src/leakage/labels/read_labels.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";
import { sharedPath } from "../../shared.ts";
import mapping from "./audioset_to_esc50.json" with { type: "json" };

/** Precision and recall over combinations of a label and a class, and the wrong combinations. */
export interface BackboneLabelScore {
  readonly precision: number;
  readonly recall: number;
  /** Combinations `label <- class` that the rule finds and the mapping lacks. */
  readonly spurious: string[];
  /** Combinations `label <- class` that the mapping has and the rule misses. */
  readonly missed: string[];
}

/** ESC-50's labels, as plain names. */
export const ESC50_NAMES: readonly string[] = Object.keys(mapping.labels);

/** Scores the rule on labels of ESC-50, plain or from a label set. */
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

/** Formats a score as one line. */
export function describeScore({ precision, recall, spurious, missed }: BackboneLabelScore): string {
  return `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}; ` +
    `spurious: ${spurious.join("; ") || "none"}; missed: ${missed.join("; ") || "none"}`;
}

function pairOf(label: string, className: string): string {
  return `${comparable(label)} <- ${className}`;
}

/** Reads AudioSet's 527 class names; undefined where the folder of test data is missing. */
export async function readAudioSetClasses(): Promise<string[] | undefined> {
  const path = sharedPath("data/laion-class-labels/audioset_class_labels_indices.json");
  return path === undefined ? undefined : Object.keys(JSON.parse(await Deno.readTextFile(path)));
}

if (import.meta.main) {
  const audioSet = await readAudioSetClasses();
  if (audioSet === undefined) Deno.exit(1);
  const wordnet = await WordNet.open();
  const plain = ESC50_NAMES.map((label) => ({ label }));
  console.log("plain labels:", describeScore(scoreBackboneLabel(plain, audioSet, wordnet)));
  const { labels } = await readLabels("esc50");
  console.log("label set esc50:", describeScore(scoreBackboneLabel(labels, audioSet, wordnet)));
}
