/**
 * Loads `src/leakage/pools/pools_file.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { PoolsFile } from "../../src/leakage/pools/pools_file.ts";

const loading = later<typeof import("../../src/leakage/pools/pools_file.ts")>(
  new URL("../../src/leakage/pools/pools_file.ts", import.meta.url),
);

/**
 * Parses a file of pools.
 *
 * @param text JSON
 * @param name the file's name, for errors
 * @throws {InputError} that names the key, what was found and what is expected
 */
export async function parsePools(text: string, name: string): Promise<PoolsFile> {
  return await (await loading()).parsePools(text, name);
}

/**
 * Reads a file of pools.
 *
 * @throws {InputError} when it is missing, malformed, of another version, or its pools do not belong together
 * @throws {SurroundingsError} when it cannot be read
 */
export async function readPools(path: string): Promise<PoolsFile> {
  return await (await loading()).readPools(path);
}

/**
 * Writes pools, whole or not at all.
 *
 * @throws {InputError} when the file would be larger than can be read again
 * @throws {SurroundingsError} when it cannot be written
 */
export async function writePools(path: string, pools: PoolsFile): Promise<void> {
  await (await loading()).writePools(path, pools);
}
