/**
 * What `embed` will cost.
 * @module
 */
import type { AudioBackbone, TextBackbone } from "../backbones/backbone.ts";
import type { Inference } from "../backbones/inference.ts";
import { InputError } from "../basics/errors.ts";
import { evenly } from "../basics/evenly.ts";
import { quotable } from "../basics/printable.ts";
import type { Dataset, DatasetItem } from "../datasets/open.ts";
import { distinctSounds } from "../datasets/sounds.ts";
import { setItemOf } from "../embeddings/set_identity.ts";
import { sampleEmbedding, type SampleOptions } from "../embeddings/embed_sample.ts";
import { itemLine } from "../embeddings/item_lines.ts";
import { choosePartItems, partCount, partLength, shardParts } from "../embeddings/parts.ts";
import { containedIn } from "../formats/contained.ts";
import { bytesOf, type Estimate, estimateOf } from "./estimate.ts";

/** Files and lines that are looked at to tell the size of all. */
const SIZED = 1000;
const FLOAT_BYTES = 4;
/** Values and lines are written as parts first, then as one file. */
const WRITINGS = 2;

/** How much of the work there is, and where. */
export interface EmbedEstimateOptions extends SampleOptions {
  /** Number of shards; default 1. */
  readonly shards?: number | undefined;
  /** The device that models run on. */
  readonly inference: Pick<Inference, "name">;
  /** When the command began, in milliseconds of `performance.now()`; default 0, the start of the process. */
  readonly beganMs?: number | undefined;
}

/**
 * Estimates what embedding a data set costs, from up to 32 of its items. Nothing is written.
 *
 * @param dataset a data set opened for the backbone's modality
 * @throws {InputError} when there are no items, or the backbone refuses the first
 * @throws {SurroundingsError} when a worker ends
 */
export async function estimateEmbed(
  dataset: Dataset,
  backbone: AudioBackbone | TextBackbone,
  options: EmbedEstimateOptions,
): Promise<Estimate> {
  const { shards = 1, inference, beganMs = 0 } = options;
  const isHeard = backbone.modality === "audio";
  const items = isHeard ? distinctSounds(dataset.items) : dataset.items;
  if (items.length === 0) throw new InputError(`"${quotable(dataset.manifest)}" has no items`);
  const { seconds, unreadable, ...sample } = await sampleEmbedding(items, backbone, options);
  // What is not timed of the sample came before the first items: the start of workers and the first batch.
  const startSeconds = (performance.now() - beganMs) / 1000 - seconds;
  const cut = { items: items.length, partItems: choosePartItems(items.length, backbone.batch) };
  if (unreadable === sample.items) {
    throw new InputError(
      `None of ${unreadable} sampled items of "${quotable(dataset.manifest)}" could be embedded; ` +
        "embed names the reason of each",
    );
  }
  const rowBytes = backbone.dimensions * FLOAT_BYTES + lineBytes(items);
  return estimateOf({
    command: "embed",
    unit: "items",
    device: inference.name,
    sample: { amount: sample.items, seconds, startSeconds },
    amount: items.length,
    // The first shard has as many parts as any, and each but the last part is whole.
    largest: shardParts(cut, { index: 0, count: shards })
      .reduce((sum, part) => sum + partLength(cut, part), 0),
    shards: Math.min(shards, partCount(cut)),
    mostShards: partCount(cut),
    bytesOfEach: await bytesOf(dataset.manifest),
    bytesRead: isHeard ? await soundBytes(items) : 0,
    bytesWritten: WRITINGS * items.length * rowBytes,
    notes: unreadable === 0 ? [] : [
      `${unreadable} of ${sample.items} sampled items could not be embedded and took less time.`,
    ],
  });
}

/** Mean bytes of an item's line. */
function lineBytes(items: readonly DatasetItem[]): number {
  const encoder = new TextEncoder();
  const lines = evenly(items, SIZED).map((item) =>
    encoder.encode(itemLine(setItemOf(item))).length + 1
  );
  return lines.reduce((sum, bytes) => sum + bytes, 0) / lines.length;
}

/** Bytes of the files of sounds; where there are many, by the mean of some. */
async function soundBytes(items: readonly DatasetItem[]): Promise<number> {
  const files = [...new Set(items.map(({ file }) => containedIn(file!)?.container ?? file!))];
  let bytes = 0;
  const sized = evenly(files, SIZED);
  for (const file of sized) bytes += await bytesOf(file);
  return bytes / sized.length * files.length;
}
