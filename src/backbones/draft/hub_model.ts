/**
 * The files of a model on the Hugging Face Hub, at one commit.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import { fetchHubFile, type HubFileOptions } from "../hub/fetch.ts";
import { formatHubReference } from "../hub/reference.ts";
import { askRepository } from "../hub/repository.ts";
import { type ModelFiles, MOST_MODEL_BYTES, MOST_TEXT_BYTES } from "./model_files.ts";

/**
 * Opens a repository; files are fetched when they are asked for, into the cache that Python's library uses, too.
 *
 * @param reference `org/name` or `org/name@revision`
 * @throws {InputError} when there is no such repository, or it may not be read
 * @throws {SurroundingsError} when the network fails or may not be used
 */
export async function openHubModel(
  reference: string,
  options: Omit<HubFileOptions, "sha256" | "offline"> = {},
): Promise<ModelFiles> {
  const { id, commit, files } = await askRepository(reference, options);
  const known = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  const fetched = async (path: string) => {
    const sha256 = known.get(path);
    return await fetchHubFile({ repository: id, revision: commit, path }, {
      ...options,
      ...(sha256 === undefined ? {} : { sha256 }),
    });
  };
  return {
    reference,
    name: id.split("/").at(-1)!,
    source: `${id}@${commit} of the Hugging Face Hub`,
    paths: [...known.keys()].sort(),
    model: undefined,
    text: async (path) => {
      if (!known.has(path)) return undefined;
      return decodeUtf8(await readInputFile((await fetched(path)).path, MOST_TEXT_BYTES), path);
    },
    bytes: async (path) => {
      if (!known.has(path)) throw new InputError(`${reference} has no file "${path}"`);
      return await readInputFile((await fetched(path)).path, MOST_MODEL_BYTES);
    },
    entry: async (path) => ({
      file: formatHubReference({ repository: id, revision: commit, path }),
      sha256: known.get(path) ?? (await fetched(path)).sha256,
    }),
  };
}
