/**
 * The tables of AudioSet and VGGSound that are named by themselves: without a header they are no manifests, so they are
 * read as in the folder that holds them.
 * @module
 */
import { openInputFile } from "../basics/input_file.ts";
import type { DatasetFolder } from "./folder.ts";
import { audioSetRows } from "./layouts/audioset.ts";
import { vggSoundRows } from "./layouts/vggsound.ts";
import type { ManifestRow } from "./manifest_rows.ts";
import { segmentsIn, TELLING_START } from "./segments.ts";

/** A table of segments. */
export interface LoneTable {
  /** Name of the data set. */
  readonly name: "AudioSet" | "VGGSound";
  /** Reads the rows of a table in a folder, where its sounds and the names of its labels may lie too. */
  rows(folder: DatasetFolder, table: string): Promise<ManifestRow[]>;
}

/**
 * Recognizes a table of segments by its first row; undefined of any other file. Only one that is named `.csv` is such a
 * table.
 *
 * @throws {InputError} and {SurroundingsError} as {@link openInputFile}
 */
export async function loneTable(path: string): Promise<LoneTable | undefined> {
  if (!/\.csv$/i.test(path)) return undefined;
  const start = new Uint8Array(TELLING_START);
  using file = await openInputFile(path);
  const length = await file.read(start) ?? 0;
  const name = segmentsIn(new TextDecoder().decode(start.subarray(0, length)));
  if (name === "AudioSet") {
    return { name, rows: (folder, table) => audioSetRows(folder, [table]) };
  }
  return name && { name, rows: vggSoundRows };
}
