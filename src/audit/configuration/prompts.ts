/**
 * Prompts: the texts that represent an evaluation label.
 * @module
 */
import { asWords } from "../../basics/words.ts";

/** The placeholder of the label in a prompt's template. */
export const LABEL_PLACE = "{label}";

/**
 * Returns the texts of a label, one for each template.
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
