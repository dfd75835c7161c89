/**
 * Finds the axes of a model's input for sound: those that its card gives, or those that the model itself tells.
 * @module
 */
import type { FrontEnd } from "../audio/front_end/configuration.ts";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import type { CardStage } from "./card.ts";
import type { OnnxPort } from "./onnx/ports.ts";
import type { InputAxis } from "./window_batches.ts";

/**
 * Finds the axes of the first model's input.
 *
 * @param place the paths of the model and the card, for errors
 * @throws {InputError} when the card's axes are not the front end's or not the model's, or the card gives none and the
 * model does not tell
 */
export function inputAxes(
  { shape: stated }: Pick<CardStage, "shape">,
  frontEnd: FrontEnd,
  input: OnnxPort,
  { model, card }: { readonly model: string; readonly card: string },
): readonly InputAxis[] {
  const needed: readonly InputAxis[] = frontEnd.kind === "waveform"
    ? ["samples"]
    : ["frames", "bands"];
  const axes = stated ?? ownAxes(frontEnd, input.shape);
  if (axes === undefined || !isWellFormed(axes, needed)) {
    throw new InputError(
      `"${card}": the first stage's shape is ${JSON.stringify(stated) ?? "missing"}; expected ` +
        `"batch" first, then each of ${JSON.stringify(needed)} once, lengths above 1 before them` +
        (stated === undefined ? `; "${model}" has the input ${described(input)}` : ""),
    );
  }
  const fits = input.shape.length === axes.length &&
    axes.every((axis, i) => typeof axis === "string" || fitsLength(axis, input.shape[i]!));
  if (fits) return axes;
  throw new InputError(
    `"${model}" has the input ${described(input)}; "${card}" says that its ` +
      `shape is [${axes.join(", ")}]`,
  );
}

function described({ name, shape }: OnnxPort): string {
  return quotable(`${name} [${shape.join(", ")}]`);
}

/** Whether axes have what the front end computes once each, after the batch and after lengths that repeat it. */
function isWellFormed(axes: readonly InputAxis[], needed: readonly InputAxis[]): boolean {
  const named: readonly InputAxis[] = axes.filter((axis) => typeof axis === "string");
  const own = named[0] === "batch" ? named.slice(1) : named;
  const last = axes.findLastIndex((axis) => typeof axis === "number" && axis > 1);
  const firstOwn = axes.findIndex((axis) => needed.includes(axis));
  return own.length === needed.length && needed.every((axis) => own.includes(axis)) &&
    (axes[0] === "batch" || !axes.includes("batch")) && last < firstOwn;
}

/** The axes that a model's input tells: all but one are the batch, fixed at 1, or the bands. */
function ownAxes(
  frontEnd: FrontEnd,
  shape: OnnxPort["shape"],
): readonly InputAxis[] | undefined {
  if (frontEnd.kind === "waveform") {
    if (shape.length === 1) return ["samples"];
    if (shape.length === 2) return ["batch", "samples"];
    return shape.length === 3 && shape[1] === 1 ? ["batch", 1, "samples"] : undefined;
  }
  const { bands } = frontEnd.mel;
  const own = shape.slice(1);
  const ofBands = own.flatMap((length, axis) => length === bands ? [axis] : []);
  const others = own.flatMap((length, axis) => length === 1 || length === bands ? [] : [axis]);
  if (ofBands.length !== 1 || others.length !== 1) return undefined;
  return [
    "batch",
    ...own.map((_, axis): InputAxis =>
      axis === ofBands[0] ? "bands" : axis === others[0] ? "frames" : 1
    ),
  ];
}

/** Whether a model's axis accepts a length; an axis with a name accepts any. */
function fitsLength(length: number, axis: number | string): boolean {
  return typeof axis === "string" || axis === length;
}
