/**
 * The baseline backbone for text: hashed counts of letter sequences, without learned parameters.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { type BackboneLedger, type TextBackbone, UnusableText } from "./backbone.ts";
import { murmurHash3 } from "./murmur_hash3.ts";
import { ofLengthOne } from "./pooling.ts";
import { textBackbone } from "./text_backbone.ts";

/** What is known of `character-ngrams`: nothing in it was trained. */
export const CHARACTER_NGRAMS: BackboneLedger = {
  name: "character-ngrams",
  modality: "text",
  dimensions: 512,
  license: "MIT",
  trainingData: [],
  trainingLabels: "none",
  source: "computed here: hashed counts of the sequences of 3 to 5 characters within words",
};

const SHORTEST = 3;
const LONGEST = 5;
/** What Python's `str.split` separates words at; JavaScript's `\s` lacks five of them and has U+FEFF. */
// deno-lint-ignore no-control-regex -- U+001C to U+001F separate words, too.
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/**
 * Opens the backbone `character-ngrams`: {@link embedNgrams} of each text. It knows that "acoustic guitar" and
 * "electric guitar" share letters, and no more. 30 µs for a caption of ten words (one core).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const backbone = openCharacterNgrams();
 * const { vectors } = await backbone.embed(["acoustic guitar", "electric guitar", "rain"]);
 * const cosine = (i: number, j: number) =>
 *   vectors.subarray(i * 512, i * 512 + 512).reduce((sum, x, k) => sum + x * vectors[j * 512 + k]!, 0);
 * assert(cosine(0, 1) > 0.4);
 * assert.equal(cosine(0, 2), 0);
 * ```
 */
export function openCharacterNgrams(): TextBackbone {
  const { name, dimensions } = CHARACTER_NGRAMS;
  return textBackbone({
    ledger: CHARACTER_NGRAMS,
    identity: { name },
    batch: 256,
    embed: (texts) =>
      Promise.try(() => {
        const vectors = new Float32Array(texts.length * dimensions);
        texts.forEach((text, i) => vectors.set(embedNgrams(text, i), i * dimensions));
        return { vectors, outOfVocabulary: [] };
      }),
    close: () => Promise.resolve(),
  });
}

/**
 * Embeds a text: its lower-cased words get a space on each side, and each sequence of 3 to 5 characters in them adds
 * +1 or -1, by the sign of its hash, to one of 512 numbers, by the hash's absolute value; the sum is scaled to length
 * 1. Like scikit-learn's `HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=512)`; Weinberger et
 * al., "Feature hashing for large scale multitask learning" (ICML 2009).
 *
 * @param index of the text among those of a call, for errors
 * @throws {UnusableText} where scikit-learn gives zeros, which have no direction: for a text without characters other
 * than spaces, or whose sequences cancel each other out
 */
function embedNgrams(text: string, index: number): Float64Array {
  const counts = new Float64Array(CHARACTER_NGRAMS.dimensions);
  for (const word of text.toLowerCase().split(SPACES)) {
    if (word !== "") countNgrams(` ${word} `, counts);
  }
  if (counts.some((count) => count !== 0)) return ofLengthOne(counts);
  throw new UnusableText(
    index,
    `Text "${
      quotable(text)
    }" has no sequence of characters that ${CHARACTER_NGRAMS.name} counts; ` +
      "expected at least one character other than a space",
  );
}

/** Counts the sequences of a padded word, which has at least three characters. */
function countNgrams(padded: string, counts: Float64Array): void {
  const bytes = new TextEncoder().encode(padded);
  const starts = characterStarts(bytes);
  const characters = starts.length - 1;
  for (let length = SHORTEST; length <= Math.min(LONGEST, characters); length++) {
    for (let first = 0; first + length <= characters; first++) {
      const hash = murmurHash3(bytes.subarray(starts[first], starts[first + length]));
      const place = Math.abs(hash) % counts.length;
      counts[place]! += hash >= 0 ? 1 : -1;
    }
  }
}

/** Returns where each character of UTF-8 text begins, then the number of bytes. */
function characterStarts(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  bytes.forEach((byte, at) => {
    // The second and later bytes of a character are 10xxxxxx.
    if ((byte & 0xc0) !== 0x80) starts.push(at);
  });
  starts.push(bytes.length);
  return starts;
}
