/**
 * One ONNX model of a card for sound, ready to run on the output of the stage before it.
 * @module
 */
import type { FrontEnd } from "../audio/front_end/configuration.ts";
import { stageIdentity } from "./audio_identity.ts";
import type { CardStage } from "./card.ts";
import type { CardFiles } from "./card_files.ts";
import { inputAxes } from "./input_axes.ts";
import { fillSecondInput, isSecondInput } from "./onnx/second_inputs.ts";
import { type OnnxOptions, type OnnxPort, type OnnxTensor, openSessionIn } from "./onnx/session.ts";
import { readOnnxFile } from "./onnx_file.ts";
import { choosePort } from "./onnx_port.ts";
import { readAgain } from "./read_again.ts";
import type { InputAxis } from "./window_batches.ts";
import type { ModelThread } from "./worker/model_thread.ts";

/** A model, ready to run. */
export interface AudioStage {
  /** What determines its numbers, as plain data. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** The paths of the model and the card. */
  readonly place: { readonly model: string; readonly card: string };
  /** Axes of its input; undefined for a model that takes another's output. */
  readonly axes: readonly InputAxis[] | undefined;
  /** Samples that it takes at once, where it fixes them; undefined where it takes any number, or no samples. */
  readonly samples: number | undefined;
  /** Frames that it takes at once, where it fixes them. */
  readonly frames: number | undefined;
  /** Its output, as the model declares it. */
  readonly output: OnnxPort;
  /** The most windows that it takes at once; undefined where it takes any number. */
  readonly mostWindows: number | undefined;
  /** Computes its output for an input. */
  run(input: OnnxTensor): Promise<OnnxTensor>;
  /** Frees the model's memory. */
  close(): Promise<void>;
}

/**
 * Opens a model of a card. Masks, lengths and positions beside the model's input are filled in.
 *
 * @param thread the thread that it runs in
 * @param frontEnd the front end whose output the first model takes; absent for later models
 * @throws {InputError} when the model has other inputs or outputs than the card says
 */
export async function openAudioStage(
  stage: CardStage,
  frontEnd: FrontEnd | undefined,
  files: CardFiles,
  thread: ModelThread,
  options: OnnxOptions,
): Promise<AudioStage> {
  const { hashes, take } = await readAgain(() => readOnnxFile(stage, files));
  const session = await openSessionIn(thread, take, options);
  try {
    const place = { model: session.path, card: files.card };
    const { main, seconds } = audioInputs(session.inputs, stage.input, place);
    const output = choosePort(session.outputs, stage.output, "output", place);
    const axes = frontEnd && inputAxes(stage, frontEnd, main, place);
    return {
      axes,
      place,
      samples: fixedLength(main, axes?.indexOf("samples")),
      frames: fixedLength(main, axes?.indexOf("frames")),
      output,
      mostWindows: mostWindowsOf(main, axes),
      identity: stageIdentity(stage, hashes, {
        input: main.name,
        output: output.name,
        shape: axes,
      }),
      run: async (tensor) => {
        const inputs = allInputs(session.path, { main, seconds }, tensor, axes);
        return (await session.run(inputs, [output.name]))[output.name]!;
      },
      close: () => session.close(),
    };
  } catch (thrown) {
    await session.close();
    throw thrown;
  }
}

/** The inputs of a model for sound. */
export interface AudioInputs {
  /** The one that takes sounds. */
  readonly main: OnnxPort;
  /** Those that follow from its shape. */
  readonly seconds: readonly OnnxPort[];
}

/**
 * Gives a model its inputs for windows: those beside the main one are filled in.
 *
 * @param axes of the main input; undefined for a model that takes another's output, windows along its first axis
 */
export function allInputs(
  path: string,
  { main, seconds }: AudioInputs,
  tensor: OnnxTensor,
  axes: readonly InputAxis[] | undefined,
): Record<string, OnnxTensor> {
  const { shape } = tensor;
  const batch = axes?.[0] === "batch" || axes === undefined ? shape[0]! : 1;
  const along = axes?.findIndex((axis) => axis === "frames" || axis === "samples") ?? 1;
  const length = shape[along] ?? 1;
  const filled = seconds.map((port) => [port.name, fillSecondInput(path, port, { batch, length })]);
  return { [main.name]: tensor, ...Object.fromEntries(filled) };
}

/**
 * Finds a model's inputs.
 *
 * @param named the main input, where the card names one
 * @param place the paths of the model and the card, for errors
 * @throws {InputError} when there is no main input or several, or another does not follow from it
 */
export function audioInputs(
  inputs: readonly OnnxPort[],
  named: string | undefined,
  place: AudioStage["place"],
): AudioInputs {
  const others = inputs.filter((port) => !isSecondInput(port));
  const main = choosePort(
    named === undefined && others.length > 0 ? others : inputs,
    named,
    "input",
    place,
  );
  const seconds = inputs.filter((port) => port !== main);
  const unknown = seconds.filter((port) => !isSecondInput(port));
  // What is neither named nor known cannot be filled in.
  if (unknown.length > 0) choosePort([main, ...unknown], undefined, "input", place);
  return { main, seconds };
}

function mostWindowsOf(
  { shape: [first] }: OnnxPort,
  axes: readonly InputAxis[] | undefined,
): number | undefined {
  if (axes !== undefined && axes[0] !== "batch") return 1;
  return typeof first === "number" ? first : undefined;
}

function fixedLength({ shape }: OnnxPort, axis = -1): number | undefined {
  const length = shape[axis];
  return typeof length === "number" ? length : undefined;
}
