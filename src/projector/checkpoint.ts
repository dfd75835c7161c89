/**
 * The state of a training in a `.safetensors` file, from which the same training continues.
 * @module
 */
import { codeHashes, shortHash } from "../basics/code_hashes.ts";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { VERSION } from "../basics/version.ts";
import type { Compute, DeviceDescription } from "../compute/compute.ts";
import { unreadable } from "../formats/reading.ts";
import {
  readSafetensors,
  type Safetensors,
  type StoredArray,
  writeSafetensors,
} from "../formats/safetensors.ts";
import {
  addParameters,
  arrayValues,
  BEST,
  LOSSES,
  rowOf,
  VALIDATION_LOSSES,
} from "./parameter_arrays.ts";
import type { ParameterShape } from "./parameters.ts";
import type { ValidationState } from "./early_stopping.ts";
import {
  type PairRows,
  STATE_ROWS,
  type StateRow,
  type TrainingConfiguration,
  type TrainingData,
} from "./training_step.ts";

/** The schema of a checkpoint; changes with its layout. */
export const CHECKPOINT_SCHEMA = "earnest/checkpoint/1";

/** The state of a training between two steps. */
export interface Checkpoint {
  /** The last finished step. */
  readonly step: number;
  /** Parameters and moments, each laid out in one row like the parameters. */
  readonly rows: Readonly<Record<StateRow, Float32Array>>;
  /** Loss of each finished step, in nats. */
  readonly losses: Float32Array;
  /** The state of early stopping, if it is on and has measured a loss. */
  readonly validation?: ValidationState;
}

/** The fields that identify a training, text by name: a checkpoint that differs in one is refused with its name. */
export type TrainingIdentity = Readonly<Record<string, string>>;

/** Prefix of the arrays of moments. Parameters have their own names, which are PyTorch's. */
const PREFIXES: Record<StateRow, string> = {
  parameters: "",
  firstMoment: "first_moment.",
  secondMoment: "second_moment.",
};

/** Metadata key of the hash of the code that trained. */
export const CODE_FIELD = "code.trainings";

/** Value in an identity for a setting that is not used. */
const OFF = "off";

/**
 * Computes the identity of a training: program version, hash of the code, seed, every setting, the embeddings by
 * shape and a hash of their values, and the pool by its size and a hash of its rows. Each tensor of embeddings is
 * read back once.
 */
export async function identityOf(
  compute: Compute,
  { audio, text, classes, validation, ...pool }: TrainingData,
  { projector, optimizer, seed, earlyStopping }: TrainingConfiguration,
): Promise<TrainingIdentity> {
  const { perClass, ...always } = optimizer;
  const groups = { projector, optimizer: always, earlyStopping: earlyStopping ?? { every: OFF } };
  const settings = Object.entries(groups).flatMap(([group, values]) =>
    Object.entries(values).map(([name, value]) => [`${group}.${name}`, String(value)])
  );
  return {
    version: VERSION,
    [CODE_FIELD]: (await codeHashes()).trainings,
    seed: String(seed),
    ...Object.fromEntries(settings),
    "optimizer.perClass": String(perClass ?? OFF),
    "audio.shape": `${audio.rows}×${audio.columns}`,
    "audio.sha256": await arrayHash(await compute.read(audio)),
    "text.shape": `${text.rows}×${text.columns}`,
    "text.sha256": await arrayHash(await compute.read(text)),
    "pool.pairs": String(pool.audioRows.length),
    "pool.sha256": await hashOfPairs(pool),
    "pool.classes": perClass !== undefined && classes ? await arrayHash(classes) : OFF,
    "validation.pairs": String(validation?.audioRows.length ?? 0),
    "validation.sha256": validation ? await hashOfPairs(validation) : OFF,
  };
}

function hashOfPairs({ audioRows, textRows }: PairRows): Promise<string> {
  const rows = new Uint32Array(2 * audioRows.length);
  rows.set(audioRows);
  rows.set(textRows, audioRows.length);
  return arrayHash(rows);
}

async function arrayHash(values: Float32Array | Uint32Array): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", values as BufferSource)).toHex();
}

/**
 * Encodes a checkpoint: an array for each parameter and each of its moments (rows × columns), and the losses; step,
 * device with its kernels, and identity in the metadata.
 *
 * @param device the device that it was trained on
 */
