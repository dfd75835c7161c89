/**
 * The metadata of a projector file about its training.
 * @module
 */
import type { Standardization } from "../../basics/matrix.ts";
import { InputError } from "../../basics/errors.ts";
import type { DeviceDescription } from "../../compute/compute.ts";
import { canonicalJson } from "../../embeddings/identity.ts";
import type { Selection } from "../../leakage/backbone/selection.ts";
import { deviceFields, type TrainingIdentity } from "../checkpoint.ts";
import type { JoinedPool } from "./pairing.ts";
import { formatStandardization } from "./projector_file.ts";
import type { PoolTraining } from "./pool_training.ts";

/**
 * Largest size of the metadata in bytes: with the arrays' entries it must fit into 1 MiB, the longest header that is
 * read.
 */
const MOST_BYTES = 900_000;

/** The metadata of a training, text by key; `projector_file.ts` explains each key. */
export function metadataOf(
  device: DeviceDescription,
  training: PoolTraining,
  rows: JoinedPool,
  standardization: Standardization,
  identity: TrainingIdentity,
): TrainingIdentity {
  const { audio, text } = training;
  return {
    ...deviceFields(device),
    "device.class": device.class,
    environment: canonicalJson({
      deno: Deno.version.deno,
      platform: `${Deno.build.os} ${Deno.build.arch}`,
      ...(Object.keys(device.details).length > 0 ? { device: { ...device.details } } : {}),
    }),
    ...identity,
    "pool.leftOut": JSON.stringify(rows.leftOut),
    "audio.set": audio.set.fingerprint,
    "text.set": text.set.fingerprint,
    "audio.identity": canonicalJson(audio.set.identity),
    "text.identity": canonicalJson(text.set.identity),
    selection: JSON.stringify(selectionsOf(training, rows)),
    standardization: formatStandardization(standardization),
  };
}

/**
 * What was chosen on which items: with early stopping the step, on the held-out pairs, which are named by their ids
 * and by their sources as far as the audio set gives them.
 */
export function selectionsOf(
  { audio, configuration }: Pick<PoolTraining, "audio" | "configuration">,
  { validation }: Pick<JoinedPool, "validation">,
): Selection[] {
  if (configuration.earlyStopping === undefined) return [];
  const items = [...new Set(validation.audioRows)].map((row) => audio.set.items[row]!);
  const sources = items.flatMap(({ columns }) => columns["source_id"] ?? []);
  return [{
    what: "checkpoint",
    chosenOn: [...new Set([...items.map(({ id }) => id), ...sources])].sort(),
  }];
}

/**
 * Checks, before anything is trained, that a file can hold the metadata.
 *
 * @throws {InputError} when it is too long
 */
export function checkMetadata(metadata: TrainingIdentity): void {
  const bytes = new TextEncoder().encode(JSON.stringify(metadata)).length;
  if (bytes <= MOST_BYTES) return;
  const longest = Object.entries(metadata).reduce((a, b) => b[1].length > a[1].length ? b : a)[0];
  const advice = longest === "selection" ? "; hold out fewer pairs for validation" : "";
  throw new InputError(
    `The metadata of the projector file takes ${bytes} bytes, most of it "${longest}"; ` +
      `expected at most ${MOST_BYTES}${advice}`,
  );
}
