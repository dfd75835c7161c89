/**
 * Brings the tokenizer package to what Hugging Face's own library does where the two differ: added tokens that are
 * whole words, lower case, and the character maps of SentencePiece.
 * @module
 */
import type { Tokenizer } from "npm:@huggingface/tokenizers@0.2.0";
import { charsmapNormalizer } from "./charsmap.ts";

/** A part of the package that normalizes. */
interface Normalizer {
  readonly config: {
    readonly type?: string;
    readonly precompiled_charsmap?: unknown;
    readonly lowercase?: boolean;
  };
  /** Of a sequence. */
  readonly normalizers?: readonly Normalizer[];
  normalize(text: string): string;
}

/** A part that cuts texts at added tokens. */
interface Splitter {
  split(text: string): string[];
}

/** What the package keeps inside, checked against version 0.2.0 by the tests. */
interface Inside {
  readonly normalizer: Normalizer | null;
  readonly splitter_unnormalized: Splitter;
  readonly splitter_normalized: Splitter;
  readonly added_tokens_map: ReadonlyMap<string, { readonly single_word: boolean }>;
}

/**
 * Mends a tokenizer in place.
 *
 * @param path the tokenizer's name, for error messages
 * @throws {InputError} when a character map is damaged
 */
export function mendTokenizer(tokenizer: Tokenizer, path: string): void {
  const inside = tokenizer as unknown as Inside;
  if (inside.normalizer !== null) mendNormalizer(inside.normalizer, path);
  const tokens = inside.added_tokens_map;
  if (!tokens.values().some(({ single_word }) => single_word)) return;
  for (const splitter of [inside.splitter_unnormalized, inside.splitter_normalized]) {
    const split = splitter.split.bind(splitter);
    splitter.split = (text) => withoutPartsOfWords(split(text), tokens);
  }
}

function mendNormalizer(normalizer: Normalizer, path: string): void {
  for (const part of normalizer.normalizers ?? []) mendNormalizer(part, path);
  const { type, precompiled_charsmap: map, lowercase = false } = normalizer.config;
  const normalize = normalizer.normalize.bind(normalizer);
  if (type === "Precompiled" && typeof map === "string" && map !== "") {
    normalizer.normalize = charsmapNormalizer(map, path);
  } else if (type === "Lowercase" || type === "BertNormalizer" && lowercase) {
    // The library lowers each letter by itself: a capital sigma at the end of a word gives no final sigma.
    normalizer.normalize = (text) => normalize(text.replaceAll("Σ", "σ"));
  }
}

const WORD = "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]";
const ENDS_IN_WORD = new RegExp(`${WORD}$`, "u");
const STARTS_WITH_WORD = new RegExp(`^${WORD}`, "u");

/** Joins tokens that must be whole words and are parts of longer ones with the text around them. */
function withoutPartsOfWords(
  pieces: readonly string[],
  tokens: Inside["added_tokens_map"],
): string[] {
  const joined: string[] = [];
  let isOpen = false;
  pieces.forEach((piece, i) => {
    const isPart = ENDS_IN_WORD.test(pieces[i - 1] ?? "") ||
      STARTS_WITH_WORD.test(pieces[i + 1] ?? "");
    const token = tokens.get(piece);
    const isText = token === undefined || token.single_word && isPart;
    if (isOpen && isText) joined.push(joined.pop()! + piece);
    else joined.push(piece);
    isOpen = isText;
  });
  return joined;
}
