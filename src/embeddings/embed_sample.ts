/**
 * Times a backbone on a few items of a data set, to tell beforehand how long all of them take.
 * @module
 */
import { ClipWorkers, clipWorkersBeside } from "../audio/clip_workers.ts";
import type { AudioBackbone, TextBackbone } from "../backbones/backbone.ts";
import type { OnProgress } from "../basics/progress.ts";
import { evenly } from "../basics/evenly.ts";
import type { DatasetItem } from "../datasets/open.ts";
import { type ItemEmbedder, type Outcome, soundEmbedder, textEmbedder } from "./embed_items.ts";

/** Batches are timed until there are so many items and seconds; fewer give poor estimates. */
const LEAST_ITEMS = 32;
const LEAST_SECONDS = 0.5;
/** No further batch is timed after so many items or seconds. */
const MOST_ITEMS = 1024;
const MOST_SECONDS = 10;

/** How fast items were embedded. */
export interface EmbeddingSample {
  /** Number of items that were timed, at least 1. */
  readonly items: number;
  /** Seconds that they took, with decoding and all that belongs to it, as fast as in a long run. */
  readonly seconds: number;
  /** How many of them have no embedding. */
  readonly unreadable: number;
}

/** How items are embedded, as far as time depends on it. */
export interface SampleOptions {
  /** Threads of a model on the CPU; default 1. */
  readonly threads?: number | undefined;
  /** Seconds that reading and decoding a sound may take; default 600. */
  readonly itemTimeoutSeconds?: number | undefined;
  /** Called after each batch. */
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Embeds items from all over a data set and times it: at least one batch, 32 items where they take no more than 10 seconds,
 * and more where those take less than half a second. Nothing is written.
 *
 * @param items of a data set opened for the backbone's modality, a sound once; at least one
 * @throws {InputError} when the backbone refuses the first items
 * @throws {SurroundingsError} when a worker ends
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCharacterNgrams } from "../backbones/character_ngrams.ts";
 * const texts = ["a dog barks", "rain", "a hen"];
 * const items = texts.map((text, i) => ({
 *   ...{ id: `${i}`, row: i + 1, line: i + 2, columns: {} },
 *   text,
 * }));
 * const { items: timed, seconds } = await sampleEmbedding(items, openCharacterNgrams());
 * assert.equal(timed, 3);
 * assert.ok(seconds > 0);
 * ```
 */
export async function sampleEmbedding(
  items: readonly DatasetItem[],
  backbone: AudioBackbone | TextBackbone,
  options: SampleOptions = {},
): Promise<EmbeddingSample> {
  const { threads = 1, itemTimeoutSeconds } = options;
  if (backbone.modality === "text") {
    const sample = chosen(items, backbone.batch, 0);
    return await timed(sample, textEmbedder(backbone), options);
  }
  using workers = new ClipWorkers(
    backbone.preparation,
    clipWorkersBeside(threads),
    itemTimeoutSeconds,
  );
  const sample = chosen(items, backbone.batch, workers.ahead);
  return await timed(sample, soundEmbedder(sample.items, backbone, workers), options);
}

/** Items of a sample; only the middle ones are timed. */
interface Chosen {
  readonly items: readonly DatasetItem[];
  /** Number of the first item that is timed, and of the first behind them. */
  readonly from: number;
  readonly to: number;
}

/**
 * Chooses the items. The first batch compiles kernels and waits for workers, so it is not timed. Workers prepare some
 * clips ahead, as many when the clock starts as when it stops. If the items are too few for that, all are timed.
 */
function chosen(all: readonly DatasetItem[], batch: number, ahead: number): Chosen {
  const whole = (items: number) => Math.ceil(items / batch) * batch;
  const first = whole(Math.max(ahead, 1));
  if (all.length < first + batch + ahead) return { items: all, from: 0, to: all.length };
  const items = evenly(all, first + whole(MOST_ITEMS) + ahead);
  return { items, from: first, to: items.length - ahead };
}

async function timed(
  { items, from, to }: Chosen,
  { batch, embedNext }: Pick<ItemEmbedder, "batch" | "embedNext">,
  { onProgress }: SampleOptions,
): Promise<EmbeddingSample> {
  const outcomes: Outcome[] = [];
  let started = performance.now();
  for (let at = 0; at < to; at += batch) {
    if (at === from) started = performance.now();
    const next = Math.min(at + batch, to);
    const found = await embedNext(items.slice(at, next));
    onProgress?.({ stage: "timing a sample", done: next, total: to });
    if (at < from) continue;
    outcomes.push(...found);
    const seconds = (performance.now() - started) / 1000;
    const isEnough = outcomes.length >= LEAST_ITEMS && seconds >= LEAST_SECONDS;
    if (isEnough || seconds > MOST_SECONDS) break;
  }
  return {
    items: outcomes.length,
    seconds: (performance.now() - started) / 1000,
    unreadable: outcomes.filter((one) => !(one instanceof Float32Array)).length,
  };
}
