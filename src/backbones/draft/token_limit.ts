/**
 * Finds the largest number of tokens of a text, where a model's files contradict each other.
 * @module
 */
import type { Choices } from "./choices.ts";
import type { ModelConfiguration, TextConfigurations } from "./configurations.ts";

/** Tokenizers without a limit say 1e30. */
const MOST_TOKENS = 1_000_000;
/** Taken where nothing tells, the length of BERT. */
const USUAL_TOKENS = 512;
/** Kinds of models whose positions begin after the padding token's id. */
const OFFSET = /roberta|camembert|mpnet|clap|longformer|xmod|esm|ibert|data2vec|luke|lilt/;

/** Whether a model of a kind counts positions from the padding token's id. */
export function isOffset(kind: string): boolean {
  return OFFSET.test(kind);
}

/** A limit, and which file has it. */
interface Limit {
  readonly tokens: number;
  readonly from: string;
}

/**
 * Finds the limit. sentence-transformers' own file comes first, as in that library, then the tokenizer's; no text may
 * have more tokens than the model has positions, or than it fixes.
 *
 * @param fixed the number of tokens that the model fixes
 */
export function tokenLimit(
  { sentences, tokenizer, ownTokenizer }: TextConfigurations,
  configuration: ModelConfiguration | undefined,
  fixed: number | undefined,
  choices: Choices,
): number {
  const stated = [
    limit(sentences?.max_seq_length, "sentence_bert_config.json"),
    limit(tokenizer?.model_max_length, "tokenizer_config.json"),
    limit(ownTokenizer?.truncation?.max_length, "truncation in tokenizer.json"),
  ].flat();
  const most = [...positions(configuration), ...limit(fixed, "the model's input")];
  const [first] = stated;
  const lowest = most.toSorted((a, b) => a.tokens - b.tokens)[0];
  const chosen = first && lowest && lowest.tokens < first.tokens ? lowest : first ?? lowest;
  if (chosen === undefined) {
    choices.guessed("maxTokens", USUAL_TOKENS, "no file tells; it is the usual length");
    return USUAL_TOKENS;
  }
  const others = [...stated, ...most].filter((one) =>
    one !== chosen && one.tokens !== chosen.tokens
  ).map(({ tokens, from }) => `${from} has ${tokens}`);
  const reason = others.length === 0 ? "" : `; ${others.join(", ")}: ${whyChosen(chosen, first)}`;
  choices.told("maxTokens", chosen.tokens, `${chosen.from}${reason}`);
  return chosen.tokens;
}

/** Says why a limit wins over others, of which the first is stated. */
function whyChosen(chosen: Limit, first: Limit | undefined): string {
  if (chosen !== first) return "no text may be longer";
  return chosen.from === "sentence_bert_config.json"
    ? "sentence-transformers' own file wins over the tokenizer's"
    : "a tokenizer's own limit wins over what it was saved with";
}

function limit(tokens: number | null | undefined, from: string): Limit[] {
  return tokens && tokens > 0 && tokens <= MOST_TOKENS ? [{ tokens, from }] : [];
}

/** The positions that a model has, where `config.json` tells them. */
function positions(configuration: ModelConfiguration | undefined): Limit[] {
  const own = configuration?.text_config ?? configuration;
  const count = own?.max_position_embeddings;
  if (!count) return [];
  return limit(
    isOffset(configuration?.model_type ?? "") ? count - (own.pad_token_id ?? 1) - 1 : count,
    "max_position_embeddings in config.json",
  );
}
