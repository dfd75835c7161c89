/**
 * The names of an audit's measure: in `results.json`, and in sentences.
 * @module
 */
import type { Measure } from "./results.ts";

/**
 * Gives the fields of results the name of their measure, as `results.json` has them: where items have several labels,
 * what is `balanced_top1` of others is `macro_map`.
 */
export function asWritten<Results extends { readonly measure: Measure }>(
  results: Results,
): unknown {
  return results.measure === "macro_map" ? renamed(results, "balanced_top1", "macro_map") : results;
}

/** Takes the names of {@link asWritten} back; anything else is returned as it is. */
export function asRead(written: unknown): unknown {
  const { measure } = (written ?? {}) as { readonly measure?: unknown };
  return measure === "macro_map" ? renamed(written, "macro_map", "balanced_top1") : written;
}

/** Fields whose own fields are labels, or rules. */
const BY_LABEL = ["per_class", "roc_auc", "covered", "by_rule"];

/** Renames a field at any depth, but not in records by label: a label may have any name. */
function renamed(value: unknown, from: string, to: string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, from, to));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, content]) =>
      BY_LABEL.includes(field)
        ? [field, content]
        : [field === from ? to : field, renamed(content, from, to)]
    ),
  );
}

/** What sentences call an audit's accuracies. */
export interface MeasureWords {
  /** The name, such as `accuracy`. */
  readonly accuracy: string;
  /** The name where a sentence or title begins, such as `Accuracy`. */
  readonly first: string;
  /** The name of one of them, such as `an accuracy`. */
  readonly one: string;
  /** What the evaluation's classes are called: `label` where items have several. */
  readonly class: string;
  /** The same for several of them. */
  readonly classes: string;
}

const WORDS: Readonly<Record<Measure, MeasureWords>> = {
  balanced_top1: {
    accuracy: "accuracy",
    first: "Accuracy",
    one: "an accuracy",
    class: "class",
    classes: "classes",
  },
  macro_map: {
    accuracy: "mean average precision",
    first: "Mean average precision",
    one: "a mean average precision",
    class: "label",
    classes: "labels",
  },
};

/**
 * Returns what sentences call the accuracies of a measure. Sentences are made with these words; none is reworded
 * afterwards, since backbones, labels and files may have any name, such as "accuracy".
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(wordsOf("balanced_top1").first, "Accuracy");
 * assert.equal(wordsOf("macro_map").one, "a mean average precision");
 * ```
 */
export function wordsOf(measure: Measure): MeasureWords {
  return WORDS[measure];
}
