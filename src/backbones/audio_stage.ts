/**
 * One ONNX model of a card for sound, ready to run on the output of the stage before it.
 * @module
 */
import type { FrontEnd } from "../audio/front_end/configuration.ts";
import { InputError } from "../basics/errors.ts";
import type { CardStage } from "./card.ts";
import type { CardFiles } from "./card_files.ts";
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
  /** Axes of its input; undefined for a model that takes another's output. */
  readonly axes: readonly InputAxis[] | undefined;
  /** Computes its output for an input. */
  run(input: OnnxTensor): Promise<OnnxTensor>;
  /** Frees the model's memory. */
  close(): Promise<void>;
}

/**
 * Opens a model of a card.
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
    const input = choosePort(session.inputs, stage.input, "input", place);
    const output = choosePort(session.outputs, stage.output, "output", place);
    const axes = frontEnd && axesOf(stage, frontEnd, input, place);
    return {
      axes,
      identity: {
        model: hashes.model,
        externalData: hashes.externalData,
        input: input.name,
        output: output.name,
        shape: axes,
      },
      run: async (tensor) =>
        (await session.run({ [input.name]: tensor }, [output.name]))[output.name]!,
      close: () => session.close(),
    };
  } catch (thrown) {
    await session.close();
    throw thrown;
  }
}

/** The axes of the first model's input: those that the card gives, or those of a waveform. */
function axesOf(
  { shape }: CardStage,
  frontEnd: FrontEnd,
  input: OnnxPort,
  { model, card }: { model: string; card: string },
): readonly InputAxis[] {
  const waveform = frontEnd.kind === "waveform";
  const needed: InputAxis[] = waveform ? ["batch", "samples"] : ["batch", "frames", "bands"];
  const axes = shape ?? (waveform ? needed : undefined);
  const named: readonly InputAxis[] | undefined = axes?.filter((axis) => typeof axis === "string");
  const last = axes?.findLastIndex((axis) => typeof axis === "number" && axis > 1) ?? -1;
  const firstNamed = axes?.findIndex((axis) => typeof axis === "string" && axis !== "batch") ?? 0;
  const fits = named?.length === needed.length && axes?.[0] === "batch" && last < firstNamed &&
    needed.every((axis) => named.includes(axis));
  if (!fits) {
    throw new InputError(
      `"${card}": the first stage's shape is ${JSON.stringify(shape) ?? "missing"}; expected ` +
        `"batch" first, then each of ${
          JSON.stringify(needed.slice(1))
        } once, lengths above 1 before them`,
    );
  }
  const same = input.shape.length === axes!.length &&
    axes!.every((axis, i) => typeof axis === "string" || fitsLength(axis, input.shape[i]!));
  if (!same) {
    throw new InputError(
      `"${model}" has the input ${input.name} [${
        input.shape.join(", ")
      }]; "${card}" says that its ` +
        `shape is [${axes!.join(", ")}]`,
    );
  }
  return axes!;
}

/** Whether a model's axis accepts a length; an axis with a name accepts any. */
function fitsLength(length: number, axis: number | string): boolean {
  return typeof axis === "string" || axis === length;
}
