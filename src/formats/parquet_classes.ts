/**
 * Reads the names of classes that Hugging Face's `datasets` notes beside a Parquet table whose labels are numbers.
 * @module
 */
import type { ParquetTable } from "./parquet_file.ts";

/** The key of the note. */
const NOTE = "huggingface";

/** A JSON object whose content is not known. */
type Json = Readonly<Record<string, unknown>>;

/**
 * The names of classes, by the columns that hold their numbers. A note in another form gives none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const note = '{"info":{"features":{"label":{"names":["dog","rain"],"_type":"ClassLabel"}}}}';
 * const names = classNamesIn({ notes: new Map([["huggingface", note]]) });
 * assert.deepEqual(names.get("label"), ["dog", "rain"]);
 * ```
 */
export function classNamesIn(
  { notes }: Pick<ParquetTable, "notes">,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [column, feature] of Object.entries(featuresIn(notes.get(NOTE) ?? ""))) {
    // A list of classes is written as a list that holds one, or as a feature in another.
    const inner = Array.isArray(feature) ? feature[0] : objectOf(feature)["feature"] ?? feature;
    const { _type: type, names } = objectOf(inner);
    if (type !== "ClassLabel" || !Array.isArray(names)) continue;
    if (names.every((name) => typeof name === "string")) found.set(column, names);
  }
  return found;
}

function featuresIn(note: string): Json {
  try {
    return objectOf(objectOf(objectOf(JSON.parse(note))["info"])["features"]);
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Json : {};
}
