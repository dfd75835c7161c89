/**
 * Makes a backbone of planted word vectors, and captions drawn from its words.
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { TextBackbone } from "../../../src/backbones/backbone.ts";
import { openBackbone } from "../../../src/backbones/open.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { inFolder } from "../../temporary_folder.ts";

/** Writes a card of word vectors to a folder and opens it. */
export async function withWords(
  words: Readonly<Record<string, readonly number[]>>,
  work: (backbone: TextBackbone) => Promise<void>,
): Promise<void> {
  const lines = Object.entries(words).map(([word, vector]) => [word, ...vector].join(" "));
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "words.txt"), lines.join("\n"));
    const card = {
      schema: "earnest/backbone/1",
      name: "planted",
      modality: "text",
      dimensions: Object.values(words)[0]!.length,
      words: { file: "words.txt", format: "glove" },
      license: "CC0",
      ledger: { trainingData: [], trainingLabels: "none", source: "made here" },
    };
    await Deno.writeTextFile(join(folder, "card.json"), JSON.stringify(card));
    const backbone = await openBackbone(join(folder, "card.json"));
    assert(backbone.modality === "text");
    try {
      await work(backbone);
    } finally {
      await backbone.close();
    }
  });
}

/** Dimensions of {@link randomWords}. */
const DIM = 8;

/** Makes words `w0` to `w199` with random vectors that share the first dimension, as in real vocabularies. */
export function randomWords(): Record<string, number[]> {
  const random = new RandomStream(5, "planted words");
  const vector = () => Array.from({ length: DIM }, (_, i) => random.normal() + (i === 0 ? 2 : 0));
  return Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`w${i}`, vector()]));
}

/** Makes captions of 1 to 9 of the words `w20` to `w199`. */
export function randomCaptions(count: number, seed: number): { id: string; text: string }[] {
  const random = new RandomStream(seed, "planted captions");
  const word = () => `w${20 + random.below(180)}`;
  return Array.from({ length: count }, (_, i) => ({
    id: `c${i}`,
    text: Array.from({ length: 1 + random.below(9) }, word).join(" "),
  }));
}

/** Labels `w0` to `w19`. */
export const RANDOM_LABELS: readonly { readonly label: string }[] = Array.from(
  { length: 20 },
  (_, i) => ({ label: `w${i}` }),
);
