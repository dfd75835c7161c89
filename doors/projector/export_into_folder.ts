/**
 * Loads `src/projector/files/export_into_folder.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Compute } from "../../src/compute/compute.ts";
import type { ExportOptions, ExportRecord } from "../../src/projector/files/export_record.ts";

const loading = later<typeof import("../../src/projector/files/export_into_folder.ts")>(
  new URL("../../src/projector/files/export_into_folder.ts", import.meta.url),
);

/**
 * Exports both projectors of a file, as the command `export` does, and compares each with our own projections.
 *
 * @param compute the device that the ONNX files are compared with
 * @param places the path of the projector file, and the folder to write, in a folder that exists
 * @throws {InputError} when the file is no projector file, or something is in the folder that may not be replaced
 * @throws {CheckFailedError} when an exported projector differs from ours by more than 1e-5
 * @throws {SurroundingsError} when the folder cannot be written
 */
export async function exportIntoFolder(
  compute: Compute,
  places: { readonly path: string; readonly folder: string },
  options?: ExportOptions,
): Promise<ExportRecord> {
  return await (await loading()).exportIntoFolder(compute, places, options);
}