export function encodeCheckpoint(
  { step, rows, losses, validation }: Checkpoint,
  shapes: readonly ParameterShape[],
  identity: TrainingIdentity,
  device: DeviceDescription,
): Uint8Array {
  const arrays = new Map<string, StoredArray>();
  for (const row of STATE_ROWS) addParameters(arrays, PREFIXES[row], rows[row], shapes);
  arrays.set(LOSSES, { shape: [step], data: losses });
  if (validation) {
    const { losses: data, best } = validation;
    arrays.set(VALIDATION_LOSSES, { shape: [data.length], data });
    addParameters(arrays, BEST, best, shapes);
  }
  const metadata = {
    schema: CHECKPOINT_SCHEMA,
    step: String(step),
    ...deviceFields(device),
    ...identity,
  };
  return writeSafetensors(arrays, metadata);
}

/** Metadata about the device, which determines the bits. */
export function deviceFields(device: DeviceDescription): TrainingIdentity {
  return { device: device.name, ...kernelsOf(device) };
}

/** The kernels of a device, text by name. */
function kernelsOf({ variants }: DeviceDescription): TrainingIdentity {
  return Object.fromEntries(
    Object.entries(variants ?? {}).map(([shapes, variant]) => [`variants.${shapes}`, variant]),
  );
}

/**
 * Parses a checkpoint.
 *
 * @param length length of a row
 * @param device the device that the training continues on. If it is the same device, it must have the same kernels,
 * so that it gives the same bits; any other device gives its own bits and is accepted
 * @returns the state, and the name of the device that it was trained on, a text from outside
 * @throws {InputError} when the bytes are not a checkpoint, or it is of a training with another identity or other
 * kernels
 */
export function decodeCheckpoint(
  bytes: Uint8Array,
  name: string,
  shapes: readonly ParameterShape[],
  length: number,
  identity: TrainingIdentity,
  device: DeviceDescription,
): Checkpoint & { readonly device: string } {
  const { metadata, arrays } = readCheckpoint(bytes, name);
  checkSameTraining(metadata, name, identity, device);
  const row = (prefix: string) => rowOf(arrays, prefix, shapes, length, name);
  const { device: madeOn = "an unnamed device" } = metadata;
  const step = stepOf(metadata.step, Number(identity["optimizer.steps"]), name);
  const rows = {
    parameters: row(PREFIXES.parameters),
    firstMoment: row(PREFIXES.firstMoment),
    secondMoment: row(PREFIXES.secondMoment),
  };
  const losses = arrayValues(arrays, LOSSES, [step], name);
  const measured = arrays.get(VALIDATION_LOSSES)?.data;
  if (measured === undefined) return { step, rows, losses, device: madeOn };
  const validation = { losses: measured, best: row(BEST) };
  return { step, rows, losses, validation, device: madeOn };
}

/**
 * Checks that a file belongs to this training.
 *
 * @param metadata the file's metadata
 * @param device the device of this training. If the file names the same device, it must have the same kernels, so
 * that it gives the same bits
 * @throws {InputError} that names the first field in which they differ
 */
export function checkSameTraining(
  metadata: Readonly<Record<string, string>>,
  name: string,
  identity: TrainingIdentity,
  device: DeviceDescription,
): void {
  const kernels = metadata["device"] === device.name ? kernelsOf(device) : {};
  for (const [field, expected] of Object.entries({ ...identity, ...kernels })) {
    const found = metadata[field];
    if (found === expected) continue;
    if (field === CODE_FIELD) throw ofOtherCode(name, found, expected);
    const made = found === undefined ? `does not give ${field}` : `has ${field} ${quotable(found)}`;
    const reason = `it ${made}; this training has ${expected}`;
    throw new InputError(`Cannot continue from "${name}": ${reason}`);
  }
}

function ofOtherCode(name: string, found: string | undefined, now: string): InputError {
  const hash = found === undefined ? "a hash that it does not give" : `hash ${shortHash(found)}`;
  return new InputError(
    `Cannot continue from "${name}": it was trained by other code (${quotable(hash)}, now ` +
      `${shortHash(now)}); to train again, remove it, as \`train --force\` does`,
  );
}

function readCheckpoint(bytes: Uint8Array, name: string): Safetensors {
  const file = readSafetensors(bytes, name);
  const { schema } = file.metadata;
  if (schema === CHECKPOINT_SCHEMA) return file;
  throw unreadable(
    name,
    `its schema is ${quotable(schema ?? "missing")}; expected ${CHECKPOINT_SCHEMA}`,
  );
}

function stepOf(text: string | undefined, steps: number, name: string): number {
  const step = /^[1-9]\d*$/.test(text ?? "") ? Number(text) : NaN;
  if (step <= steps) return step;
  throw unreadable(name, `its step is ${quotable(text ?? "missing")}; expected 1 to ${steps}`);
}
