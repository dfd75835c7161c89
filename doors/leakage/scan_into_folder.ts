/**
 * Loads `src/leakage/folder/scan_into_folder.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { ScanFolderOptions } from "../../src/leakage/folder/scan_into_folder.ts";
import type { ScanResults } from "../../src/leakage/folder/scan_results.ts";

const loading = later<typeof import("../../src/leakage/folder/scan_into_folder.ts")>(
  new URL("../../src/leakage/folder/scan_into_folder.ts", import.meta.url),
);

/**
 * Scans training pairs for what they know of an evaluation, as the command `scan` does. A manifest in CSV or JSON Lines may
 * have any size: pairs and findings pass through and are not kept. The folder takes its place when it is whole; where the
 * scan ends early, nothing is left behind.
 *
 * @param path of the training pairs: a manifest or the folder of a data set
 * @param folder to write, in a folder that exists
 * @returns the content of `scan.json`
 * @throws {InputError} when something is in the folder that may not be replaced, options contradict each other, or an
 * input is missing or malformed
 * @throws {DeviceError} when `TEXT-SEMANTIC` runs and the device is not there
 * @throws {SurroundingsError} when the folder cannot be written, or WordNet is needed and cannot be fetched
 * @throws the signal's reason when it is aborted
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/captions.csv`, "id,text\n1,a dog barks\n2,it rains\n");
 * await Deno.writeTextFile(`${folder}/labels.txt`, "dog\ncat\n");
 * const { verdict, total } = await scanIntoFolder(`${folder}/captions.csv`, `${folder}/leaks`, {
 *   labels: `${folder}/labels.txt`,
 *   rules: ["TEXT-EXACT"],
 * });
 * assert.deepEqual([verdict, total.flaggedPairs], ["leaky", 1]);
 * const [line] = (await Deno.readTextFile(`${folder}/leaks/findings.jsonl`)).split("\n");
 * assert.equal(JSON.parse(line!).matched, "dog");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function scanIntoFolder(
  path: string,
  folder: string,
  options: ScanFolderOptions,
): Promise<ScanResults> {
  return await (await loading()).scanIntoFolder(path, folder, options);
}
