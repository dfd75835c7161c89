/**
 * The state of a training in a `.safetensors` file, from which the same training goes on.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { VERSION } from "../basics/version.ts";
import { readSafetensors, type StoredArray, writeSafetensors } from "../formats/safetensors.ts";
import type { Compute } from "../compute/compute.ts";
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

/**
 * The identity of a training: program version, seed, every setting, the embeddings by shape and a hash of their values,
 * and the pool by its size and a hash of its rows. Each tensor of embeddings is read back once.
 */
export async function identityOf(
  compute: Compute,
  { audio, text, audioRows, textRows }: TrainingData,
  { projector, optimizer, seed }: TrainingConfiguration,
): Promise<TrainingIdentity> {
  const settings = Object.entries({ projector, optimizer }).flatMap(([group, values]) =>
    Object.entries(values).map(([name, value]) => [`${group}.${name}`, String(value)])
  );
  const rows = new Uint32Array(2 * audioRows.length);
  rows.set(audioRows);
  rows.set(textRows, audioRows.length);
  return {
    version: VERSION,
    seed: String(seed),
    ...Object.fromEntries(settings),
    "audio.shape": `${audio.rows}×${audio.columns}`,
    "audio.sha256": await hashOf(await compute.read(audio)),
    "text.shape": `${text.rows}×${text.columns}`,
    "text.sha256": await hashOf(await compute.read(text)),
    "pool.pairs": String(audioRows.length),
    "pool.sha256": await hashOf(rows),
  };
}

async function hashOf(values: Float32Array | Uint32Array): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", values as BufferSource)).toHex();
}

/**
 * The bytes of a checkpoint: an array for each parameter and each of its moments (rows × columns), and the losses;
 * step, device and identity in the metadata.
 *
 * @param device what it was trained on; recorded, not compared
 */
export function encodeCheckpoint(
  { step, rows, losses }: Checkpoint,
  shapes: readonly ParameterShape[],
  identity: TrainingIdentity,
  device: string,
): Uint8Array {
  const arrays = new Map<string, StoredArray>();
  for (const row of STATE_ROWS) {
    for (const { name, rows: height, columns, offset } of shapes) {
      const data = rows[row].subarray(offset, offset + height * columns);
      arrays.set(PREFIXES[row] + name, { shape: [height, columns], data });
    }
  }
  arrays.set(LOSSES, { shape: [step], data: losses });
  const metadata = { schema: CHECKPOINT_SCHEMA, step: String(step), device, ...identity };
  return writeSafetensors(arrays, metadata);
}

/**
 * Reads the bytes of a checkpoint.
 *
 * @param length of a row
 * @returns what it holds, and what it was trained on, a text from outside
 * @throws {InputError} when they are no checkpoint, or one of a training with another identity
 */
export function decodeCheckpoint(
  bytes: Uint8Array,
  name: string,
  shapes: readonly ParameterShape[],
  length: number,
  identity: TrainingIdentity,
): Checkpoint & { readonly device: string } {
  const { metadata, arrays } = readSafetensors(bytes, name);
  if (metadata.schema !== CHECKPOINT_SCHEMA) {
    const found = quotable(metadata.schema ?? "missing");
    throw refused(name, `its schema is ${found}; expected ${CHECKPOINT_SCHEMA}`);
  }
  for (const [field, expected] of Object.entries(identity)) {
    const found = metadata[field];
    if (found === expected) continue;
    const made = found === undefined
      ? `says nothing of ${field}`
      : `has ${field} ${quotable(found)}`;
    throw refused(name, `it ${made}; this training has ${expected}`);
  }
  const values = (key: string, shape: readonly number[]) => {
    const array = arrays.get(key);
    if (array && String(array.shape) === String(shape)) return array.data;
    const found = array ? `has shape ${quotable(`[${array.shape}]`)}` : "is missing";
    throw refused(name, `array "${key}" ${found}; expected [${shape}]`);
  };
  const row = (prefix: string) => {
    const flat = new Float32Array(length);
    for (const { name, rows, columns, offset } of shapes) {
      flat.set(values(prefix + name, [rows, columns]), offset);
    }
    return flat;
  };
  const { device = "a device that it does not name" } = metadata;
  const step = stepOf(metadata.step, Number(identity["optimizer.steps"]), name);
  const rows = {
    parameters: row(PREFIXES.parameters),
    firstMoment: row(PREFIXES.firstMoment),
    secondMoment: row(PREFIXES.secondMoment),
  };
  return { step, rows, losses: values(LOSSES, [step]), device };
}

function stepOf(text: string | undefined, steps: number, name: string): number {
  const step = /^[1-9]\d*$/.test(text ?? "") ? Number(text) : NaN;
  if (step <= steps) return step;
  throw refused(name, `its step is ${quotable(text ?? "missing")}; expected 1 to ${steps}`);
}

function refused(name: string, reason: string): InputError {
  return new InputError(`Cannot go on from "${name}": ${reason}`);
}
