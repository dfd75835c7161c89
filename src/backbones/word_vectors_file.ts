/**
 * Reads word vectors in the forms in which they are published: GloVe's text, word2vec's text and word2vec's binary
 * form.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { ByteReader } from "../formats/byte_reader.ts";
import type { BackboneLedger, TextBackbone } from "./backbone.ts";
import { embedTexts, WORD_VECTOR_BATCH, type WordVectors } from "./word_vectors.ts";
import { readBinaryWords } from "./word_vectors_binary.ts";
import { readTextLines } from "./word_vectors_text.ts";
import { textBackbone } from "./text_backbone.ts";

/**
 * The format of a file of word vectors. `glove`: one word and its numbers a line. `word2vec-text`: the same after a
 * header with the number of words and the length of a vector (a `glove` file may have it too). `word2vec-binary`:
 * that header, then each word, a space and its numbers as float32.
 */
export type WordVectorFormat = "glove" | "word2vec-text" | "word2vec-binary";

/** Which words of a file to keep. */
export interface WordVectorOptions {
  /** Words in lower case, as `vocabularyOf` returns them; default all, up to 1 GiB of vectors. */
  readonly keep?: ReadonlySet<string>;
}

/**
 * Reads word vectors, word by word: a file may be far larger than memory, if only some of its words are kept.
 *
 * If a word occurs twice, the first counts, as in gensim. Texts are looked up in lower case; a word that the file has
 * only with capitals ("Paris") serves as its lower-case form (the first such word, if there are several). The numbers
 * of words that are not kept are not checked.
 *
 * @param path the file
 * @param name the name of the vocabulary in messages
 * @throws {InputError} when the file is missing, malformed, truncated or too large, or a number is not finite
 * @throws {SurroundingsError} when it cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "dog 1 0.5\n. . . 0 2\nParis -1 1e-2\n");
 * const words = await readWordVectors(path, "glove", "tiny", { keep: new Set(["dog", "paris"]) });
 * assert.deepEqual([...words.rows], [["dog", 0], ["paris", 1]]);
 * assert.deepEqual(words.vectors, Float32Array.of(1, 0.5, -1, 0.01));
 * await Deno.remove(path);
 * ```
 */
export async function readWordVectors(
  path: string,
  format: WordVectorFormat,
  name: string,
  { keep }: WordVectorOptions = {},
): Promise<WordVectors> {
  using reader = await ByteReader.open(path);
  const table = format === "word2vec-binary"
    ? await readBinaryWords(reader, path, keep)
    : await readTextLines(reader, path, format === "word2vec-text", keep);
  return table.finish(name);
}

/** What a backbone of word vectors consists of. */
export interface WordVectorsSource extends WordVectorOptions {
  /** What is known of their training; it also gives the backbone's name and the length of a vector. */
  readonly ledger: BackboneLedger;
  /** The file. */
  readonly path: string;
  /** Its format. */
  readonly format: WordVectorFormat;
  /** What determines the numbers; see {@link TextBackbone}. */
  readonly identity: TextBackbone["identity"];
}

/**
 * Opens a file of word vectors as a text backbone: the mean of a text's words, scaled to length 1.
 *
 * @throws {InputError} when the file cannot be used, or the length of its vectors is not the ledger's
 * @throws {SurroundingsError} when it cannot be read
 */
export async function openWordVectors(source: WordVectorsSource): Promise<TextBackbone> {
  const { ledger, path, format, identity } = source;
  const words = await readWordVectors(path, format, ledger.name, source);
  if (words.dimensions !== ledger.dimensions) {
    throw new InputError(
      `"${quotable(path)}" holds vectors of ${words.dimensions} numbers; ` +
        `${ledger.name} has ${ledger.dimensions}`,
    );
  }
  return textBackbone({
    ledger,
    identity,
    batch: WORD_VECTOR_BATCH,
    embed: (texts) => Promise.try(() => embedTexts(texts, words)),
    close: () => Promise.resolve(),
  });
}
