/**
 * The adapter interface for public data sets: it turns files as they were downloaded into rows of a manifest.
 * @module
 */
import type { DatasetFolder } from "../folder.ts";
import type { ItemOptions } from "../items.ts";
import type { ManifestRow } from "../manifest_rows.ts";

/** The adapter of one data set. */
export interface Layout {
  /** The data set's name. */
  readonly name: string;
  /** The files that it is recognized by, for messages. */
  readonly recognizedBy: string;
  /** Whether its rows already name the sounds that exist, wherever they lie; default false. */
  readonly findsSounds?: boolean;
  /** Whether a folder holds this data set, judged by the files in it and never by its own name. */
  recognizes(folder: DatasetFolder): Promise<boolean>;
  /**
   * The data set as rows of a manifest with the columns of the original and, of the same or other names,
   * `file_name` (relative to the folder), `id`, `label`, `source_id`, `fold`, `split` and `caption_1` and so on,
   * as far as the data set has them.
   *
   * @throws {InputError} when a table is malformed or lacks a column
   */
  rows(folder: DatasetFolder, options: ItemOptions): Promise<ManifestRow[]>;
}
