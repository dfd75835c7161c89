/**
 * Chooses the ONNX model among a model's files.
 * @module
 */
import { basename } from "node:path";
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
const OTHERS = /_(quantized|int8|uint8|fp16|q4|q4f16|bnb4|O[1-4])\.onnx$|decoder|_merged/;

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
  if (isAudio !== isText) return isAudio ? "audio" : "text";
  throw new InputError(
    isAudio
      ? `"${
        quotable(files.reference)
      }" has a tokenizer and a preprocessor_config.json; say which side ` +
        "is meant: --modality audio or --modality text"
      : `"${quotable(files.reference)}" has neither a tokenizer.json, for texts, nor a ` +
        "preprocessor_config.json, for sounds: nothing tells how its input is made; write the card by " +
        "hand (docs/embed.md)",
  );
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
  const ranked = NAMES[modality].flatMap((name) =>
    likely.filter((path) => basename(path) === name)
  );
  const [chosen] = ranked.length > 0 ? ranked : likely.length === 1 ? likely : [];
  if (chosen === undefined) {
    throw new InputError(
      `"${quotable(files.reference)}" has the models ${
        all.slice(0, 6).map((path) => `"${quotable(path)}"`).join(", ")
      }${all.length > 6 ? ", …" : ""}, and nothing tells which gives embeddings of ${modality}; ` +
        "name one by its path",
    );
  }
  const others = all.length - 1;
  choices.told(
    "file",
    chosen,
    others === 0 ? "the only model" : `its name; of ${all.length} models`,
  );
  return chosen;
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
