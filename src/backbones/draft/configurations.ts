/**
 * The configuration files beside a model: those fields that a card is drafted from.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { parseJson } from "../../basics/parse_json.ts";
import type { ModelFiles } from "./model_files.ts";

const count = z.number().positive().refine(Number.isInteger, "expected a whole number").nullish();

const text = z.looseObject({ max_position_embeddings: count, pad_token_id: z.number().nullish() });

/** `config.json`. */
const model = text.extend({
  model_type: z.string().nullish(),
  architectures: z.array(z.string()).nullish(),
  /** Of models for two modalities. */
  text_config: text.nullish(),
  id2label: z.record(z.string(), z.string()).nullish(),
});
/** `config.json`. */
export type ModelConfiguration = z.infer<typeof model>;

const tokenizer = z.looseObject({
  model_max_length: count,
  // Tokenizers of some kinds heed these, and others have them for nothing.
  do_lower_case: z.unknown().optional(),
  truncation_side: z.unknown().optional(),
  add_bos_token: z.unknown().optional(),
  add_eos_token: z.unknown().optional(),
});
const sentences = z.looseObject({ max_seq_length: count, do_lower_case: z.unknown().optional() });
const prompts = z.looseObject({
  prompts: z.record(z.string(), z.string()).nullish(),
  default_prompt_name: z.string().nullish(),
});
const modules = z.array(z.looseObject({ type: z.string(), path: z.string().default("") }));
const pooling = z.looseObject({
  pooling_mode: z.string().nullish(),
  pooling_mode_cls_token: z.boolean().default(false),
  pooling_mode_mean_tokens: z.boolean().default(false),
  pooling_mode_max_tokens: z.boolean().default(false),
  pooling_mode_mean_sqrt_len_tokens: z.boolean().default(false),
  pooling_mode_weightedmean_tokens: z.boolean().default(false),
  pooling_mode_lasttoken: z.boolean().default(false),
});
/** `1_Pooling/config.json` of sentence-transformers. */
export type PoolingConfiguration = z.infer<typeof pooling>;

const ownTokenizer = z.looseObject({
  truncation: z.looseObject({ max_length: count, direction: z.unknown().optional() }).nullish(),
  normalizer: z.looseObject({ type: z.unknown().optional(), lowercase: z.unknown().optional() })
    .nullish(),
});

async function parsed<Value>(
  files: ModelFiles,
  path: string,
  schema: z.ZodType<Value>,
): Promise<Value | undefined> {
  const text = await files.text(path);
  return text === undefined ? undefined : parseJson(text, path, schema);
}

/** Reads the configuration files, each where there is one. */
export const configurations = {
  /** `config.json`. */
  model: (files: ModelFiles): Promise<ModelConfiguration | undefined> =>
    parsed(files, "config.json", model),
  /** `modules.json` of sentence-transformers. */
  modules: (files: ModelFiles) => parsed(files, "modules.json", modules),
  /** The pooling of a module. */
  pooling: (files: ModelFiles, module: string): Promise<PoolingConfiguration | undefined> =>
    parsed(files, `${module}/config.json`, pooling),
  /** `config_sentence_transformers.json`. */
  prompts: (files: ModelFiles) => parsed(files, "config_sentence_transformers.json", prompts),
};

/** What the files beside a model for texts say of tokens, each where there is one. */
export interface TextConfigurations {
  /** `sentence_bert_config.json`. */
  readonly sentences: z.infer<typeof sentences> | undefined;
  /** `tokenizer_config.json`. */
  readonly tokenizer: z.infer<typeof tokenizer> | undefined;
  /** `tokenizer.json`. */
  readonly ownTokenizer: z.infer<typeof ownTokenizer> | undefined;
}

/** Reads them, once: a `tokenizer.json` may have 20 MB. */
export async function textConfigurations(files: ModelFiles): Promise<TextConfigurations> {
  return {
    sentences: await parsed(files, "sentence_bert_config.json", sentences),
    tokenizer: await parsed(files, "tokenizer_config.json", tokenizer),
    ownTokenizer: await parsed(files, "tokenizer.json", ownTokenizer),
  };
}
