/**
 * The file by which the output folder of a command is known.
 * @module
 */

/** A file by which a folder is known. */
export interface Marker {
  /** Its name. */
  readonly name: string;
  /** What its key `schema`, which comes first in it, says. */
  readonly schema: string;
}
