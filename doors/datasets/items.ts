/**
 * Loads `src/datasets/items.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { ItemOptions } from "../../src/datasets/item_options.ts";
import type { Item } from "../../src/datasets/items.ts";

const loading = later<typeof import("../../src/datasets/items.ts")>(
  new URL("../../src/datasets/items.ts", import.meta.url),
);

/**
 * Reads a manifest; the extension of its name, `.csv`, `.jsonl` or `.parquet`, determines the format.
 *
 * @param path the file
 * @returns the rows in file order
 * @throws {InputError} when the file is malformed, has no rows, lacks a column, or gives two rows one id
 * @throws {SurroundingsError} when the file exists but cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(path, "file_name,label\na.wav,dog\nb.wav,rain\n");
 * const items = await readItems(path, { required: ["label"] });
 * assert.deepEqual(items.map(({ id, columns }) => [id, columns["label"]]), [
 *   ["a.wav", "dog"],
 *   ["b.wav", "rain"],
 * ]);
 * await Deno.remove(path);
 * ```
 */
export async function readItems(path: string, options?: ItemOptions): Promise<Item[]> {
  return await (await loading()).readItems(path, options);
}
