/**
 * Loads `src/datasets/instruments.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { OnProgress } from "../../src/basics/progress.ts";
import type { InstrumentItem } from "../../src/datasets/instruments.ts";

const loading = later<typeof import("../../src/datasets/instruments.ts")>(
  new URL("../../src/datasets/instruments.ts", import.meta.url),
);

/**
 * Reads, decodes and splits the recordings; fetches the sound font (48 MB) the first time.
 *
 * @param onProgress called after each recording
 * @returns the items in order of class, then note; the same in every run
 * @throws {SurroundingsError} when the sound font cannot be fetched
 * @throws {InputError} when it is damaged
 */
export async function loadInstruments(onProgress: OnProgress): Promise<InstrumentItem[]> {
  return await (await loading()).loadInstruments(onProgress);
}
