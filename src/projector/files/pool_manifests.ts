/**
 * Finds the manifests that a file of pools speaks of, by which the sets of a training are checked.
 * @module
 */
import { dirname, join } from "node:path";
import { readInputFile } from "../../basics/input_file.ts";
import { isOnDisk } from "../../basics/on_disk.ts";
import { sha256Of } from "../../basics/sha256.ts";
import type { PoolsFile } from "../../leakage/pools/pools_file.ts";

/**
 * Returns the hashes of the manifests that pools were made from, and of those that `split` wrote beside them, by path;
 * none where the pools record none.
 *
 * @param path of the file of pools
 */
export async function manifestsOfPools(
  path: string,
  { inputs }: Pick<PoolsFile, "inputs">,
): Promise<Record<string, string>> {
  const known: Record<string, string> = { ...inputs };
  if (Object.keys(inputs).length === 0) return known;
  for (const name of ["clean.csv", "clean.jsonl", "control.csv", "control.jsonl"]) {
    const beside = join(dirname(path), name);
    if (await isOnDisk(beside)) known[beside] = sha256Of(await readInputFile(beside));
  }
  return known;
}
