/**
 * Tells the text backbones that an audit is about from their baselines.
 * @module
 */
import type { AuditText } from "./shape.ts";

/**
 * Returns the text backbones that are no other's baseline.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const one = { texts: [], vectors: { rows: 0, columns: 1, values: new Float32Array() }, outOfVocabulary: [] };
 * const chosen = { ...one, name: "words", baseline: "letters" };
 * assert.deepEqual(chosenTexts([chosen, { ...one, name: "letters", baseline: undefined }]), [chosen]);
 * ```
 */
export function chosenTexts(texts: readonly AuditText[]): AuditText[] {
  const baselines = new Set(texts.map(({ baseline }) => baseline));
  return texts.filter(({ name }) => !baselines.has(name));
}
