/**
 * What an adapter for a public data set is: it turns files as they were downloaded into rows of a manifest.
 * @module
 */
import type { DatasetFolder } from "../folder.ts";
import type { ItemOptions } from "../items.ts";
import type { ManifestRow } from "../manifest_rows.ts";

/** The adapter of one data set. */
export interface Layout {
  /** The data set's name. */
  readonly name: string;
  /** What it is recognised by, as a message says it. */
  readonly recognisedBy: string;
  /** Whether a folder holds this data set, by the files in it and never by its own name. */
  recognises(folder: DatasetFolder): Promise<boolean>;
  /**
   * The data set as rows of a manifest with the columns of the original and, of the same or other names,
   * `file_name` (relative to the folder), `id`, `label`, `source_id`, `fold`, `split` and `caption_1` and so on,
   * as far as the data set has them.
   *
   * @throws {InputError} when a table is malformed or lacks a column
   */
  rows(folder: DatasetFolder, options: ItemOptions): Promise<ManifestRow[]>;
}
