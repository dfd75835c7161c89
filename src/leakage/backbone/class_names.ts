/**
 * Turns class names of sound data sets into words that can be compared.
 * @module
 */
import { wordsOf } from "../text/words.ts";

/** The parts of a class name. */
export interface ClassName {
  /** The names that it lists with commas, each as words in the singular, separated by spaces. */
  readonly alternatives: readonly string[];
  /** The words in parentheses, in the same form: what the class is heard as or belongs to. */
  readonly qualifiers: readonly string[];
}

/**
 * Splits a class name into its parts: commas separate names for one class, parentheses qualify them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(parseClassName("Fire engine, fire truck (siren)"), {
 *   alternatives: ["fire engine", "fire truck"],
 *   qualifiers: ["siren"],
 * });
 * ```
 */
export function parseClassName(name: string): ClassName {
  const qualifiers = Array.from(name.matchAll(/\(([^()]*)\)/g), ([, inside]) => inside!);
  const outside = name.replaceAll(/\([^()]*\)/g, " ");
  const split = (text: string) => text.split(",").map(comparable).filter((words) => words !== "");
  return { alternatives: split(outside), qualifiers: qualifiers.flatMap(split) };
}

/**
 * Returns a text's words in the singular, in lower case, separated by spaces: equal for `Sea_Waves` and `sea wave`.
 * Verb forms stay different, since `crowing` is not a crow.
 */
export function comparable(text: string): string {
  return wordsOf(text).map(({ key }) => singular(key)).join(" ");
}

function singular(word: string): string {
  if (word.length <= 3 || /(?:ss|us|is)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:sh|ch|x|z|ss)es$/.test(word)) return word.slice(0, -2);
  return word.replace(/s$/, "");
}
