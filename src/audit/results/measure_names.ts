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

/**
 * Puts a sentence about accuracies into words of the measure.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const said = "Accuracy of a: dirty accuracy 0.5.";
 * assert.equal(inWordsOf("balanced_top1", said), said);
 * const expected = "Mean average precision of a: dirty mean average precision 0.5.";
 * assert.equal(inWordsOf("macro_map", said), expected);
 * ```
 */
export function inWordsOf(measure: Measure, sentence: string): string {
  if (measure !== "macro_map") return sentence;
  return sentence
    .replaceAll(
      /(?<![\w-])(an? )?(balanced )?accurac(y|ies)(?![\w-])/gi,
      (found, article, _, end) => {
        const words = `mean average precision${end === "ies" ? "s" : ""}`;
        if (article !== undefined) return `${article[0] === "A" ? "A" : "a"} ${words}`;
        return /^[AB]/.test(found) ? words[0]!.toUpperCase() + words.slice(1) : words;
      },
    );
}

/**
 * Puts the text of a page or picture into words of the measure, without its tags and styles.
 *
 * @param page HTML or SVG
 */
export function pageInWordsOf(measure: Measure, page: string): string {
  if (measure !== "macro_map") return page;
  const parts = page.split(/(<style>[^]*?<\/style>|<[^>]*>)/);
  return parts.map((part) =>
    part.startsWith("<")
      ? part.replaceAll(
        /(aria-label|alt)="([^"]*)"/g,
        (_, name, text) => `${name}="${inWordsOf(measure, text)}"`,
      )
      : inWordsOf(measure, part)
  ).join("");
}
