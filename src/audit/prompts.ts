/**
 * Prompts: the texts that stand for an evaluation label.
 * @module
 */

/** The place of the label in a prompt's template. */
export const LABEL_PLACE = "{label}";

/** A label or text as words: `_` reads as a space. */
export function asWords(text: string): string {
  return text.replaceAll("_", " ").trim();
}

/**
 * The texts of a label, one for each template.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const texts = promptTexts("sea_waves", ["{label}", "the sound of {label}"]);
 * assert.deepEqual(texts, ["sea waves", "the sound of sea waves"]);
 * ```
 */
export function promptTexts(label: string, templates: readonly string[]): string[] {
  return templates.map((template) => asWords(template.replaceAll(LABEL_PLACE, () => label)));
}
