/**
 * Drafts the part of a card that runs a model for sounds.
 * @module
 */
import type { Preparation } from "../../audio/front_end/configuration.ts";
import { readPreprocessorConfig } from "../../audio/front_end/preprocessor_config.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { allInputs, type AudioInputs, audioInputs } from "../audio_stage.ts";
import type { AudioCard } from "../card.ts";
import type { OnnxPort } from "../onnx/ports.ts";
import type { OutputAxis } from "../output_rows.ts";
import { silence, SILENCE_SECONDS } from "../silence.ts";
import { type InputAxis, stack } from "../window_batches.ts";
import { axesOf } from "./audio_axes.ts";
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
/** Most axes of an output whose order a card says. */
const MOST_AXES = 4;

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
  const { feature_extractor_type: extractor }: { feature_extractor_type: string } = JSON.parse(
    text,
  );
  choices.told("preprocessor", preprocessorText(extractor, preparation), PREPROCESSOR);
  const drafted = await openDrafted(files, model);
  try {
    return {
      modality: "audio",
      preprocessor: await files.entry(PREPROCESSOR),
      ...await draftStage(files, drafted, { extractor, preparation }, choices),
    };
  } finally {
    await drafted.session.close();
  }
}

function preprocessorText(type: string, { sampleRateHz, clip }: Preparation): string {
  const clips = clip ? `, clips of ${clip.seconds} s` : "";
  return `${type}, ${sampleRateHz.toLocaleString("en-US")} Hz${clips}`;
}

/** What `preprocessor_config.json` says. */
interface Preprocessor {
  readonly extractor: string;
  readonly preparation: Preparation;
}

async function draftStage(
  files: ModelFiles,
  { session, stage }: DraftedModel,
  { extractor, preparation }: Preprocessor,
  choices: Choices,
): Promise<Pick<AudioDraft, "dimensions" | "stages" | "pooling">> {
  const place = { model: session.path, card: files.reference };
  const inputs = audioInputs(session.inputs, undefined, place);
  const axes = axesOf(inputs.main, preparation, extractor, place, choices);
  const output = likeliestOutput(session, OUTPUTS, choices);
  noteSeconds(inputs, axes, choices);
  expectClips(session.path, inputs.main, axes, preparation);
  const given = allInputs(session.path, inputs, stack(silence(preparation), axes), axes);
  const { [output.name]: found } = await session.run(given, [output.name]);
  const rows = rowsIn(session.path, output, found!.shape, choices);
  const isOneRow = found!.data.length === rows.dimensions && !rows.hasOpenFrames;
  const pooling = isOneRow ? "none" : "mean";
  if (isOneRow) choices.told("pooling", "none", "the model gives one row");
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

/** Notes what is filled in beside the sounds; a mask whose axis has another name may count frames instead. */
function noteSeconds(
  { main, seconds }: AudioInputs,
  axes: readonly InputAxis[],
  choices: Choices,
): void {
  if (seconds.length === 0) return;
  const names = seconds.map(({ name }) => name).join(", ");
  const length = main.shape[axes.findIndex((axis) => axis === "frames" || axis === "samples")];
  const other = seconds.find(({ shape }) => {
    const axis = shape.at(-1);
    return shape.length > 1 && [axis, length].every((one) =>
      typeof one === "string" && one !== "?"
    ) &&
      axis !== length;
  });
  if (other === undefined) return choices.told("other inputs", names, "filled in by name");
  const why = `${other.name} is as long as "${other.shape.at(-1)}", the sounds as "${length}"; ` +
    "filled in with the sounds' length";
  choices.guessed("other inputs", names, why);
}

/** Refuses a model that takes clips of one length, which no file tells: sounds of all others could not be embedded. */
function expectClips(
  path: string,
  { shape }: OnnxPort,
  axes: readonly InputAxis[],
  { clip }: Preparation,
): void {
  const samples = shape[axes.indexOf("samples")];
  if (typeof samples !== "number" || clip !== undefined) return;
  throw new InputError(
    `"${
      quotable(path)
    }" takes ${samples} samples at once, and ${PREPROCESSOR} tells no length of ` +
      'clips: write the card by hand, with "clip" (docs/embed.md)',
  );
}

/** Where the numbers of a row lie. */
interface Rows {
  readonly dimensions: number;
  /** The card's key, where it must say so. */
  readonly outputShape?: readonly OutputAxis[];
  /** Whether the model leaves open how many rows there are. */
  readonly hasOpenFrames: boolean;
}

/** The numbers of a row: along the last axis, unless the model fixes another one alone. */
function rowsIn(
  path: string,
  { name, shape: declared }: OnnxPort,
  shape: readonly number[],
  choices: Choices,
): Rows {
  const fixed = declared.flatMap((length, axis) =>
    axis > 0 && typeof length === "number" && length > 1 ? [axis] : []
  );
  const width = fixed.length === 1 ? fixed[0]! : shape.length - 1;
  const dimensions = shape[width]!;
  const hasOpenFrames = declared.some((length, axis) =>
    axis > 0 && axis !== width && typeof length === "string"
  );
  const isPlain = width === shape.length - 1 &&
    shape.every((length, axis) => axis === width || axis === 0 || length !== dimensions);
  if (shape.length === 0 || !isPlain && shape.length > MOST_AXES) {
    throw new InputError(
      `"${quotable(path)}" gives ${quotable(name)} [${
        shape.join(", ")
      }] for ${SILENCE_SECONDS} s ` +
        `of silence; expected 1 to ${MOST_AXES} axes`,
    );
  }
  choices.told("dimensions", dimensions, `the output's shape [${shape.join(", ")}]`);
  if (isPlain) return { dimensions, hasOpenFrames };
  const outputShape = shape.map((_, axis): OutputAxis =>
    axis === width ? "dimensions" : axis === 0 ? "batch" : "frames"
  );
  choices.guessed("outputShape", outputShape, "the lengths that the model fixes");
  return { dimensions, outputShape, hasOpenFrames };
}
