/**
 * Finds the axes of a model's input for sounds, from the model and the feature extractor.
 * @module
 */
import type { Preparation } from "../../audio/front_end/configuration.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { inputAxes } from "../input_axes.ts";
import { describePorts, type OnnxPort } from "../onnx/ports.ts";
import type { InputAxis } from "../window_batches.ts";
import type { Choices } from "./choices.ts";

/** Orders of a spectrogram's axes: of CLAP, AST, Whisper and EfficientAT. */
const ORDERS: readonly (readonly InputAxis[])[] = [
  ["batch", 1, "frames", "bands"],
  ["batch", "frames", "bands"],
  ["batch", "bands", "frames"],
  ["batch", 1, "bands", "frames"],
];

/**
 * Finds them. Where a model leaves its lengths open, several orders fit: the extractor's own is taken, as a guess.
 *
 * @param extractor the `feature_extractor_type`
 * @param place the paths of the model and the card, for errors
 * @throws {InputError} when what the extractor gives does not fit the input
 */
export function axesOf(
  main: OnnxPort,
  { frontEnd }: Preparation,
  extractor: string,
  place: { readonly model: string; readonly card: string },
  choices: Choices,
): readonly InputAxis[] {
  if (frontEnd.kind === "log-mel") {
    const [shape, ...others] = ordersThatFit(main, frontEnd.mel.bands, extractor);
    if (shape !== undefined) {
      if (others.length === 0) choices.told("shape", shape, "the model's input");
      else choices.guessed("shape", shape, `the usual order of ${extractor}'s axes`);
      return shape;
    }
  }
  try {
    const shape = inputAxes({}, frontEnd, main, place);
    choices.told("shape", shape, "the model's input");
    return shape;
  } catch (thrown) {
    const given = frontEnd.kind === "waveform"
      ? "a waveform"
      : `frames of ${frontEnd.mel.bands} bands`;
    throw new InputError(
      `"${quotable(place.model)}" has the ${describePorts("input", [main])}; ` +
        `preprocessor_config.json gives ${given}, which do not fit it`,
      { cause: thrown },
    );
  }
}

/** The orders that fit an input, the likeliest first. */
function ordersThatFit(
  { shape }: OnnxPort,
  bands: number,
  extractor: string,
): (readonly InputAxis[])[] {
  const fitting = (mayBeSquare: boolean) =>
    ORDERS.filter((order) =>
      order.length === shape.length && order.every((axis, i) => {
        const length = shape[i]!;
        if (typeof length === "string" || axis === "batch") return true;
        if (axis === "bands") return length === bands;
        return axis === 1 ? length === 1 : mayBeSquare || length !== bands;
      })
    );
  const orders = fitting(false);
  const all = orders.length > 0 ? orders : fitting(true);
  const areBandsFirst = (order: readonly InputAxis[]) =>
    order.indexOf("bands") < order.indexOf("frames");
  const isUsual = (order: readonly InputAxis[]) =>
    areBandsFirst(order) === (extractor === "WhisperFeatureExtractor");
  return [...all.filter(isUsual), ...all.filter((order) => !isUsual(order))];
}
