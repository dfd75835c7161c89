/**
 * What Python's libraries read beside `tokenizer.json`, and a card does not: where it contradicts that file, a text has
 * other tokens there than here.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { TextTokenizer, Tokens } from "../text/tokenizer.ts";
import type { Choices } from "./choices.ts";
import { configurations, type TextConfigurations } from "./configurations.ts";
import type { ModelFiles } from "./model_files.ts";

/**
 * Notes contradictions, which a person must judge.
 *
 * @throws {InputError} when sentence-transformers would make texts lower-case, and the tokenizer does not
 */
export async function noteTokenizerDoubts(
  files: ModelFiles,
  told: TextConfigurations,
  tokenizer: TextTokenizer,
  choices: Choices,
): Promise<void> {
  refuseLowerCase(files, told, tokenizer);
  const reasons = contradictions(told, tokenizer);
  if (reasons.length > 0) {
    const has = `tokenizer_config.json has ${reasons.join(" and ")}, and transformers may heed it`;
    choices.guessed("tokenizer", "as tokenizer.json says", has);
  }
  const prompts = await configurations.prompts(files);
  const name = prompts?.default_prompt_name;
  const prompt = name ? prompts.prompts?.[name] : undefined;
  if (prompt) {
    const has = `config_sentence_transformers.json puts "${quotable(prompt)}" before each text; ` +
      "a card does not: write it into the texts";
    choices.guessed("prompt", "none", has);
  }
}

function refuseLowerCase(
  files: ModelFiles,
  { sentences }: TextConfigurations,
  tokenizer: TextTokenizer,
): void {
  const { do_lower_case: isAsked } = sentences ?? {};
  if (isAsked !== true || areEqual(tokenizer.encode("A DOG"), tokenizer.encode("a dog"))) return;
  throw new InputError(
    `"${quotable(files.reference)}": sentence_bert_config.json has "do_lower_case" true, and ` +
      'tokenizer.json keeps capitals; expected a normalizer { "type": "Lowercase" } there',
  );
}

/** The keys of `tokenizer_config.json` that say other than `tokenizer.json`. */
function contradictions(
  { tokenizer: config, ownTokenizer: own }: TextConfigurations,
  tokenizer: TextTokenizer,
): string[] {
  if (config === undefined) return [];
  const [dog, rain] = [tokenizer.encode("dog").ids, tokenizer.encode("rain").ids];
  const { do_lower_case: lower, truncation_side: side } = config;
  const isBert = own?.normalizer?.type === "BertNormalizer";
  const doubts: readonly (readonly [string, boolean])[] = [
    [
      `do_lower_case ${lower}`,
      isBert && typeof lower === "boolean" && own.normalizer?.lowercase !== lower,
    ],
    ['truncation_side "left"', side === "left" && own?.truncation?.direction !== "Left"],
    ["add_bos_token true", config.add_bos_token === true && dog[0] !== rain[0]],
    ["add_eos_token true", config.add_eos_token === true && dog.at(-1) !== rain.at(-1)],
  ];
  return doubts.flatMap(([words, isDoubt]) => isDoubt ? [words] : []);
}

function areEqual(a: Tokens, b: Tokens): boolean {
  return a.ids.length === b.ids.length && a.ids.every((id, i) => id === b.ids[i]);
}
