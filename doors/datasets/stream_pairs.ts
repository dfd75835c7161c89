/**
 * Loads `src/datasets/stream_pairs.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { PlacedPair } from "../../src/datasets/pair_reader.ts";
import type { PairOptions } from "../../src/datasets/stream_pairs.ts";
import type { ReadFile } from "../../src/datasets/stream_text.ts";

const loading = later<typeof import("../../src/datasets/stream_pairs.ts")>(
  new URL("../../src/datasets/stream_pairs.ts", import.meta.url),
);

/**
 * Reads pairs in batches. A `.csv` or `.jsonl` file takes about one MiB of memory at a time; Parquet and data set
 * folders are read whole, by {@link openDataset}. Columns of ids and texts are chosen as there, except that the rows
 * of the first MiB determine which columns hold texts. In JSON Lines, a later row without those columns is an error,
 * and columns that only later rows have are ignored, except for further captions.
 *
 * If audio files are wanted, each row must name one, inside the manifest's folder unless `allowOutside`. If not, file
 * names are kept unchecked, because they can identify a source.
 *
 * @param options what to read; default the texts
 * @param read filled in while the file is read: its hash, and lines that are not UTF-8
 * @throws {InputError} when the file is malformed, has no rows or no texts, a row lacks a column, or two have one id
 * @throws {SurroundingsError} when it cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(path, 'id,text\na,"a ""dog"""\n');
 * for await (const [pair] of streamPairs(path)) {
 *   assert.equal(pair?.text, 'a "dog"');
 *   assert.deepEqual([pair?.place?.line, pair?.place?.column], [2, 4]);
 * }
 * await Deno.remove(path);
 * ```
 */
export async function* streamPairs(
  path: string,
  options?: PairOptions,
  read?: ReadFile,
): AsyncGenerator<PlacedPair[]> {
  yield* (await loading()).streamPairs(path, options, read);
}
