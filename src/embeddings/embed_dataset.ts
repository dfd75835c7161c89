/**
 * Embeds a data set by a frozen backbone into an embedding set, part by part, so that an interrupted run can
 * continue.
 * @module
 */
import { ClipWorkers, clipWorkersBeside } from "../audio/clip_workers.ts";
import type { AudioBackbone, TextBackbone } from "../backbones/backbone.ts";
import type { Inference } from "../backbones/inference.ts";
import { codeHashes, requireUnchangedCode } from "../basics/code_hashes.ts";
import { InputError } from "../basics/errors.ts";
import { breather, type OnProgress } from "../basics/progress.ts";
import type { Dataset, DatasetItem } from "../datasets/open.ts";
import { type ItemEmbedder, type Outcome, soundEmbedder, textEmbedder } from "./embed_items.ts";
import { keptContents } from "./kept_content.ts";
import { readEmbeddingSet } from "./reading.ts";
import type { UnreadableItem } from "./embedding_set.ts";
import type { PartContent } from "./part_file.ts";
import { ownFirst, partLength, type Shard } from "./parts.ts";
import type { Environment } from "./set_file.ts";
import { removeSet } from "./folder.ts";
import { cutOf, identityOf, itemsFor, setItemOf } from "./set_identity.ts";
import type { OpenMode } from "./open_mode.ts";
import type { SetSummary } from "./set_folder.ts";
import { lockSet } from "./set_lock.ts";
import { openSetWriter, requireComplete, type SetWriter } from "./writer.ts";

/** How to embed a data set. */
export interface EmbedOptions {
  /** Whether to create the set, continue it, or replace another. */
  readonly mode: OpenMode;
  /** The share of the parts to compute; default all. */
  readonly shard?: Shard | undefined;
  /** Whether a shard continues with the parts of others until the set is complete: no process waits for another. */
  readonly helps?: boolean;
  /** Whether an item that cannot be read, or whose file is unusual, ends the run. */
  readonly strict?: boolean;
  /** The device that models run on. */
  readonly inference: Pick<Inference, "name">;
  /** Threads of a model on the CPU. */
  readonly threads?: number;
  /** Seconds that reading and decoding a sound may take; default 600. The backbone has its own limit. */
  readonly itemTimeoutSeconds?: number;
  /** Called after each batch. */
  readonly onProgress?: OnProgress;
  /** Called with notes for the user, one line each. */
  readonly onNote?: ((line: string) => void) | undefined;
  /** Ends the work after the batch at hand, with its reason; parts that are finished stay. */
  readonly signal?: AbortSignal | undefined;
}

/** What is embedded, and by what. */
export interface Embedded {
  /** A data set that was opened for the backbone's modality. */
  readonly dataset: Dataset;
  /** The backbone. */
  readonly backbone: AudioBackbone | TextBackbone;
}

/** Implements {@link embedDataset}, which `doors/embeddings/embed_dataset.ts` documents. */
export async function embedDataset(
  { dataset, backbone }: Embedded,
  folder: string,
  options: EmbedOptions,
): Promise<SetSummary> {
  using _lock = lockSet(folder, options.shard !== undefined);
  return await embedUnderLock(dataset, backbone, folder, options);
}

/** Like {@link embedDataset}, in a place that this process has locked. */
export async function embedUnderLock(
  { items: rows, ...described }: Dataset,
  backbone: AudioBackbone | TextBackbone,
  folder: string,
  options: EmbedOptions,
): Promise<SetSummary> {
  const dataset = { ...described, items: itemsFor(backbone, rows) };
  const { items, notes = [] } = dataset;
  for (const note of notes) options.onNote?.(`earnest: ${note}`);
  const cut = cutOf(items, backbone);
  const writer = await openSetWriter(folder, {
    ...cut,
    identity: identityOf(dataset, backbone, (await codeHashes()).embeddings),
    environment: environmentOf(options),
    mode: options.mode,
    shard: options.shard,
    helps: options.helps ?? false,
    retriesTimedOut: true,
    onNote: options.onNote,
  });
  const all = ownFirst(await writer.pending(), options.shard).map((part) => {
    const start = part * cut.partItems;
    return { part, items: items.slice(start, start + partLength(cut, part)) };
  });
  const parts = await withoutKept(writer, all, folder);
  const outcome = { rows: 0, unreadable: [] as UnreadableItem[] };
  try {
    await embedParts(writer, parts, backbone, options, outcome);
    // This check comes before the parts become a set, which could replace a better one.
    if (outcome.rows === 0 && outcome.unreadable.length === items.length) {
      throw noneReadable(outcome);
    }
  } catch (thrown) {
    // If nothing was embedded, there is nothing to continue: a run with a repaired card or path finds its place free.
    if (outcome.rows === 0 && options.mode === "create" && !options.shard) {
      removeSet(folder);
    }
    throw thrown;
  }
  const summary = await writer.finish();
  if (options.shard === undefined || options.helps) requireComplete(summary, folder);
  if (summary.complete && summary.rows === 0) throw noneReadable(summary);
  if (options.strict) requireUsual(summary);
  return summary;
}

