/**
 * What an export is asked for, and what it writes down.
 * @module
 */

/** How projectors are exported into a folder. */
export interface ExportOptions {
  /** Whether an earlier export in the folder is replaced; default no. */
  readonly force?: boolean | undefined;
  /** Called with notes for the user, one line each. */
  readonly onNote?: ((note: string) => void) | undefined;
  /** Ends the work after the side at hand, with its reason; the folder then stays as it was. */
  readonly signal?: AbortSignal | undefined;
}

/** One exported side. */
export interface ExportedSide {
  /** Name of its file. */
  readonly file: string;
  /** SHA-256 of the file's bytes. */
  readonly sha256: string;
  /** Its input: a backbone's embeddings, as they are. */
  readonly input: { readonly name: string; readonly columns: number };
  /** Its output: rows of length one in the shared space. */
  readonly output: { readonly name: string; readonly columns: number };
  /** The comparison of onnxruntime's output with our own on random rows. */
  readonly checked: {
    /** Number of rows that were compared. */
    readonly rows: number;
    /** Largest difference of any number. */
    readonly largestDifference: number;
    /** Largest difference that is accepted. */
    readonly tolerance: number;
  };
}

/** The content of `export.json`. */
export interface ExportRecord {
  /** `earnest/export/1` */
  readonly schema: string;
  /** SHA-256 of the projector file. */
  readonly projector: string;
  /** The exported sides: audio, then text. */
  readonly sides: readonly ExportedSide[];
  /** The runtime that ran the files for the comparison. */
  readonly runtime: string;
  /** The device that they were compared with. */
  readonly device: string;
}
