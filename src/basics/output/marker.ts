/**
 * The file that marks the output folder of a command.
 * @module
 */

/** A file that identifies a folder. */
export interface Marker {
  /** File name. */
  readonly name: string;
  /** Value of its first key, `schema`. */
  readonly schema: string;
}
