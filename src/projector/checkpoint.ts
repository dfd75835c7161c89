/**
 * The state of a training in a `.safetensors` file, from which the same training goes on.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { printable } from "../basics/printable.ts";
import { VERSION } from "../basics/version.ts";
import type { DeviceDescription } from "../compute/compute.ts";
import { readSafetensors, type StoredArray, writeSafetensors } from "../formats/safetensors.ts";
import type { ParameterShape } from "./parameters.ts";
import {
  STATE_ROWS,
  type StateRow,
  type TrainingConfiguration,
  type TrainingData,
} from "./training_step.ts";

/** The layout of a checkpoint; changes with it. */
export const CHECKPOINT_SCHEMA = "earnest/checkpoint/1";

/** The state of a training between two steps. */
export interface Checkpoint {
  /** The last finished step. */
  readonly step: number;
  /** Parameters and moments, each laid out in a row as the parameters are. */
  readonly rows: Readonly<Record<StateRow, Float32Array>>;
  /** Loss of each finished step, in nats. */
  readonly losses: Float32Array;
}

/** What tells one training from another, text by name: a checkpoint of another one is refused by that name. */
export type TrainingIdentity = Readonly<Record<string, string>>;

/** Before the names of parameters, in the names of arrays. Parameters have their own, which are PyTorch's. */
const PREFIXES: Record<StateRow, string> = {
  parameters: "",
  firstMoment: "first_moment.",
  secondMoment: "second_moment.",
};
const LOSSES = "losses";

/** The identity of a training: program version, seed, every setting, and the pool by its size and a hash of its rows. */
export async function identityOf(
  { audio, text, audioRows, textRows }: TrainingData,
  { projector, optimizer, seed }: TrainingConfiguration,
): Promise<TrainingIdentity> {
  const settings = Object.entries({ projector, optimizer }).flatMap(([group, values]) =>
    Object.entries(values).map(([name, value]) => [`${group}.${name}`, String(value)])
  );
  const rows = new Uint32Array(2 * audioRows.length);
  rows.set(audioRows);
  rows.set(textRows, audioRows.length);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", rows));
  return {
    version: VERSION,
    seed: String(seed),
    ...Object.fromEntries(settings),
    "audio.shape": `${audio.rows}×${audio.columns}`,
    "text.shape": `${text.rows}×${text.columns}`,
    "pool.pairs": String(audioRows.length),
    "pool.sha256": hash.toHex(),
  };
}

/**
 * The bytes of a checkpoint: an array for each parameter and each of its moments (rows × columns), and the losses;
 * step, device with its kernels, and identity in the metadata.
 *
 * @param device what it was trained on
 */
export function encodeCheckpoint(
  { step, rows, losses }: Checkpoint,
  shapes: readonly ParameterShape[],
  identity: TrainingIdentity,
  device: DeviceDescription,
): Uint8Array {
  const arrays = new Map<string, StoredArray>();
  for (const row of STATE_ROWS) {
    for (const { name, rows: height, columns, offset } of shapes) {
      const data = rows[row].subarray(offset, offset + height * columns);
      arrays.set(PREFIXES[row] + name, { shape: [height, columns], data });
    }
  }
  arrays.set(LOSSES, { shape: [step], data: losses });
  const metadata = {
    schema: CHECKPOINT_SCHEMA,
    step: String(step),
    device: device.name,
    ...kernelsOf(device),
    ...identity,
  };
  return writeSafetensors(arrays, metadata);
}

/** The kernels of a device, text by name. */
function kernelsOf({ variants }: DeviceDescription): TrainingIdentity {
  return Object.fromEntries(
    Object.entries(variants ?? {}).map(([shapes, variant]) => [`variants.${shapes}`, variant]),
  );
}

/**
 * Reads the bytes of a checkpoint.
 *
 * @param length of a row
 * @param device what the training goes on on. The same one must have the same kernels, so that it gives the same bits;
 * any other has bits of its own and is let on
 * @throws {InputError} when they are no checkpoint, or one of a training with another identity or other kernels
 */
export function decodeCheckpoint(
  bytes: Uint8Array,
  name: string,
  shapes: readonly ParameterShape[],
  length: number,
  identity: TrainingIdentity,
  device: DeviceDescription,
): Checkpoint {
  const { metadata, arrays } = readSafetensors(bytes, name);
  if (metadata.schema !== CHECKPOINT_SCHEMA) {
    const found = printable(metadata.schema ?? "missing");
    throw refused(name, `its schema is ${found}; expected ${CHECKPOINT_SCHEMA}`);
  }
  const kernels = metadata.device === device.name ? kernelsOf(device) : {};
  for (const [field, expected] of Object.entries({ ...identity, ...kernels })) {
    const found = metadata[field];
    if (found === expected) continue;
    const made = found === undefined
      ? `says nothing of ${field}`
      : `has ${field} ${printable(found)}`;
    throw refused(name, `it ${made}; this training has ${expected}`);
  }
  const values = (key: string, shape: readonly number[]) => {
    const array = arrays.get(key);
    if (array && String(array.shape) === String(shape)) return array.data;
    const found = array ? `has shape [${array.shape}]` : "is missing";
    throw refused(name, `array "${key}" ${found}; expected [${shape}]`);
  };
  const row = (prefix: string) => {
    const flat = new Float32Array(length);
    for (const { name, rows, columns, offset } of shapes) {
      flat.set(values(prefix + name, [rows, columns]), offset);
    }
    return flat;
  };
  const step = stepOf(metadata.step, Number(identity["optimizer.steps"]), name);
  const rows = {
    parameters: row(PREFIXES.parameters),
    firstMoment: row(PREFIXES.firstMoment),
    secondMoment: row(PREFIXES.secondMoment),
  };
  return { step, rows, losses: values(LOSSES, [step]) };
}

function stepOf(text: string | undefined, steps: number, name: string): number {
  const step = /^[1-9]\d*$/.test(text ?? "") ? Number(text) : NaN;
  if (step <= steps) return step;
  throw refused(name, `its step is ${printable(text ?? "missing")}; expected 1 to ${steps}`);
}

function refused(name: string, reason: string): InputError {
  return new InputError(`Cannot go on from "${name}": ${reason}`);
}
