/**
 * Data sets: items, pairs of sounds and texts, and where they lie.
 *
 * The example runs with `--allow-read=.`, where `.` is Earnest's code (by URL `--allow-import` of its host) and the data
 * set. {@link loadInstruments} needs `--allow-read` of Deno's cache, too, which `deno info` names.
 *
 * @example Read a table of texts:
 * ```ts
 * import assert from "node:assert/strict";
 * const [item] = await readItems("examples/data/evaluation.csv");
 * assert.deepEqual([item?.id, item?.columns["label"]], ["dog-0", "dog"]);
 * ```
 * @module
 */
export * from "./basics.ts";
export type { Item, ItemOptions } from "../src/datasets/items.ts";
export { readItems } from "./datasets/items.ts";
export type { Dataset, DatasetItem, DatasetOptions } from "../src/datasets/open.ts";
export { openDataset } from "./datasets/open.ts";
export type { Where } from "../src/datasets/where.ts";
export type { PairOptions } from "../src/datasets/stream_pairs.ts";
export { streamPairs } from "./datasets/stream_pairs.ts";
export type { PlacedPair } from "../src/datasets/pair_reader.ts";
export type { ReadFile } from "../src/datasets/stream_text.ts";
export { placeIn } from "../src/datasets/place.ts";
export type { InstrumentItem } from "../src/datasets/instruments.ts";
export { loadInstruments } from "./datasets/instruments.ts";
