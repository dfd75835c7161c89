/**
 * Opens the files of a model by what a user calls it.
 * @module
 */
import { unopened } from "../../basics/input_file.ts";
import type { HubFileOptions } from "../hub/fetch.ts";
import { openHubModel } from "./hub_model.ts";
import { type ModelFiles, openLocalModel } from "./model_files.ts";

/**
 * Opens a model's files. A path that exists wins over an id of the Hub.
 *
 * @param reference a folder as the Hub has it, an `.onnx` file, or `org/name` with or without `@revision`
 * @param cardFolder the folder of the card that is to be written
 * @throws {InputError} when there is neither
 * @throws {SurroundingsError} when the network fails or may not be used
 */
export async function openModelFiles(
  reference: string,
  cardFolder: string,
  options: HubFileOptions = {},
): Promise<ModelFiles> {
  return await isThere(reference)
    ? await openLocalModel(reference, cardFolder)
    : await openHubModel(reference, options);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (thrown) {
    const missing = [Deno.errors.NotFound, Deno.errors.NotADirectory];
    if (missing.some((one) => thrown instanceof one)) return false;
    throw unopened(path, thrown);
  }
}