/** A part of the set and the items in it. */
interface Part {
  readonly part: number;
  readonly items: readonly DatasetItem[];
}

/** Copies the parts of the set that is replaced in which no item exceeded the time limit; returns the others. */
async function withoutKept(
  writer: SetWriter,
  parts: readonly Part[],
  folder: string,
): Promise<readonly Part[]> {
  if (!writer.keepsParts || parts.length === 0) return parts;
  const keptOf = keptContents(await readEmbeddingSet(folder));
  const others: Part[] = [];
  for (const part of parts) {
    const content = keptOf(part.items.map(({ id }) => id));
    if (content === undefined) others.push(part);
    else await writer.writePart(part.part, content);
  }
  return others;
}

async function embedParts(
  writer: SetWriter,
  parts: readonly Part[],
  backbone: AudioBackbone | TextBackbone,
  options: EmbedOptions,
  outcome: { rows: number; unreadable: UnreadableItem[] },
): Promise<void> {
  const pending = parts.flatMap(({ items }) => items);
  const isHeard = backbone.modality === "audio" && pending.length > 0;
  if (isHeard) await requireUnchangedCode("embeddings");
  using workers = isHeard
    ? new ClipWorkers(
      backbone.preparation,
      clipWorkersBeside(options.threads ?? 1),
      options.itemTimeoutSeconds,
    )
    : undefined;
  const embedder = backbone.modality === "audio"
    ? soundEmbedder(pending, backbone, workers!)
    : textEmbedder(backbone);
  const breathe = breather();
  let done = 0;
  for (const { part, items } of parts) {
    // Another process may have been here.
    if (options.helps && !await writer.isMissing(part)) {
      embedder.skipNext(items);
      done += items.length;
      continue;
    }
    const content = await embedPart(
      embedder,
      items,
      backbone.dimensions,
      options.strict ?? false,
      async (count) => {
        done += count;
        options.onProgress?.({ stage: "embedding", done, total: pending.length });
        await breathe();
        options.signal?.throwIfAborted();
      },
    );
    await writer.writePart(part, content);
    outcome.rows += content.rows.length;
    outcome.unreadable.push(...content.unreadable);
  }
  embedder.notes().forEach((note) => options.onNote?.(`earnest: ${note}`));
}

async function embedPart(
  embedder: ItemEmbedder,
  items: readonly DatasetItem[],
  dim: number,
  strict: boolean,
  onBatch: (count: number) => Promise<void>,
): Promise<PartContent> {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < items.length; at += embedder.batch) {
    const batch = items.slice(at, at + embedder.batch);
    outcomes.push(...await embedder.embedNext(batch));
    await onBatch(batch.length);
  }
  const read = items.filter((_, i) => outcomes[i] instanceof Float32Array);
  const values = new Float32Array(read.length * dim);
  outcomes.filter((one) => one instanceof Float32Array).forEach((row, i) =>
    values.set(row, i * dim)
  );
  const unreadable = items.flatMap(({ id, row }, i) => {
    const outcome = outcomes[i]!;
    return "reason" in outcome ? [{ id, row, ...outcome }] : [];
  });
  const unusual = read.flatMap(({ id, row }) => {
    const note = embedder.unusual.get(id);
    return note === undefined ? [] : [{ id, row, note }];
  });
  if (strict) requireUsual({ unreadable, unusual });
  return { rows: read.map(setItemOf), values, dim, unreadable, unusual };
}

function environmentOf({ inference, threads = 1 }: EmbedOptions): Environment {
  return {
    deno: Deno.version.deno,
    platform: `${Deno.build.os} ${Deno.build.arch}`,
    inference: inference.name,
    threads: String(threads),
  };
}

/** Refuses items that cannot be read, and those whose files are unusual. */
function requireUsual(
  { unreadable: [first], unusual: [odd] = [] }: Pick<SetSummary, "unreadable" | "unusual">,
): void {
  if (first !== undefined) throw unreadableItem(first);
  if (odd === undefined) return;
  throw new InputError(`Item "${odd.id}" (row ${odd.row}) is unusual: ${odd.note}`);
}

function unreadableItem({ id, row, reason }: UnreadableItem): InputError {
  return new InputError(`Item "${id}" (row ${row}) cannot be embedded: ${reason}`);
}

function noneReadable({ unreadable }: Pick<SetSummary, "unreadable">): InputError {
  return new InputError(
    `None of ${unreadable.length} items could be embedded; the first: ${unreadable[0]!.reason}`,
  );
}
