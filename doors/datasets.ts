/**
 * Data sets: items, pairs of sounds and texts, and where they lie.
 *
 * @example Read a table of texts:
 * ```ts
 * import assert from "node:assert/strict";
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(path, "id,text,label\n1,a dog barks,dog\n");
 * const items = await readItems(path);
 * assert.deepEqual(items.map(({ id, columns }) => [id, columns["label"]]), [["1", "dog"]]);
 * await Deno.remove(path);
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
