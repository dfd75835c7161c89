/**
 * Finds how the tokens of a text become one row.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { TextPooling } from "../text/transformer.ts";
import type { Choices } from "./choices.ts";
import {
  configurations,
  type ModelConfiguration,
  type PoolingConfiguration,
} from "./configurations.ts";
import type { ModelFiles } from "./model_files.ts";

/** How sentence-transformers' modules pool, if it made the model. */
export interface SentencePooling {
  readonly pooling: TextPooling;
  readonly normalize: boolean;
}

/** sentence-transformers' flags and names of the poolings that are known here. */
const MODES = [
  ["pooling_mode_cls_token", "cls", "cls"],
  ["pooling_mode_mean_tokens", "mean", "mean"],
  ["pooling_mode_max_tokens", "max", "max"],
  ["pooling_mode_lasttoken", "lasttoken", "last"],
] as const;
const UNKNOWN_MODES = [
  "pooling_mode_mean_sqrt_len_tokens",
  "pooling_mode_weightedmean_tokens",
] as const;
/** Kinds of models whose tokens see only those before them. */
const CAUSAL = /^(gpt|qwen|llama|mistral|gemma|phi|opt$|bloom|falcon)/;

/**
 * Reads pooling and normalization from `modules.json`.
 *
 * @returns undefined where there is none
 * @throws {InputError} for modules and poolings that cards do not know
 */
export async function sentencePooling(
  files: ModelFiles,
  choices: Choices,
): Promise<SentencePooling | undefined> {
  const modules = await configurations.modules(files);
  if (modules === undefined) return undefined;
  const kinds = modules.map(({ type }) => type.split(".").at(-1)!);
  const strange = kinds.find((kind) => !["Transformer", "Pooling", "Normalize"].includes(kind));
  if (strange !== undefined) {
    throw new InputError(
      `"${quotable(files.reference)}": modules.json has the module "${
        quotable(strange)
      }" after the ` +
        "transformer; expected Pooling and Normalize alone: export all modules as one ONNX model",
    );
  }
  const at = kinds.indexOf("Pooling");
  const path = modules[at]?.path.replace(/\/+$/, "");
  const settings = path === undefined ? undefined : await configurations.pooling(files, path);
  if (settings === undefined) {
    throw new InputError(
      `"${quotable(files.reference)}": modules.json has no module Pooling with its config.json`,
    );
  }
  const pooling = poolingOf(settings, `${path}/config.json`);
  const normalize = kinds.includes("Normalize");
  choices.told("pooling", pooling, `${path}/config.json`);
  choices.told("normalize", normalize, "modules.json");
  return { pooling, normalize };
}

function poolingOf(settings: PoolingConfiguration, name: string): TextPooling {
  const { pooling_mode: mode } = settings;
  const known = MODES.filter(([flag, word]) => mode ? word === mode : settings[flag]);
  const unknown = mode ? [] : UNKNOWN_MODES.filter((flag) => settings[flag]);
  if (known.length === 1 && unknown.length === 0) return known[0]![2];
  const found = mode ?? [...known.map(([flag]) => flag), ...unknown].join(" and ");
  throw new InputError(
    `"${name}" has the pooling "${quotable(found)}"; expected one of ` +
      MODES.map(([, word]) => word).join(", "),
  );
}

/** Takes the usual pooling of a model whose files tell none. */
export function usualPooling(
  configuration: ModelConfiguration | undefined,
  choices: Choices,
): TextPooling {
  const kind = configuration?.model_type ?? "";
  if (CAUSAL.test(kind)) {
    choices.guessed("pooling", "last", `no file tells; it is the usual one of ${kind}`);
    return "last";
  }
  choices.guessed("pooling", "mean", "no file tells; it is the usual one over tokens");
  return "mean";
}
