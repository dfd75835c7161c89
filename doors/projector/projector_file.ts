/**
 * Loads `src/projector/files/projector_file.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { ProjectorFile } from "../../src/projector/files/projector_file.ts";

const loading = later<typeof import("../../src/projector/files/projector_file.ts")>(
  new URL("../../src/projector/files/projector_file.ts", import.meta.url),
);

/**
 * Reads a projector file.
 *
 * @param alignment of parameters in the row; see {@link Compute.viewAlignment}
 * @throws {InputError} when the file does not exist, is a checkpoint, or is malformed
 */
export async function readProjectorFile(path: string, alignment: number): Promise<ProjectorFile> {
  return await (await loading()).readProjectorFile(path, alignment);
}
