/**
 * Projectors in a `.safetensors` file, for use without further training.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { unreadable } from "../formats/reading.ts";
import {
  readSafetensors,
  type Safetensors,
  type StoredArray,
  writeSafetensors,
} from "../formats/safetensors.ts";
import { CHECKPOINT_SCHEMA } from "./checkpoint.ts";
import {
  PROJECTOR_KINDS,
  type ProjectorConfiguration,
  type ProjectorKind,
} from "./configuration.ts";
import { type ChosenStep, indexOfLowest } from "./early_stopping.ts";
import {
  addParameters,
  arrayValues,
  BEST,
  LOSSES,
  rowOf,
  VALIDATION_LOSSES,
} from "./parameter_arrays.ts";
import { parameterLayout, type ParameterShape, type Side } from "./parameters.ts";

/** The schema of a file of finished projectors; changes with its layout. */
export const PROJECTOR_SCHEMA = "earnest/projector/1";

/** Finished projectors, off the device. */
export interface FinishedProjectors {
  /** Parameters, laid out in one row. */
  readonly values: Float32Array;
  /** Where each parameter lies in the row. */
  readonly shapes: readonly ParameterShape[];
  /** Loss of each step, in nats. */
  readonly losses: Float32Array;
  /** The losses by which they were chosen, with early stopping. */
  readonly chosen?: ChosenStep | undefined;
}

/**
 * Encodes a file of finished projectors: an array for each parameter (rows × columns), the loss of each step, and
 * with early stopping the losses on held-out pairs.
 *
 * @param metadata information about the training, text by key; at least the fields of `identityOf`
 */
export function encodeProjectors(
  { values, shapes, losses, chosen }: FinishedProjectors,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const arrays = new Map<string, StoredArray>();
  addParameters(arrays, "", values, shapes);
  arrays.set(LOSSES, { shape: [losses.length], data: losses });
  if (chosen) {
    arrays.set(VALIDATION_LOSSES, { shape: [chosen.losses.length], data: chosen.losses });
  }
  const steps = {
    step: String(losses.length),
    ...(chosen
      ? { "chosen.step": String(chosen.step), "chosen.measuredAfter": chosen.measuredAfter.join() }
      : {}),
  };
  return writeSafetensors(arrays, { schema: PROJECTOR_SCHEMA, ...steps, ...metadata });
}

/** The content of a file that is needed to use its projectors. */
export interface StoredProjectors {
  /** The projectors. */
  readonly projector: ProjectorConfiguration;
  /** Dimensions of the embeddings that they take. */
  readonly inputs: Readonly<Record<Side, number>>;
  /** Parameters, laid out in one row; with early stopping the best so far. */
  readonly values: Float32Array;
  /** Loss of each finished step, in nats. */
  readonly losses: Float32Array;
  /** The losses by which they were chosen, in a file of finished projectors. */
  readonly chosen?: ChosenStep | undefined;
  /** The file's metadata, text by key; from outside. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads the projectors of any training's checkpoint, or of a file that {@link encodeProjectors} made.
 *
 * @param alignment offsets of parameters are multiples of it; see {@link Compute.viewAlignment}
 * @throws {InputError} when the bytes are neither
 */
export function decodeProjectors(
  bytes: Uint8Array,
  name: string,
  alignment: number,
): StoredProjectors {
  const { metadata, arrays } = readSafetensors(bytes, name);
  const isCheckpoint = metadata["schema"] === CHECKPOINT_SCHEMA;
  if (!isCheckpoint && metadata["schema"] !== PROJECTOR_SCHEMA) {
    const found = quotable(metadata["schema"] ?? "missing");
    const expected = `${PROJECTOR_SCHEMA} or ${CHECKPOINT_SCHEMA}`;
    throw unreadable(name, `its schema is ${found}; expected ${expected}`);
  }
  const match = (field: string, pattern: RegExp) => {
    const found = pattern.exec(metadata[field] ?? "");
    if (found) return found[1]!;
    throw unreadable(name, `its ${field} is ${quotable(metadata[field] ?? "missing")}`);
  };
  const count = (field: string, pattern: RegExp) => Number(match(field, pattern));
  const kinds = new RegExp(`^(${PROJECTOR_KINDS.join("|")})$`);
  const projector = {
    kind: match("projector.kind", kinds) as ProjectorKind,
    dim: count("projector.dim", /^([1-9]\d{0,5})$/),
    dropout: count("projector.dropout", /^(0(?:\.\d+)?|[1-9](?:\.\d+)?e-\d+)$/),
  };
  const columns = /^\d+×([1-9]\d{0,5})$/;
  const inputs = { audio: count("audio.shape", columns), text: count("text.shape", columns) };
  const { shapes, length } = parameterLayout(projector, inputs, alignment);
  const step = count("step", /^([1-9]\d*)$/);
  const losses = arrayValues(arrays, LOSSES, [step], name);
  const prefix = isCheckpoint && arrays.has(VALIDATION_LOSSES) ? BEST : "";
  const values = rowOf(arrays, prefix, shapes, length, name);
  const chosen = isCheckpoint ? undefined : chosenOf(arrays, metadata, name);
  return { projector, inputs, values, losses, chosen, metadata };
}

function chosenOf(
  arrays: Safetensors["arrays"],
  metadata: Safetensors["metadata"],
  name: string,
): ChosenStep | undefined {
  const losses = arrays.get(VALIDATION_LOSSES)?.data;
  if (losses === undefined) return undefined;
  const said = metadata["chosen.measuredAfter"] ?? "";
  const measuredAfter = said.split(",").map(Number);
  if (measuredAfter.length !== losses.length || !/^\d+(,\d+)*$/.test(said)) {
    throw unreadable(name, `its chosen.measuredAfter is ${quotable(said)}`);
  }
  return { step: measuredAfter[indexOfLowest(losses)]!, measuredAfter, losses };
}
