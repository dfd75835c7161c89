/**
 * The projector file, `.safetensors` of schema `earnest/projector/1`: projectors and all that is needed to apply them
 * to a backbone's embeddings and to assess them.
 *
 * Its metadata, text by key: every setting (`projector.*`, `optimizer.*`, `earlyStopping.*`, `seed`), `condition`,
 * `pools.sha256`, `code.trainings` (hash of the code that trained), hashes of the data, `audio.set` and `text.set`
 * (fingerprints of the embedding sets, with their identities as JSON in `audio.identity` and `text.identity`),
 * `device` with its kernels, `environment`, and as JSON `standardization` and `selection`: what was chosen on which
 * items.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import type { Standardization } from "../../basics/matrix.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { sha256Of } from "../../basics/sha256.ts";
import { unreadable } from "../../formats/reading.ts";
import { decodeProjectors, PROJECTOR_SCHEMA, type StoredProjectors } from "../stored_projectors.ts";

/** A projector file that was read. */
export interface ProjectorFile extends StoredProjectors {
  /** The file's name. */
  readonly name: string;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
  /** Mean and deviation of the training pool's audio embeddings. */
  readonly standardization: Standardization;
}

const finite = z.array(z.number());
const standardizationSchema = z.strictObject({ means: finite, deviations: finite });

/** The text of a standardization; its numbers keep every bit. */
export function formatStandardization({ means, deviations }: Standardization): string {
  return JSON.stringify({ means: [...means], deviations: [...deviations] });
}

/** Implements {@link readProjectorFile}, which `doors/projector/projector_file.ts` documents. */
export async function readProjectorFile(path: string, alignment: number): Promise<ProjectorFile> {
  const bytes = await readInputFile(path);
  const stored = decodeProjectors(bytes, path, alignment);
  const { metadata, inputs: { audio } } = stored;
  if (metadata["schema"] !== PROJECTOR_SCHEMA) {
    throw unreadable(path, "it is the checkpoint of a training; expected a projector file");
  }
  const text = metadata["standardization"] ?? "null";
  const { means, deviations } = parseJson(text, `${path}: standardization`, standardizationSchema);
  if (means.length !== audio || deviations.length !== audio || deviations.some((one) => one <= 0)) {
    const found = `${means.length} means and ${deviations.length} deviations`;
    throw unreadable(path, `its standardization has ${found}; expected ${audio} of each, above 0`);
  }
  return {
    ...stored,
    name: path,
    sha256: sha256Of(bytes),
    standardization: {
      means: Float64Array.from(means),
      deviations: Float64Array.from(deviations),
    },
  };
}
