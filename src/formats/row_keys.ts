/**
 * Columns and arrays beside embeddings that say which item a row is of.
 * @module
 */

/** What a file says of each row beside its numbers. */
export interface RowKeys {
  /** Name of the column or array; empty for a column without a name. */
  readonly column: string;
  /**
   * `key`: the item's id or file. `index`: whole numbers that a table may have from elsewhere. `other`: any text, which
   * is a key only if it says the same as the items do.
   */
  readonly kind: "key" | "index" | "other";
  /** A value for each row. */
  readonly values: readonly string[];
}

/** Usual names of ids and files, in lower case, without spaces, underscores and dashes, and not in the plural. */
const KEY_NAMES: ReadonlySet<string> = new Set([
  ...["id", "itemid", "clipid", "audioid", "soundid", "sampleid", "fileid", "trackid", "segmentid"],
  ...["uid", "uuid", "key", "ytid", "youtubeid", "freesoundid", "audiocapid", "fsid"],
  ...["file", "filename", "fname", "filepath", "path", "name", "wav", "wavfile", "wavpath"],
  ...[
    "audio",
    "audiofile",
    "audiofilename",
    "audiofilepath",
    "audiopath",
    "audioname",
    "audio.path",
  ],
  ...["clip", "clipname", "clippath", "sound", "soundfile", "soundname", "soundpath"],
  ...["slicefilename", "recordingname", "utterance", "utteranceid", "uttid"],
]);

/** Names that pandas gives the index of a table, in the same form. */
const INDEX_NAMES: ReadonlySet<string> = new Set(["", "index", "unnamed:0", "indexlevel0"]);

/**
 * Returns what a column is by its name: a key, an index, or neither.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const names = ["id", "File Names", "__index_level_0__", "", "fold"];
 * assert.deepEqual(names.map(keyKindOf), ["key", "key", "index", "index", "other"]);
 * ```
 */
export function keyKindOf(name: string): RowKeys["kind"] {
  const plain = name.toLowerCase().replace(/[\s_-]/g, "");
  if (INDEX_NAMES.has(plain)) return "index";
  return KEY_NAMES.has(plain) || KEY_NAMES.has(plain.replace(/s$/, "")) ? "key" : "other";
}

/**
 * Returns the keys that a column holds: an index of text is a key.
 *
 * @param kind what the column is by its name
 */
export function rowKeys(
  column: string,
  values: readonly string[],
  kind: RowKeys["kind"] = keyKindOf(column),
): RowKeys {
  const isText = kind === "index" && !values.every((value) => /^-?\d+$/.test(value));
  return { column, kind: isText ? "key" : kind, values };
}
