/**
 * Loads `src/leakage/folder/split_into_folder.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { SplitFolderOptions, SplitPools } from "../../src/leakage/folder/split_into_folder.ts";

const loading = later<typeof import("../../src/leakage/folder/split_into_folder.ts")>(
  new URL("../../src/leakage/folder/split_into_folder.ts", import.meta.url),
);

/**
 * Scans training pairs and makes pools without those that leak, with pools to compare them with, as the command `split`
 * does: `clean` and `control` as `.csv` or `.jsonl`, `pools.json`, which `readPools` reads and which has more pools, what was
 * left out and why in `excluded.json`, and `findings.jsonl`. All pairs are held in memory. The folder takes its place when it is whole; where the work ends early,
 * nothing is left behind.
 *
 * @param path of the training pairs: a manifest or the folder of a data set
 * @param folder to write, in a folder that exists
 * @throws {InputError} when something is in the folder that may not be replaced, options contradict each other, an input
 * is missing or malformed, or a pool would be too small
 * @throws {DeviceError} when `TEXT-SEMANTIC` runs and the device is not there
 * @throws {SurroundingsError} when the folder cannot be written, or WordNet is needed and cannot be fetched
 * @throws the signal's reason when it is aborted
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * const texts = ["a dog barks", "it rains", "a door slams", "people talk"];
 * const rows = texts.map((text, i) => `${i},${text}\n`);
 * await Deno.writeTextFile(`${folder}/captions.csv`, `id,text\n${rows.join("")}`);
 * await Deno.writeTextFile(`${folder}/labels.txt`, "dog\ncat\n");
 * const { pools } = await splitIntoFolder(`${folder}/captions.csv`, `${folder}/pools`, {
 *   labels: `${folder}/labels.txt`,
 *   rules: ["TEXT-EXACT"],
 *   shuffles: 2,
 * });
 * assert.deepEqual(pools.clean, ["1", "2", "3"]);
 * assert.match(await Deno.readTextFile(`${folder}/pools/clean.csv`), /^id,text\n1,it rains\n/);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function splitIntoFolder(
  path: string,
  folder: string,
  options: SplitFolderOptions,
): Promise<SplitPools> {
  return await (await loading()).splitIntoFolder(path, folder, options);
}
