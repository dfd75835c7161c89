/**
 * How items are read from a manifest.
 * @module
 */
import type { Where } from "./where.ts";

/** Which columns to read from a manifest. A column that is named here must exist in every row. */
export interface ItemOptions {
  /** The column of ids. Default: `id` if it exists, else the column of files, else the row number. */
  readonly idColumn?: string;
  /** The column of audio files. Default `file_name`. */
  readonly fileColumn?: string;
  /** The column of labels. Default `label`. */
  readonly labelColumn?: string;
  /** The column of texts. Default `text`, else `caption`, else `caption_1`, `caption_2` and so on. */
  readonly textColumn?: string;
  /** The column of an item's source: the recording that it was cut from. Default `source_id`. */
  readonly sourceColumn?: string;
  /** The column that tells which rows are of one sound. Default the column of files, else that of ids. */
  readonly soundColumn?: string;
  /** Further columns that every row must have. */
  readonly required?: readonly string[];
  /** Returns what a message about a missing column adds, such as the key that names another. Default nothing. */
  readonly missingRemedy?: (column: string) => string | undefined;
  /** Keeps the rows whose columns have one of these values; ids and columns of others do not matter. Default all. */
  readonly where?: Where;
  /** Called with what must be said of how the manifest was read, a sentence each. */
  readonly onNote?: (note: string) => void;
}
