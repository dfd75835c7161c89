/**
 * Turns texts into token ids by a `tokenizer.json` of Hugging Face's libraries.
 * @module
 */

// Reads tokenizer.json and does what it says; Apache-2.0, by Hugging Face, without dependencies.
import type { Tokenizer } from "npm:@huggingface/tokenizers@0.2.0";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { InputError, messageOf } from "../../basics/errors.ts";
import { later } from "../../basics/later.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { quotable } from "../../basics/printable.ts";
import { mendTokenizer } from "./mended.ts";
import { decodeUtf8, unreadable } from "../../formats/reading.ts";

/** The package and its version, as recorded with embeddings. */
export const TOKENIZERS = "@huggingface/tokenizers@0.2.0";

/** A `tokenizer.json`. */
export interface TokenizerFile {
  /** The file's name, for messages. */
  readonly path: string;
  /** The whole file. */
  readonly bytes: Uint8Array;
}

/** A text's tokens. */
export interface Tokens {
  /** Ids in the model's vocabulary, including special tokens. */
  readonly ids: readonly number[];
  /** The segment of each token. */
  readonly types: readonly number[];
  /** How many tokens come from the text itself; the others are special. */
  readonly ofText: number;
}

/** A tokenizer, ready to use. */
export interface TextTokenizer {
  /** The id that pads a batch's shorter texts. */
  readonly padId: number;
  /**
   * Tokenizes a text; a long text is cut so that its tokens, including special ones, do not exceed the limit.
   * @throws {InputError} when the tokenizer returns a token without an id
   */
  encode(text: string): Tokens;
}

/** The fields that are checked here; the package reads the rest, and expects optional fields to be null. */
const FILE = z.looseObject({
  // The package mistakes other kinds for one of these.
  model: z.looseObject({ type: z.enum(["WordPiece", "BPE", "Unigram"]).optional() }),
  added_tokens: z.array(z.looseObject({ id: z.int().min(0), content: z.string() })).default([]),
  normalizer: z.unknown().default(null),
  pre_tokenizer: z.unknown().default(null),
  post_processor: z.unknown().default(null),
  decoder: z.unknown().default(null),
  truncation: z.looseObject({ direction: z.string().default("Right") }).nullish(),
  padding: z.looseObject({ pad_id: z.int().min(0).default(0) }).nullish(),
});

/** The special tokens that the post-processor puts around a text. */
interface Surround {
  readonly before: Part;
  readonly after: Part;
  /** The segment of the text's own tokens. */
  readonly type: number;
}

interface Part {
  readonly ids: readonly number[];
  readonly types: readonly number[];
}

/**
 * Reads a `tokenizer.json`. Its own padding and truncation lengths are ignored, as in the sentence-transformers
 * library, because a model's maximum is given elsewhere. The tokenizer package is loaded on the first call.
 *
 * @param maxTokens largest number of tokens of a text, including special ones
 * @throws {InputError} when the file is not a tokenizer, or is of a kind that the package does not know, or when
 * special tokens leave no room for a text
 */
export async function openTokenizer(
  file: TokenizerFile,
  maxTokens: number,
): Promise<TextTokenizer> {
  const fields = parseJson(decodeUtf8(file.bytes, file.path), file.path, FILE);
  const { tokenizer, surround: { before, after, type } } = await readTokenizer(file.path, fields);
  const special = before.ids.length + after.ids.length;
  const room = maxTokens - special;
  if (room < 1) {
    throw new InputError(
      `"${quotable(file.path)}" adds ${special} special tokens to each text; ` +
        `expected more than that as the most tokens of a text, not ${maxTokens}`,
    );
  }
  const cutsStart = fields.truncation?.direction === "Left";
  return {
    padId: padIdOf(fields),
    encode(text) {
      const all = idsOf(tokenizer, text, false, file.path);
      const ids = cutsStart ? all.slice(-room) : all.slice(0, room);
      return {
        ids: [...before.ids, ...ids, ...after.ids],
        types: [...before.types, ...ids.map(() => type), ...after.types],
        ofText: ids.length,
      };
    },
  };
}

const tokenizers = later<typeof import("npm:@huggingface/tokenizers@0.2.0")>(
  "npm:@huggingface/tokenizers@0.2.0",
);

async function readTokenizer(
  path: string,
  fields: object,
): Promise<{ tokenizer: Tokenizer; surround: Surround }> {
  const { Tokenizer } = await tokenizers();
  try {
    const tokenizer = new Tokenizer(fields, {});
    mendTokenizer(tokenizer, path);
    return { tokenizer, surround: surroundOf(tokenizer, path) };
  } catch (thrown) {
    if (thrown instanceof InputError) throw thrown;
    throw unreadable(path, `it is not a tokenizer of a known kind (${messageOf(thrown)})`);
  }
}

/**
 * Finds the special tokens around a text by encoding a short one: every vocabulary has a token for "a", if only the
 * unknown token.
 */
function surroundOf(tokenizer: Tokenizer, path: string): Surround {
  const probe = "a";
  const text = idsOf(tokenizer, probe, false, path);
  const ids = idsOf(tokenizer, probe, true, path);
  const types = tokenizer.encode(probe, { return_token_type_ids: true }).token_type_ids ??
    ids.map(() => 0);
  const start = ids.findIndex((_, i) => text.every((id, j) => ids[i + j] === id));
  if (text.length === 0 || start < 0) {
    throw unreadable(path, `it gives [${ids}] for "${probe}"; expected one token or more`);
  }
  const part = (from: number, to?: number) => ({
    ids: ids.slice(from, to),
    types: types.slice(from, to),
  });
  return { before: part(0, start), after: part(start + text.length), type: types[start]! };
}

function idsOf(
  tokenizer: Tokenizer,
  text: string,
  special: boolean,
  path: string,
): readonly number[] {
  const { ids, tokens } = tokenizer.encode(text, { add_special_tokens: special });
  // The types do not say so, but a token outside the vocabulary gives undefined if there is no unknown token.
  const lacking = ids.findIndex((id) => !Number.isInteger(id));
  if (lacking < 0) return ids;
  throw new InputError(
    `"${quotable(path)}" has no id for the token "${quotable(tokens[lacking]!)}" of ` +
      `"${quotable(text)}", and no unknown token`,
  );
}

/** Returns the pad token's id, as the file's padding gives it, or by the usual names of such tokens. */
function padIdOf({ padding, added_tokens }: z.infer<typeof FILE>): number {
  if (padding) return padding.pad_id;
  return added_tokens.find(({ content }) => ["[PAD]", "<pad>"].includes(content))?.id ?? 0;
}
