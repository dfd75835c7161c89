/**
 * Loads `src/backbones/card_schema.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { BackboneCard } from "../../src/backbones/card.ts";

const loading = later<typeof import("../../src/backbones/card_schema.ts")>(
  new URL("../../src/backbones/card_schema.ts", import.meta.url),
);

/**
 * Parses a card.
 *
 * @param text JSON
 * @param name the file's name, for errors
 * @throws {InputError} that names the key, quotes what was found and says what was expected
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const card = {
 *   schema: "earnest/backbone/1",
 *   name: "vectors",
 *   modality: "text",
 *   dimensions: 300,
 *   license: "PDDL 1.0",
 *   words: { file: "glove.6B.300d.txt", format: "glove" },
 *   ledger: { trainingData: ["Wikipedia 2014"], trainingLabels: "none", source: "Stanford NLP" },
 * };
 * assert.equal((await parseCard(JSON.stringify(card), "card.json")).name, "vectors");
 * await assert.rejects(parseCard(JSON.stringify({ ...card, lisense: "?" }), "card.json"),
 *   /unknown key "lisense"; did you mean "license"\?/,
 * );
 * ```
 */
export async function parseCard(text: string, name: string): Promise<BackboneCard> {
  return await (await loading()).parseCard(text, name);
}
