/**
 * How long the embeddings will take that an audit makes first.
 * @module
 */
import { InputError, SurroundingsError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { sampleEmbedding, type SampleOptions } from "../../embeddings/embed_sample.ts";
import type { MissingRun } from "../inputs/missing_run.ts";

/** What is known of the time. */
export interface EmbeddingTime {
  /** Seconds, one backbone after the other; undefined where none was timed. */
  readonly seconds: number | undefined;
  /** Why some were not timed, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Times each backbone on a few of the items that it would embed. One that cannot be opened yet, or whose sounds are not
 * there yet, is not timed, and a note says so.
 */
export async function timeEmbeddings(
  runs: readonly MissingRun[],
  options: SampleOptions,
): Promise<EmbeddingTime> {
  const notes: string[] = [];
  let seconds: number | undefined;
  for (const [reference, ofOne] of Map.groupBy(runs, (run) => run.reference)) {
    const timed = await timeOne(ofOne, options);
    if (typeof timed === "number") seconds = (seconds ?? 0) + timed;
    else notes.push(`How long "${quotable(reference)}" takes is not known: ${timed}`);
  }
  return { seconds, notes };
}

/** Times one backbone; returns its seconds, or why it cannot be timed. */
async function timeOne(
  runs: readonly MissingRun[],
  options: SampleOptions,
): Promise<number | string> {
  const [first] = runs;
  const all = runs.flatMap((run) => run.items);
  const began = performance.now();
  try {
    return await first!.withBackbone(async (backbone) => {
      // A text backbone may know the words of the texts alone that it was opened for.
      const items = backbone.modality === "audio" ? all : first!.items;
      const { items: some, seconds, unreadable } = await sampleEmbedding(items, backbone, options);
      if (unreadable === some) return `none of ${some} of its items can be embedded.`;
      const before = (performance.now() - began) / 1000 - seconds;
      return before + seconds / some * all.length;
    });
  } catch (thrown) {
    if (thrown instanceof InputError || thrown instanceof SurroundingsError) {
      return `${thrown.message}.`;
    }
    throw thrown;
  }
}
