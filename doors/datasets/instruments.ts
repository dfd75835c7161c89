/**
 * Loads `src/datasets/instruments.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { WorkOptions } from "../../src/basics/progress.ts";
import type { InstrumentItem } from "../../src/datasets/instruments.ts";

const loading = later<typeof import("../../src/datasets/instruments.ts")>(
  new URL("../../src/datasets/instruments.ts", import.meta.url),
);

/**
 * Reads, decodes and splits the recordings; fetches the sound font (48 MB) the first time.
 *
 * @param options progress counts recordings; `signal` ends the work after the recording at hand, with its reason
 * @returns the items in order of class, then note; the same in every run
 * @throws {SurroundingsError} when the sound font cannot be fetched
 * @throws {InputError} when it is damaged
 */
export async function loadInstruments(options?: WorkOptions): Promise<InstrumentItem[]> {
  return await (await loading()).loadInstruments(options);
}
