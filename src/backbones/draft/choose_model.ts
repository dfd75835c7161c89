/**
 * Chooses the ONNX model among a model's files.
 * @module
 */
import { basename, dirname } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { Choices } from "./choices.ts";
import type { ModelConfiguration } from "./configurations.ts";
import type { ModelFiles } from "./model_files.ts";

/** What a backbone embeds. */
export type Modality = "audio" | "text";

/** Names of models, the likeliest first: of Optimum, and of transformers.js for models of two modalities. */
const NAMES: Readonly<Record<Modality, readonly string[]>> = {
  audio: ["audio_model.onnx", "model.onnx", "encoder_model.onnx"],
  text: ["text_model.onnx", "model.onnx", "encoder_model.onnx"],
};
/** Models with fewer bits, and decoders, which give no embedding. */
const OTHERS =
  /_(quantized|q?u?int\d\w*|b?f(p|loat)?16|q\d\w*|bnb\d|O[1-4])\.onnx$|decoder|_merged/i;
/** Where models lie: beside the configuration, or in a folder of their own. */
const FOLDERS: readonly string[] = [".", "onnx"];

/**
 * Finds the modality of a model by its files.
 *
 * @throws {InputError} when they tell of both or of none, and none was asked for
 */
export function modalityOf(files: ModelFiles, asked: Modality | undefined): Modality {
  if (asked !== undefined) return asked;
  const isAudio = files.paths.includes("preprocessor_config.json");
  const isText = files.paths.includes("tokenizer.json");
  const named = (model: string) => files.model === model || files.paths.includes(`onnx/${model}`);
  const [audio, text] = [named("audio_model.onnx"), named("text_model.onnx")];
  if (audio !== text) return audio ? "audio" : "text";
  const isForBoth = isAudio && isText || audio && text;
  if (!isForBoth && isAudio !== isText) return isAudio ? "audio" : "text";
  throw new InputError(
    isForBoth
      ? `"${
        quotable(files.reference)
      }" is a model for sounds and texts; say which side is meant: ` +
        "--modality audio or --modality text"
      : `"${quotable(files.reference)}" has neither a tokenizer.json, for texts, nor a ` +
        `preprocessor_config.json, for sounds: nothing tells how its input is made; ${
          withoutPreprocessor(files)
        }`,
  );
}

/** Says what to do where there is no `preprocessor_config.json`. */
export function withoutPreprocessor({ paths }: ModelFiles): string {
  return paths.includes("processor_config.json")
    ? "it has a processor_config.json, whose feature extractor transformers' " +
      "AutoFeatureExtractor.from_pretrained(MODEL).save_pretrained(FOLDER) writes by itself"
    : "write the card by hand (docs/embed.md)";
}

/**
 * Chooses the model.
 *
 * @throws {InputError} when there is none, with the command that exports one, or several that are as likely
 */
export function chooseModel(
  files: ModelFiles,
  modality: Modality,
  configuration: ModelConfiguration | undefined,
  choices: Choices,
): string {
  if (files.model !== undefined) return files.model;
  const all = files.paths.filter((path) => path.toLowerCase().endsWith(".onnx"));
  if (all.length === 0) throw withoutModel(files, configuration);
  const likely = all.filter((path) => !OTHERS.test(path));
  const named = NAMES[modality].map((name) => likely.filter((path) => basename(path) === name))
    .find(({ length }) => length > 0);
  const usual = named?.filter((path) => FOLDERS.includes(dirname(path))) ?? [];
  const [chosen, rival] = usual.length > 0 ? usual : named ?? likely;
  if (chosen === undefined || rival !== undefined && usual.length === 0) {
    throw severalModels(files, all, likely.length === 0, modality);
  }
  const others = all.length - 1;
  const reason = others === 0 ? "the only model" : `its name and place; of ${all.length} models`;
  if (rival === undefined) choices.told("file", chosen, reason);
  else choices.guessed("file", chosen, `"${rival}" is as likely`);
  return chosen;
}

function severalModels(
  { reference }: ModelFiles,
  all: readonly string[],
  areOthers: boolean,
  modality: Modality,
): InputError {
  const shown = all.slice(0, 6).map((path) => `"${quotable(path)}"`).join(", ");
  const why = areOthers
    ? "all with fewer bits, or decoders"
    : `and nothing tells which gives embeddings of ${modality}`;
  return new InputError(
    `"${quotable(reference)}" has the models ${shown}${all.length > 6 ? ", …" : ""}, ${why}; ` +
      "name one by its path, of a repository after its download",
  );
}

function withoutModel(
  { reference }: ModelFiles,
  configuration: ModelConfiguration | undefined,
): InputError {
  const model = quotable(reference);
  const { model_type: kind } = configuration ?? {};
  const ofKind = kind ? ` (it is of the kind "${quotable(kind)}")` : "";
  return new InputError(
    `"${model}" has no ONNX model${ofKind}; export one with Python: pip install "optimum[onnx]" and ` +
      `optimum-cli export onnx --model ${model} --task feature-extraction FOLDER/onnx, where FOLDER ` +
      "has the model's other files, then give FOLDER (docs/models.md)",
  );
}
