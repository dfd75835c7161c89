/**
 * Reads the captions of an evaluation, which training captions must not copy.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { sha256Of } from "../../basics/sha256.ts";
import { openDataset } from "../../datasets/open.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import type { EvaluationCaption } from "../findings.ts";
import { wordsOf } from "../text/words.ts";
import type { HashedInput } from "./scan_inputs.ts";

/**
 * Reads captions.
 *
 * @param path a text file with a caption a line (its number is the caption's id), or a manifest or the folder of a data
 *   set, whose columns of texts are taken as those of the training pairs are
 * @param onNote called with what must be said of how it was read
 * @throws {InputError} when it is missing, malformed or has no caption with a word
 */
export async function readEvaluationCaptions(
  path: string,
  allowOutside: boolean,
  onNote: (note: string) => void,
): Promise<{ captions: EvaluationCaption[]; hash: HashedInput }> {
  if (!/\.txt$/i.test(path)) {
    const read = await openDataset(path, { modality: "text", allowOutside, onNote });
    const { items, sha256, notes = [] } = read;
    notes.forEach(onNote);
    const captions = items.map(({ id, text = "" }) => ({ id, text }));
    requireWords(captions, path);
    return { captions, hash: { path, sha256 } };
  }
  const bytes = await readInputFile(path);
  const captions = decodeUtf8(bytes, path).split(/\r\n|\n|\r/)
    .map((line, i) => ({ id: String(i + 1), text: line.trim() }))
    .filter(({ text }) => text !== "");
  requireWords(captions, path);
  return { captions, hash: { path, sha256: sha256Of(bytes) } };
}

/** Nothing is a copy of captions without words: a scan would call everything clean. */
function requireWords(captions: readonly EvaluationCaption[], path: string): void {
  if (captions.some(({ text }) => wordsOf(text).length > 0)) return;
  throw new InputError(
    captions.length === 0
      ? `"${path}" has no captions`
      : `"${path}" has ${captions.length} captions, none with a letter or digit`,
  );
}
