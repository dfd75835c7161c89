/**
 * Samples in the form of webdataset: a sound and, with the same name, its captions (`.txt`, `.json`) and its class
 * (`.cls`), in a tar archive or unpacked.
 * @module
 */
import { readJsonRow } from "../formats/jsonl.ts";
import { decodeUtf8 } from "../formats/reading.ts";
import { asText } from "./manifest_rows.ts";
import { utf8Of } from "./table_text.ts";
import { isNoCaption } from "./text_columns.ts";

/** Extensions of the files that say something about a sound. */
export const SAYING: readonly string[] = ["json", "txt", "cls"];

/** Most bytes of such a file. */
export const LONGEST_SAYING = 2 ** 20;

/** What captions are called in JSON. */
const CAPTIONS = ["text", "caption", "captions"];

/**
 * The columns of a sample: the JSON's values and lists, `text` or `caption_1`, `caption_2` and so on, and `label`. All
 * differing texts count, those of the JSON before the `.txt`; a label in the JSON comes before the `.cls`.
 *
 * @param files the bytes of the files beside the sound, by their extensions
 * @param name the sample's name, for error messages
 * @param onOther called with the name of each file that is read as Windows-1252, since it is not UTF-8
 * @throws {InputError} when a file is no text, or a `.json` is not JSON
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = (text: string) => new TextEncoder().encode(text);
 * const json = bytes('{"text": ["a dog", "a dog barks"], "tag": ["dog"], "original_data": {"title": "x"}}');
 * assert.deepEqual(sampleColumns(new Map([["json", json], ["cls", bytes("3\n")]]), "0"), {
 *   tag: '["dog"]',
 *   caption_1: "a dog",
 *   caption_2: "a dog barks",
 *   label: "3",
 * });
 * ```
 */
export function sampleColumns(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
  onOther?: (name: string) => void,
): Record<string, string> {
  const text = (extension: string) => {
    const bytes = files.get(extension);
    const file = `${name}.${extension}`;
    return bytes && decodeUtf8(utf8Of(bytes, file, () => onOther?.(file)), file).trim();
  };
  const json = text("json");
  const value = json === undefined ? {} : objectOf(readJsonRow(json, `${name}.json`));
  const columns: Record<string, string> = {};
  for (const [key, cell] of Object.entries(value)) {
    if (CAPTIONS.includes(key) || typeof cell === "object" && !isPlainList(cell)) continue;
    Object.defineProperty(columns, key, { value: asText(cell), ...WRITTEN });
  }
  const captions = CAPTIONS.flatMap((key) => captionsIn(value[key]));
  const texts = [...new Set([...captions, ...captionsIn(text("txt"))])];
  if (texts.length === 1) columns["text"] = texts[0]!;
  else texts.forEach((caption, i) => columns[`caption_${i + 1}`] = caption);
  const label = text("cls");
  if (label !== undefined) columns["label"] ??= label;
  return columns;
}

/** Plain assignment would not create a property named "__proto__". */
const WRITTEN = { enumerable: true, writable: true, configurable: true };

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Readonly<Record<string, unknown>>
    : {};
}

/** Whether a value is a list of texts and numbers; data in depth is a source's own, and can be long. */
function isPlainList(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one !== "object");
}

function captionsIn(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === "string").map((one) => one.trim())
    .filter((one) => !isNoCaption(one));
}
