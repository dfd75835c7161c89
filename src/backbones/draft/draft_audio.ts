/**
 * Drafts the part of a card that runs a model for sounds.
 * @module
 */
import type { Preparation } from "../../audio/front_end/configuration.ts";
import { prepareInput } from "../../audio/front_end/model_input.ts";
import { readPreprocessorConfig } from "../../audio/front_end/preprocessor_config.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { allInputs, type AudioInputs, audioInputs } from "../audio_stage.ts";
import type { AudioCard } from "../card.ts";
import { inputAxes } from "../input_axes.ts";
import { describePorts, type OnnxPort } from "../onnx/ports.ts";
import type { OutputAxis } from "../output_rows.ts";
import { batchesOf, type InputAxis, stack } from "../window_batches.ts";
import type { Choices } from "./choices.ts";
import { withoutPreprocessor } from "./choose_model.ts";
import type { ModelFiles } from "./model_files.ts";
import { type DraftedModel, likeliestOutput, openDrafted } from "./model_session.ts";

/** The part of a card for sounds. */
export type AudioDraft = Pick<
  AudioCard,
  "modality" | "dimensions" | "preprocessor" | "stages" | "pooling"
>;

const PREPROCESSOR = "preprocessor_config.json";
/** Names of outputs that hold embeddings, the likeliest first. */
const OUTPUTS = [
  ...["audio_embeds", "audio_features", "sentence_embedding", "embedding", "embeddings"],
  ...["pooler_output", "last_hidden_state"],
];
/** Orders of a spectrogram's axes: of CLAP, AST, Whisper and EfficientAT. */
const ORDERS: readonly (readonly InputAxis[])[] = [
  ["batch", 1, "frames", "bands"],
  ["batch", "frames", "bands"],
  ["batch", "bands", "frames"],
  ["batch", 1, "bands", "frames"],
];
/** Length of the silence on which the output's shape is seen. */
const SILENCE_SECONDS = 2;

/**
 * Drafts it.
 *
 * @throws {InputError} when nothing tells how the input is made, or the model's inputs or outputs are not known
 */
export async function draftAudio(
  files: ModelFiles,
  model: string,
  choices: Choices,
): Promise<AudioDraft> {
  const text = await files.text(PREPROCESSOR);
  if (text === undefined) {
    throw new InputError(
      `"${quotable(files.reference)}" has no ${PREPROCESSOR}: nothing tells its sample rate and ` +
        `front end; ${withoutPreprocessor(files)}`,
    );
  }
  const preparation = readPreprocessorConfig(text, PREPROCESSOR);
  choices.told("preprocessor", preprocessorText(text, preparation), PREPROCESSOR);
  const drafted = await openDrafted(files, model);
  try {
    return {
      modality: "audio",
      preprocessor: await files.entry(PREPROCESSOR),
      ...await draftStage(files, drafted, preparation, choices),
    };
  } finally {
    await drafted.session.close();
  }
}

function preprocessorText(text: string, { sampleRateHz, clip }: Preparation): string {
  const { feature_extractor_type: type } = JSON.parse(text);
  const clips = clip ? `, clips of ${clip.seconds} s` : "";
  return `${type}, ${sampleRateHz.toLocaleString("en-US")} Hz${clips}`;
}

async function draftStage(
  files: ModelFiles,
  { session, stage }: DraftedModel,
  preparation: Preparation,
  choices: Choices,
): Promise<Pick<AudioDraft, "dimensions" | "stages" | "pooling">> {
  const place = { model: session.path, card: files.reference };
  const inputs = audioInputs(session.inputs, undefined, place);
  const axes = axesOf(inputs, preparation, place, choices);
  const output = likeliestOutput(session, OUTPUTS, choices);
  if (output === undefined) {
    throw new InputError(
      `"${quotable(session.path)}" has ${
        describePorts("outputs", session.outputs)
      }; none has a name ` +
        `that embeddings have (${OUTPUTS.join(", ")}): write the card by hand (docs/embed.md)`,
    );
  }
  const seconds = inputs.seconds.map(({ name }) => name);
  if (seconds.length > 0) choices.told("other inputs", seconds.join(", "), "filled in by name");
  const samples = fixedSamples(inputs.main, axes) ?? SILENCE_SECONDS * preparation.sampleRateHz;
  const [windows] = batchesOf([prepareInput(new Float32Array(samples), preparation)], 1);
  const given = allInputs(session.path, inputs, stack(windows!, axes), axes);
  const { [output.name]: found } = await session.run(given, [output.name]);
  const rows = rowsIn(output, found!.shape);
  choices.told("dimensions", rows.dimensions, `the output's shape [${found!.shape.join(", ")}]`);
  const pooling = found!.data.length === rows.dimensions ? "none" : "mean";
  if (pooling === "none") choices.told("pooling", "none", "the model gives one row");
  else choices.guessed("pooling", "mean", "no file tells; it is the usual one over frames");
  return {
    dimensions: rows.dimensions,
    pooling,
    stages: [{
      ...stage,
      input: inputs.main.name,
      shape: axes,
      output: output.name,
      ...(rows.outputShape ? { outputShape: rows.outputShape } : {}),
    }],
  };
}

function axesOf(
  { main }: AudioInputs,
  { frontEnd }: Preparation,
  place: { readonly model: string; readonly card: string },
  choices: Choices,
): readonly InputAxis[] {
  if (frontEnd.kind === "log-mel") {
    const { bands } = frontEnd.mel;
    const fits = ORDERS.filter((order) =>
      order.length === main.shape.length && order.every((axis, i) => {
        const length = main.shape[i]!;
        if (typeof length === "string") return true;
        return axis === "bands" ? length === bands : axis === 1 ? length === 1 : length !== bands;
      })
    );
    const [shape, ...others] = fits;
    if (shape !== undefined) {
      if (others.length === 0) choices.told("shape", shape, "the model's input");
      else choices.guessed("shape", shape, "the usual order of these axes");
      return shape;
    }
  }
  const shape = inputAxes({}, frontEnd, main, place);
  choices.told("shape", shape, "the model's input");
  return shape;
}

function fixedSamples({ shape }: OnnxPort, axes: readonly InputAxis[]): number | undefined {
  const length = shape[axes.indexOf("samples")];
  return typeof length === "number" ? length : undefined;
}

/** The numbers of a row: along the last axis, unless the model fixes another one alone. */
function rowsIn(
  { shape: declared }: OnnxPort,
  shape: readonly number[],
): { readonly dimensions: number; readonly outputShape?: readonly OutputAxis[] } {
  const fixed = declared.flatMap((length, axis) =>
    axis > 0 && typeof length === "number" && length > 1 ? [axis] : []
  );
  const width = fixed.length === 1 ? fixed[0]! : shape.length - 1;
  const dimensions = shape[width]!;
  const isPlain = width === shape.length - 1 &&
    shape.every((length, axis) => axis === width || axis === 0 || length !== dimensions);
  if (isPlain) return { dimensions };
  const outputShape = shape.map((_, axis): OutputAxis =>
    axis === width ? "dimensions" : axis === 0 ? "batch" : "frames"
  );
  return { dimensions, outputShape };
}
